"""Faults to be found: each breaks one thing of a sound org or installation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from app.actions.examine_connection import Wish
from app.actions.examining import Examined
from tests.examination.soundly import Sound

Seed = Callable[[Sound, Path], Examined | Wish | None]


@dataclass(frozen=True, slots=True)
class Seeded:
    """``seed`` breaks it and may say how it is then examined, or what came of that."""

    code: str
    result: str
    seed: Seed

    def examined(self, sound: Sound, folder: Path) -> Examined:
        said = self.seed(sound, folder)
        return said if isinstance(said, Examined) else sound.examined(said)


SEEDED: Final[list[Seeded]] = []


def breaks(code: str, result: str = "fault") -> Callable[[Seed], Seed]:
    def kept(seed: Seed) -> Seed:
        SEEDED.append(Seeded(code, result, seed))
        return seed

    return kept


def examined_with(sound: Sound, **changes: object) -> Examined:
    """Examined by an installation that differs so."""
    other = replace(sound, services=replace(sound.services, **changes))  # type: ignore[arg-type]  # of any field
    return other.examined()


def product_of(sound: Sound, code: str) -> str:
    return next(str(one["Id"]) for one in sound.sandbox.records("Product2") if one["ProductCode"] == code)
