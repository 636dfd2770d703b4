"""One thing proven about a product."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from app.catalog.checks import Place
from app.configuration.proofs.kinds import KINDS, Severity


@dataclass(frozen=True, slots=True)
class Proof:
    """``text`` is the finding as a sentence; ``because`` the places of a minimal set of rules, tables and
    conditions behind it: with any one of them gone it would not hold. Empty: it holds by itself.
    """

    code: str
    place: Place
    text: str
    because: tuple[Place, ...] = ()

    @property
    def severity(self) -> Severity:
        return KINDS[self.code].severity

    @property
    def remedy(self) -> str:
        return KINDS[self.code].remedy


Progress: TypeAlias = Callable[[str, int, int], None]
"""``(stage, done, total)``, told now and then."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""
