"""Random sessions to completion, in CPU time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

from app.catalog import Value
from app.configuration import Configuration, Configurator, Domain

_SEED = 20261126

Look: TypeAlias = Callable[[Configuration], None]
"""At what of an answer somebody looks; that is part of the click."""


@dataclass(slots=True)
class Clicks:
    """Milliseconds of each click and of each first answer; some of the answers, for others to compare."""

    times: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)
    sessions: int = 0
    spent: float = 0.0
    samples: list[Configuration] = field(default_factory=list)

    def at(self, share: float) -> float:
        return sorted(self.times)[min(len(self.times) - 1, int(len(self.times) * share))]


def clicked(engine: Configurator, look: Look, *, sessions: int, seconds: float, samples: int) -> Clicks:
    """At most so many sessions and about so much CPU time."""
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    found = Clicks()
    while found.sessions < sessions and found.spent < seconds * 1_000:
        _session(engine, found, chance=chance, look=look, most=seconds * 1_000)
    found.samples = chance.sample(found.samples, min(samples, len(found.samples)))
    return found


def _session(engine: Configurator, found: Clicks, *, chance: Random, look: Look, most: float) -> None:
    """To completion, or until so many milliseconds are spent; such a one does not count."""
    choices: dict[str, Value] = {}
    answer, took = _timed(engine, choices, look)
    found.firsts.append(took)
    while unchosen := [key for key in answer.open if _values(answer.domains[key])]:
        if found.spent > most:
            return
        key = chance.choice(unchosen)
        choices[key] = chance.choice(_values(answer.domains[key]))
        answer, took = _timed(engine, choices, look)
        found.times.append(took)
        found.spent += took
        if chance.random() < 0.2 and len(found.samples) < 200:
            found.samples.append(answer)
    found.sessions += 1


def _values(domain: Domain) -> Sequence[Value]:
    """Those that are listed; of a number with very many, the ends of each run."""
    return domain.values or [end for run in domain.ranges for end in run]


def _timed(engine: Configurator, choices: dict[str, Value], look: Look) -> tuple[Configuration, float]:
    started = time.process_time()
    answer = engine.configure(dict(choices))
    look(answer)
    return answer, (time.process_time() - started) * 1_000


def at_every_domain(answer: Configuration) -> None:
    """As a page does: what is open, and what could be instead of each choice."""
    for _ in answer.domains.values():
        pass


def at_what_is_open(_answer: Configuration) -> None:
    """As peers answer: what is decided and what is not. Each domain stands ready, none is listed."""
