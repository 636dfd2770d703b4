"""Values of a row proven by a configuration in which the row as a whole was otherwise.

What any row of a component was in some configuration is remembered. Rows of which the catalog says the same
may be as each other were: what one has shown stands for all of them. A rule that reads more than its row is
asked once for each thing that all outside the row comes to (``tally``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TypeAlias

from app.configuration.evaluation import Truth
from app.configuration.judging import Standings
from app.configuration.literal_sets import LiteralSet
from app.configuration.tally import Branch, Rest

_MOST_ADMITTED: Final = 512
_MOST_SEEN: Final = 768
_MOST_READ_AT_ONCE: Final = 16

Seen: TypeAlias = int
"""Some of what rows were: bit ``n`` for the ``n``-th."""

Places: TypeAlias = tuple[int, ...]
"""Attributes, numbered within their row."""


class Alike:
    """What rows were of which the catalog says the same: each the states of the attributes of one row."""

    def __init__(self) -> None:
        self.seen: dict[tuple[int, ...], int] = {}
        self._having: dict[Places, dict[tuple[int, ...], Seen]] = {}

    def note(self, states: tuple[int, ...]) -> None:
        if states in self.seen or len(self.seen) >= _MOST_SEEN:
            return
        at = self.seen[states] = len(self.seen)
        for places, having in self._having.items():
            own = tuple([states[place] for place in places])
            having[own] = having.get(own, 0) | 1 << at

    def having(self, places: Places) -> Mapping[tuple[int, ...], Seen]:
        """By the states at these places which of them have those."""
        known = self._having.get(places)
        if known is None:
            known = self._having[places] = {}
            for states, at in self.seen.items():
                own = tuple([states[place] for place in places])
                known[own] = known.get(own, 0) | 1 << at
        return known


@dataclass(slots=True)
class _Admitted:
    """Which states of a row a rule admits; of the first ``looked_at`` that were seen, ``seen`` are so."""

    known: dict[tuple[int, ...], bool] = field(default_factory=dict)
    looked_at: int = 0
    seen: Seen = 0


@dataclass(frozen=True, slots=True)
class Across:
    """A rule that reads the row and more, and by what the rest comes to what of the row it admits."""

    rule: int
    branch: Branch
    places: Places
    admitting: dict[Rest, _Admitted] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """``literals``: by attribute and state the set of the one literal that says so, ``shown`` with the
    denials of the others.
    """

    keys: tuple[str, ...]
    exists: Truth
    literals: Sequence[Sequence[LiteralSet]]
    shown: Sequence[Sequence[LiteralSet]]
    mask: LiteralSet
    across: Sequence[Across]
    alike: Alike


class RowMoves:
    def __init__(self, rows: Iterator[ReadRow], standings: Standings) -> None:
        """``rows``: each may take a while."""
        self._rows: list[ReadRow] = []
        self._unread = rows
        self._standings = standings

    def proven(self, witness: LiteralSet, wanted: LiteralSet, *, undecided: LiteralSet) -> LiteralSet:
        """Those of the undecided literals that go with what is wanted, as the witness does."""
        # No question pays for all of many.
        self._rows += islice(self._unread, _MOST_READ_AT_ONCE)
        states = self._standings.states(witness)
        there = [row for row in self._rows if row.exists(states)]
        for row in there:
            row.alike.note(tuple([states[key] for key in row.keys]))
        found = 0
        for row in there:
            asked = undecided & row.mask & ~found
            if asked:
                found |= asked & self._of_row(row, witness, wanted)
        return found

    def _of_row(self, row: ReadRow, witness: LiteralSet, wanted: LiteralSet) -> LiteralSet:
        left = self._as_chosen(row, wanted & row.mask)
        if not left:
            return 0
        for across in row.across:
            if not left:
                return 0
            left &= self._admitted(across, row.alike, witness)
        found = 0
        for place, shown in enumerate(row.shown):
            for (state,), having in row.alike.having((place,)).items():
                if having & left:
                    found |= shown[state]
        return found

    def _as_chosen(self, row: ReadRow, chosen: LiteralSet) -> Seen:
        left = (1 << len(row.alike.seen)) - 1
        for place, literals in enumerate(row.literals) if chosen else ():
            for state, literal in enumerate(literals):
                if chosen & literal:
                    left &= row.alike.having((place,)).get((state,), 0)
        return left

    def _admitted(self, across: Across, alike: Alike, witness: LiteralSet) -> Seen:
        standings, tally = self._standings, self._standings.tally(across.rule)
        rest = tally.rest(across.branch, standings.values(witness, across.rule), standings.states(witness))
        admitted = across.admitting.get(rest)
        if admitted is None:
            if len(across.admitting) >= _MOST_ADMITTED:
                across.admitting.clear()
            admitted = across.admitting[rest] = _Admitted()
        if admitted.looked_at < len(alike.seen):
            admitted.looked_at, admitted.seen = len(alike.seen), 0
            for own, having in alike.having(across.places).items():
                if own not in admitted.known:
                    states = dict(zip(across.branch.keys, own, strict=True))
                    admitted.known[own] = tally.holds(across.branch, rest, states)
                if admitted.known[own]:
                    admitted.seen |= having
        return admitted.seen
