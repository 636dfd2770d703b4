"""Values of the columns of a large table proven by a configuration that matches another of its rows.

All columns change together: every row for which every rule still holds, with what else the configuration has,
is a configuration too.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.configuration.encoding import Encoded
from app.configuration.formula import FALSE, TRUE, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.reduction import Reduction
from app.configuration.row_sets import Rows, RowSet


@dataclass(slots=True)
class _Said:
    """One of the literals ``others`` has to hold, or one of the rows to match."""

    others: LiteralSet
    rows: RowSet


class Block:
    """``mask``: the values of the columns that change; all others keep theirs."""

    def __init__(
        self,
        rows: Rows,
        free: Sequence[dict[Literal, RowSet]],
        kept: Sequence[dict[Literal, RowSet]],
        sets: LiteralSets,
    ) -> None:
        self._rows = rows
        self._sets = sets
        self._kept = kept
        self._columns = [(sets.of_few(column), column) for column in free]
        self._admitting = {literal: admitting for column in free for literal, admitting in column.items()}
        self._alone = {one: found for column in free for one, found in _alone(column).items()}
        self._said: dict[LiteralSet, _Said] = {}
        self.mask: LiteralSet = sets.of_few(self._admitting)

    def note(self, clause: Sequence[Literal]) -> None:
        """What a rule says."""
        own = [one for one in clause if one in self._admitting or -one in self._admitting]
        if not own:
            return
        rows = 0
        for one in own:
            rows |= self._alone[one] if one in self._alone else self._rows.all & ~self._admitting[-one]
        # Helpers could make up for it too, but are not looked at.
        others = self._sets.of_few(one for one in clause if one not in own and abs(one) <= self._sets.last)
        known = self._said.setdefault(others, _Said(others, self._rows.all))
        known.rows &= rows

    def proven(self, witness: LiteralSet, wanted: LiteralSet, *, undecided: LiteralSet) -> LiteralSet:
        """Those of the undecided values that go with what is wanted, as the witness does."""
        asked = self._sets.literals(undecided & self.mask)
        if not asked:
            return 0
        left = self._rows.all
        for column in self._kept:
            left &= self._now(column, witness)
        for mask, column in self._columns:
            if wanted & mask:
                left &= self._now(column, witness & mask)
        for said in self._said.values():
            if not said.others & witness:
                left &= said.rows
        return self._sets.of_few(one for one in asked if left & self._admitting[one]) if left else 0

    def _now(self, column: dict[Literal, RowSet], witness: LiteralSet) -> RowSet:
        has = self._sets.of_few
        return next((admitting for one, admitting in column.items() if witness & has((one,))), 0)


def blocks_of(
    encoded: Encoded, reduction: Reduction, sets: LiteralSets, tables: Sequence[Rows]
) -> Sequence[Block]:
    """``tables``: the large ones, in the literals of the reduced formula."""
    if not tables:
        return ()
    alone = list(_values_alone(encoded, reduction))
    found = (_block_of(rows, tables, alone=alone, sets=sets) for rows in tables)
    blocks = [block for block in found if block]
    for clause in _rules(encoded, reduction) if blocks else ():
        for block in blocks:
            block.note(clause)
    return blocks


def _block_of(
    rows: Rows, tables: Iterable[Rows], *, alone: Iterable[Sequence[Literal]], sets: LiteralSets
) -> Block | None:
    """``alone``: the values of attributes that stand for nothing else. None if no column can change."""
    single = [frozenset(literals) for literals in alone]
    often = Counter(abs(one) for other in tables for one in other.literals)
    free: list[dict[Literal, RowSet]] = []
    kept: list[dict[Literal, RowSet]] = []
    for column in rows.columns:
        values = {
            one: admitting
            for one, admitting in zip(column.literals, column.admitting, strict=True)
            if one != FALSE
        }
        # What does not apply is in every row, and stays as it is.
        told_apart = rows.all not in values.values() and all(often[abs(one)] == 1 for one in values)
        changes = told_apart and values.keys() in single
        (free if changes else kept).append(values)
    return Block(rows, free, kept, sets) if free else None


def _alone(column: dict[Literal, RowSet]) -> dict[Literal, RowSet]:
    """The rows that admit this and nothing else of the column."""
    some = several = 0
    for admitting in column.values():
        several |= some & admitting
        some |= admitting
    return {one: admitting & ~several for one, admitting in column.items()}


def _values_alone(encoded: Encoded, reduction: Reduction) -> Iterator[Sequence[Literal]]:
    """The literals of each attribute that stand for its values and for nothing else that is shown, and whose
    order no rule reads.
    """
    shown = Counter(
        abs(place)
        for states in encoded.variables
        for place in dict.fromkeys(map(reduction.literal, states.literals))
    )
    read = {abs(literal) for clause in encoded.rule_clauses() for literal in clause}
    for states in encoded.variables:
        ordered = {abs(literal) for literal in states.upto} - {TRUE, states.literals[0]}
        places = dict.fromkeys(map(reduction.literal, states.literals))
        possible = [literal for literal in places if literal != FALSE]
        own = Counter(map(abs, possible))
        # Of exactly two values one may be the other's opposite; of more that would leave two of them true.
        told_apart = len(possible) == 2 or len(own) == len(possible)
        if told_apart and TRUE not in own and not ordered & read and own.items() <= shown.items():
            yield possible


def _rules(encoded: Encoded, reduction: Reduction) -> Iterable[Sequence[Literal]]:
    """What the rules say, in the literals of the reduced formula."""
    for clause in encoded.rule_clauses():
        literals = {reduction.literal(literal) for literal in clause}
        if TRUE not in literals and not any(-literal in literals for literal in literals):
            yield tuple(literals - {FALSE})
