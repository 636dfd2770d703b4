"""The clauses of rules in terms of attributes' states alone: helpers that merely name something are written
out.

A clause is a mapping from attributes (by number) to those of their states (bit ``i`` for state ``i``) of
which one would make it true.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from app.configuration.encoding import Encoded
from app.configuration.formula import FALSE, TRUE, Literal

StateClause: TypeAlias = Mapping[int, int]

_MOST: Final = 64
_DEEPEST: Final = 12


class StateClauses:
    def __init__(self, encoded: Encoded) -> None:
        self._parts = encoded.parts
        self._full: list[int] = []
        self._named: dict[Literal, tuple[int, int]] = {}
        self._known: dict[Literal, Sequence[StateClause] | None] = {TRUE: (), FALSE: ({},)}
        for rows in encoded.rows:
            # What a large table says, no clause does.
            self._known |= {rows.held: None, -rows.held: None}
        for number, states in enumerate(encoded.variables):
            self._full.append((1 << len(states.literals)) - 1)
            for place, literal in enumerate(states.literals):
                self._named[literal] = number, 1 << place
            for place, literal in enumerate(states.upto[1:-1], start=1):
                self._named[literal] = number, (2 << place) - 1

    def of(self, clauses: Iterable[Sequence[Literal]]) -> Sequence[StateClause] | None:
        """The same said of states; None where something else is spoken of, or where that is too long."""
        found: list[StateClause] = []
        for clause in clauses:
            written = self._any(clause, _DEEPEST)
            if written is None or len(found) > _MOST * _MOST:
                return None
            found += written
        return found

    def _literal(self, literal: Literal, depth: int) -> Sequence[StateClause] | None:
        if literal not in self._known:
            self._known[literal] = self._written(literal, depth - 1) if depth else None
        return self._known[literal]

    def _written(self, literal: Literal, depth: int) -> Sequence[StateClause] | None:
        named = self._named.get(abs(literal))
        if named is not None:
            number, states = named
            return ({number: states if literal > 0 else self._full[number] & ~states},)
        parts = self._parts(abs(literal))
        if parts is None:
            return None
        return self._all(parts, depth) if literal > 0 else self._any([-part for part in parts], depth)

    def _all(self, literals: Sequence[Literal], depth: int) -> Sequence[StateClause] | None:
        found: list[StateClause] = []
        for literal in literals:
            written = self._literal(literal, depth)
            if written is None or len(found) > _MOST:
                return None
            found += written
        return found

    def _any(self, literals: Sequence[Literal], depth: int) -> Sequence[StateClause] | None:
        found: Sequence[StateClause] = ({},)
        for literal in literals:
            written = self._literal(literal, depth)
            if written is None or len(found) * len(written) > _MOST:
                return None
            pairs = ((left, right) for left in found for right in written)
            found = [one for left, right in pairs if (one := self._either(left, right)) is not None]
        return found

    def _either(self, left: StateClause, right: StateClause) -> StateClause | None:
        """None for a clause that always holds."""
        both = dict(left)
        for number, states in right.items():
            both[number] = both.get(number, 0) | states
            if both[number] == self._full[number]:
                return None
        return both
