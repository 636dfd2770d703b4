"""What rules, tables and conditions say of attributes' states, read when it is first asked for."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from app.catalog.expressions import Expression
from app.configuration.encoding import Encoded
from app.configuration.evaluation import Evaluation, Piece, Truth
from app.configuration.state_clauses import StateClause, StateClauses
from app.configuration.tally import Tally

_MOST_AT_ONCE: Final = 100

About: TypeAlias = Sequence[Sequence[int]]
"""Numbers of attributes, ascending."""


class Spoken:
    """Rules, tables and conditions are numbered in the order of their groups of clauses."""

    def __init__(self, encoded: Encoded, about: About | None = None) -> None:
        """``about``: that of an earlier one of the same product."""
        self._encoded = encoded
        self._known_about = about
        self._left = _MOST_AT_ONCE
        self._clauses: dict[int, Sequence[StateClause] | None] = {}
        self._tallies: dict[int, Tally] = {}

    def renew(self) -> None:
        """From now on about so many more rules may be read."""
        self._left = _MOST_AT_ONCE

    def may_read(self, number: int) -> bool:
        """Whether what speaks of the attribute is read already, or may be."""
        return self._left > 0 or all(at in self._clauses for at in self.read_by.get(number, ()))

    def written(self, at: int) -> Sequence[StateClause] | None:
        """A rule as clauses of states; None where it says more than such clauses do."""
        if at not in self._clauses:
            self._left -= 1
            self._clauses[at] = self._state_clauses.of(self._rules.clauses(at))
        return self._clauses[at]

    @cached_property
    def about(self) -> About:
        """What each rule, table and condition speaks of."""
        if self._known_about is not None:
            return self._known_about
        return tuple(tuple(sorted(map(self.numbers.__getitem__, one.about()))) for one in self.pieces)

    @cached_property
    def read_by(self) -> Mapping[int, Sequence[int]]:
        """By attribute the rules, tables and conditions that read it."""
        found: dict[int, list[int]] = {}
        for at, numbers in enumerate(self.about):
            for number in numbers:
                found.setdefault(number, []).append(at)
        return found

    @cached_property
    def keys(self) -> Sequence[str]:
        return [states.attribute.key for states in self._encoded.variables]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def pieces(self) -> Sequence[Piece]:
        return tuple(self._evaluation.pieces())

    def tally(self, at: int) -> Tally:
        if at not in self._tallies:
            self._tallies[at] = self._evaluation.tally(self.pieces[at])
        return self._tallies[at]

    def truth(self, expression: Expression) -> Truth:
        return self._evaluation.truth(expression)

    @cached_property
    def _evaluation(self) -> Evaluation:
        return Evaluation(self._encoded)

    @cached_property
    def _rules(self) -> Encoded:
        return self._encoded.apart()

    @cached_property
    def _state_clauses(self) -> StateClauses:
        return StateClauses(self._rules)
