"""Literals that may well hold together, put into one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.configuration.formula import Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.row_sets import Rows, RowSet
from app.configuration.solver import Solver

_MOST_BYTES: Final = 64_000_000
# Of a literal of a model of thousands it takes a millisecond to say what follows.
_MOST_NEW: Final = 256


@dataclass(frozen=True, slots=True)
class Pack:
    """What holds already, and what therefore does not. ``left``: of each large table."""

    given: LiteralSet
    denied: LiteralSet
    left: Sequence[RowSet] = ()


class Packing:
    """Remembers what follows from each literal alone by propagation: true whatever else is chosen."""

    def __init__(self, sets: LiteralSets, solver: Solver, tables: Sequence[Rows] = ()) -> None:
        self._sets = sets
        self._solver = solver
        self._most = max(1, _MOST_BYTES // max(1, sets.size // 4))
        self._follows: dict[Literal, tuple[LiteralSet, LiteralSet]] = {}
        self._admitting: dict[Literal, list[tuple[int, RowSet]]] = {}
        for number, rows in enumerate(tables):
            for column in rows.columns:
                for literal, admitting in zip(column.literals, column.admitting, strict=True):
                    self._admitting.setdefault(literal, []).append((number, admitting))

    def packed(
        self, literals: Sequence[Literal], pack: Pack, *, most: int
    ) -> tuple[Sequence[Literal], LiteralSet]:
        """At most ``most`` of the literals, none of which excludes another as far as propagation sees, but
        always one; and all that follows from them. Of many that were never looked at only some are.
        """
        given, denied, left = pack.given, pack.denied, list(pack.left)
        packed: list[Literal] = []
        new = _MOST_NEW
        for literal in literals:
            known = self._follows.get(literal)
            if known is None:
                if not new:
                    continue
                new -= 1
                known = self._of(literal)
            follows, excludes = known
            if not follows & denied and self._is_in_a_row(literal, left):
                given |= follows
                denied |= excludes
                packed.append(literal)
                if len(packed) == most:
                    break
        return packed or literals[:1], given

    def _is_in_a_row(self, literal: Literal, left: list[RowSet]) -> bool:
        """Whether some row of each table is left with it; if so, those are what is left."""
        fewer = [(number, left[number] & rows) for number, rows in self._admitting.get(literal, ())]
        for number, rows in fewer if all(rows for _, rows in fewer) else ():
            left[number] = rows
        return all(rows for _, rows in fewer)

    def _of(self, literal: Literal) -> tuple[LiteralSet, LiteralSet]:
        consistent, follows = self._solver.propagate((literal,))
        # What excludes itself goes with nothing.
        known = self._sets.with_denials((literal, *follows)) if consistent else (self._sets.all,) * 2
        if len(self._follows) < self._most:
            self._follows[literal] = known
        return known
