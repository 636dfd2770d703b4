"""A rule that is tried with every value of one attribute, once for each combination of what else it reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.configuration.evaluation import Truth
from app.configuration.literal_sets import LiteralSet

_MOST_KNOWN: Final = 2_048


@dataclass(frozen=True, slots=True)
class Stated:
    """An attribute, and for each of its states the set of the one literal that says so."""

    key: str
    places: Sequence[LiteralSet]

    def state(self, witness: LiteralSet) -> int:
        return next(state for state, place in enumerate(self.places) if place & witness)


class Judge:
    def __init__(self, own: Stated, others: Sequence[Stated], truth: Truth) -> None:
        self._own = own
        self._others = others
        self._truth = truth
        self._read: LiteralSet = 0
        for other in others:
            for place in other.places:
                self._read |= place
        self._known: dict[LiteralSet, LiteralSet] = {}

    def admitted(self, witness: LiteralSet) -> LiteralSet:
        """The values with any of which the rule would hold in a configuration that is the same otherwise."""
        read = witness & self._read
        known = self._known.get(read)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[read] = self._tried({one.key: one.state(witness) for one in self._others})
        return known

    def _tried(self, chosen: dict[str, int]) -> LiteralSet:
        found = 0
        for state, place in enumerate(self._own.places):
            chosen[self._own.key] = state
            if self._truth(chosen):
                found |= place
        return found
