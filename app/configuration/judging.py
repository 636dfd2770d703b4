"""A rule that is tried with every value of one attribute, once for each thing that all else comes to."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from app.configuration.literal_sets import LiteralSet
from app.configuration.tally import Rest, Tally, Values

_MOST_KNOWN: Final = 2_048
_MOST_STANDING: Final = 8

StatesOf = Mapping[str, int]


class Standings:
    """Configurations as states of attributes, and what rules come to in them; those looked at last."""

    def __init__(self, states: Callable[[LiteralSet], StatesOf], tally: Callable[[int], Tally]) -> None:
        self._states = states
        self.tally = tally
        self._known: dict[LiteralSet, tuple[StatesOf, dict[int, Values]]] = {}

    def states(self, witness: LiteralSet) -> StatesOf:
        return self._standing(witness)[0]

    def values(self, witness: LiteralSet, at: int) -> Values:
        """Of the rule with this number."""
        states, known = self._standing(witness)
        if at not in known:
            known[at] = self.tally(at).values(states)
        return known[at]

    def _standing(self, witness: LiteralSet) -> tuple[StatesOf, dict[int, Values]]:
        found = self._known.get(witness)
        if found is None:
            if len(self._known) >= _MOST_STANDING:
                del self._known[next(iter(self._known))]
            found = self._known[witness] = (self._states(witness), {})
        return found


class Judge:
    def __init__(self, rule: int, key: str, places: Sequence[LiteralSet], standings: Standings) -> None:
        """``places``: for each state of the attribute ``key`` the set of the one literal that says so."""
        self._rule = rule
        self._key = key
        self._places = places
        self._standings = standings
        self._branch = standings.tally(rule).branch((key,))
        self._known: dict[Rest, LiteralSet] = {}

    def admitted(self, witness: LiteralSet) -> LiteralSet:
        """The values with any of which the rule would hold in a configuration that is the same otherwise."""
        standings = self._standings
        values, states = standings.values(witness, self._rule), standings.states(witness)
        rest = standings.tally(self._rule).rest(self._branch, values, states)
        known = self._known.get(rest)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[rest] = self._tried(rest)
        return known

    def _tried(self, rest: Rest) -> LiteralSet:
        tally, found = self._standings.tally(self._rule), 0
        for state, place in enumerate(self._places):
            if tally.holds(self._branch, rest, {self._key: state}):
                found |= place
        return found
