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
from app.configuration.formula import FALSE, TRUE, Literal
from app.configuration.judging import Judge, Standings
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.reduction import Reduction
from app.configuration.row_blocks import blocks_of
from app.configuration.row_moves import RowMoves
from app.configuration.row_reading import RowReader
from app.configuration.row_sets import Rows
from app.configuration.spoken import Spoken
from app.configuration.state_clauses import StateClause

_MOST_STATES: Final = 64
_MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class _Attribute:
    """Each pair of ``needed``: what else makes a rule hold, and the values with which it holds anyway."""

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

    def __init__(
        self,
        encoded: Encoded,
        reduction: Reduction,
        sets: LiteralSets,
        *,
        spoken: Spoken,
        tables: Sequence[Rows] = (),
    ) -> None:
        """``tables``: the large ones, in the literals of the reduced formula."""
        self._spoken = spoken
        self._sets = sets
        self._blocks = blocks_of(encoded, reduction, sets, tables)
        self._literals = [
            _distinct([reduction.literal(literal) for literal in states.literals])
            for states in encoded.variables
        ]
        many = (one for one in self._literals if len({TRUE, *map(abs, one)}) > 3)
        self.wide: LiteralSet = sets.of(literal for literals in many for literal in literals)
        for block in self._blocks:
            self.wide |= block.mask
        self._standings = Standings(self._states, spoken.tally)
        # What belongs to another part of the product is true of every state here.
        told: dict[str, Sequence[Literal]] = {
            states.attribute.key: known if [*map(reduction.literal, states.literals)].count(TRUE) <= 1 else ()
            for states, known in zip(encoded.variables, self._literals, strict=True)
        }
        reader = RowReader(encoded.product, spoken, sets, literals=told)
        self.wide |= sets.of(one for literal in reader.literals for one in (literal, -literal)) & ~sets.of(
            (TRUE, FALSE)
        )
        self._rows = RowMoves(reader.read(), self._standings)
        self._known: dict[int, _Attribute] = {}
        self._masks: dict[int, LiteralSet] = {}

    def proven(self, witness: LiteralSet, wanted: LiteralSet, *, undecided: LiteralSet) -> LiteralSet:
        """Those of the undecided literals that go with what is wanted, as the witness does."""
        found = self._rows.proven(witness, wanted, undecided=undecided)
        asked = map(self._owners.get, self._sets.literals(undecided & ~found))
        for number in dict.fromkeys(one for one in asked if one is not None):
            attribute = self._known.get(number)
            if attribute is None and self._spoken.may_read(number):
                attribute = self._made(number)
            if attribute is not None and not wanted & attribute.mask:
                found |= attribute.among(undecided & ~found & attribute.mask, witness)
        for block in self._blocks:
            found |= block.proven(witness, wanted, undecided=undecided & ~found)
        return found

    def _made(self, number: int) -> _Attribute:
        spoken = self._spoken
        read_by = spoken.read_by.get(number, ())
        for other in {number, *(one for at in read_by for one in spoken.about[at])}:
            self._masks.setdefault(other, self._sets.of(self._literals[other]))
        needed: dict[LiteralSet, LiteralSet] = {}
        judges: list[Judge] = []
        for at in read_by:
            clauses = spoken.written(at)
            for clause in clauses or ():
                self._note(number, clause, needed)
            if clauses is None and not self._judged(number, at, judges):
                needed = {0: 0}
                break
        mask = self._masks[number]
        pairs = tuple((elsewhere, admitted) for elsewhere, admitted in needed.items() if admitted != mask)
        made = self._known[number] = _Attribute(mask, pairs, tuple(judges))
        return made

    def _note(self, number: int, clause: StateClause, needed: dict[LiteralSet, LiteralSet]) -> None:
        if number in clause:
            elsewhere = 0
            for other, states in clause.items():
                elsewhere |= self._of(other, states) if other != number else 0
            needed[elsewhere] = needed.get(elsewhere, -1) & self._of(number, clause[number])

    def _judged(self, number: int, at: int, judges: list[Judge]) -> bool:
        """Whether the rule is small enough to be tried with each value."""
        if len(self._literals[number]) > _MOST_STATES or self._spoken.pieces[at].size > _MOST_ROWS:
            return False
        judges.append(Judge(at, self._spoken.keys[number], self._places(number), self._standings))
        return True

    def _of(self, number: int, states: int) -> LiteralSet:
        """``states``: bit ``i`` for state ``i``."""
        literals = self._literals[number]
        others = ~states & (1 << len(literals)) - 1
        if others.bit_count() < states.bit_count():
            return self._masks[number] & ~self._few(number, others)
        return self._few(number, states)

    def _few(self, number: int, states: int) -> LiteralSet:
        literals = self._literals[number]
        found = []
        while states:
            place = states.bit_length() - 1
            found.append(literals[place])
            states ^= 1 << place
        return self._sets.of_few(found)

    def _states(self, witness: LiteralSet) -> Mapping[str, int]:
        digits = self._sets.digits(witness)
        return {
            key: next(state for state, literal in enumerate(literals) if digits[literal] == "1")
            for key, literals in zip(self._spoken.keys, self._literals, strict=True)
        }

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


def _distinct(literals: Sequence[Literal]) -> Sequence[Literal]:
    """Where one stands for several states, it is the first of them; the others are not looked at."""
    first = {literal: place for place, literal in reversed(list(enumerate(literals)))}
    return [literal if first[literal] == place else FALSE for place, literal in enumerate(literals)]
