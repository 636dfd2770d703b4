"""Values of one attribute proven by a configuration that has another value of it.

Where nothing but the value itself would have to change, and every rule still holds, the configuration with
the other value is one too. That is looked up without the solver, which would need a search for each of many
values. What is needed for an attribute is put together when it is first asked about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.evaluation import Evaluation, Piece
from app.configuration.formula import TRUE
from app.configuration.judging import Judge, Stated
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.reduction import Reduction
from app.configuration.state_clauses import StateClause, StateClauses

_MOST_STATES: Final = 64
_MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class _Attribute:
    """Each pair of ``needed`` is what else would make a rule hold, and the values with which it holds anyway."""

    mask: LiteralSet
    needed: Sequence[tuple[LiteralSet, LiteralSet]]
    judges: Sequence[Judge]

    def among(self, asked: LiteralSet, witness: LiteralSet) -> LiteralSet:
        for elsewhere, admitted in self.needed:
            if not elsewhere & witness:
                asked &= admitted
                if not asked:
                    return 0
        for judge in self.judges:
            asked &= judge.admitted(witness)
        return asked


class Switching:
    """Over the reduced formula of one product. ``wide``: the values of attributes that have more than two."""

    def __init__(self, encoded: Encoded, reduction: Reduction, sets: LiteralSets) -> None:
        self._encoded = encoded
        self._sets = sets
        self._literals = [tuple(map(reduction.literal, one.literals)) for one in encoded.variables]
        many = (one for one in self._literals if len({TRUE, *map(abs, one)}) > 3)
        self.wide: LiteralSet = sets.of(literal for literals in many for literal in literals)
        self._known: dict[int, _Attribute] = {}
        self._clauses: dict[int, Sequence[StateClause] | None] = {}

    def proven(self, witness: LiteralSet, wanted: LiteralSet, *, undecided: LiteralSet) -> LiteralSet:
        """Those of the undecided literals that go with what is wanted, as the witness does."""
        found = 0
        asked = map(self._owners.get, self._sets.literals(undecided))
        for number in dict.fromkeys(one for one in asked if one is not None):
            attribute = self._known.get(number) or self._made(number)
            if not wanted & attribute.mask:
                found |= attribute.among(undecided & attribute.mask, witness)
        return found

    def _made(self, number: int) -> _Attribute:
        needed: dict[LiteralSet, LiteralSet] = {}
        judges: list[Judge] = []
        for at in self._about.get(number, ()):
            clauses = self._written(at)
            for clause in clauses or ():
                self._note(number, clause, needed)
            if clauses is None and not self._judged(number, self._pieces[at], judges):
                needed = {0: 0}
                break
        mask = self._of(number, -1)
        pairs = tuple((elsewhere, admitted) for elsewhere, admitted in needed.items() if admitted != mask)
        made = self._known[number] = _Attribute(mask, pairs, tuple(judges))
        return made

    def _note(self, number: int, clause: StateClause, needed: dict[LiteralSet, LiteralSet]) -> None:
        if number in clause:
            elsewhere = 0
            for other, states in clause.items():
                elsewhere |= self._of(other, states) if other != number else 0
            needed[elsewhere] = needed.get(elsewhere, -1) & self._of(number, clause[number])

    def _judged(self, number: int, piece: Piece, judges: list[Judge]) -> bool:
        """Whether the rule is small enough to be tried with each value."""
        if len(self._literals[number]) > _MOST_STATES or piece.size > _MOST_ROWS:
            return False
        about = [Stated(key, self._places(self._numbers[key])) for key in sorted(piece.about)]
        own = next(one for one in about if one.key == self._keys[number])
        judges.append(Judge(own, [one for one in about if one is not own], piece.made()))
        return True

    def _written(self, at: int) -> Sequence[StateClause] | None:
        if at not in self._clauses:
            self._clauses[at] = self._state_clauses.of(self._encoded.formula.groups[at].clauses)
        return self._clauses[at]

    def _of(self, number: int, states: int) -> LiteralSet:
        """``states``: bit ``i`` for state ``i``."""
        return self._sets.of_few(
            literal for place, literal in enumerate(self._literals[number]) if states >> place & 1
        )

    def _places(self, number: int) -> Sequence[LiteralSet]:
        return [self._sets.of_few((literal,)) for literal in self._literals[number]]

    @cached_property
    def _owners(self) -> Mapping[int, int]:
        """The attribute of each literal that says something of one attribute alone."""
        found: dict[int, int] = {TRUE: -1, -TRUE: -1}
        for number, literals in enumerate(self._literals):
            for literal in literals:
                found[literal] = number if found.get(literal, number) == number else -1
        return {literal: number for literal, number in found.items() if number >= 0}

    @cached_property
    def _keys(self) -> Sequence[str]:
        return [states.attribute.key for states in self._encoded.variables]

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {key: number for number, key in enumerate(self._keys)}

    @cached_property
    def _pieces(self) -> Sequence[Piece]:
        return tuple(Evaluation(self._encoded).pieces())

    @cached_property
    def _about(self) -> Mapping[int, Sequence[int]]:
        """By attribute the rules, tables and conditions that read it, as numbers of groups of clauses."""
        found: dict[int, list[int]] = {}
        for at, piece in enumerate(self._pieces):
            for key in piece.about:
                found.setdefault(self._numbers[key], []).append(at)
        return found

    @cached_property
    def _state_clauses(self) -> StateClauses:
        return StateClauses(self._encoded.variables, self._encoded.formula)
