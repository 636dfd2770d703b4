"""The rows of a large table as sets in whole numbers: bit ``n`` stands for row ``n``.

For each state of a column there is the set of rows that admit it, as in compact-table propagation
(Demeulenaere et al. 2016). Which rows are left under some choices, and what those support, takes a few
operations then.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from hashlib import sha256
from itertools import accumulate
from operator import or_
from typing import Final, TypeAlias

from app.configuration.formula import Clause, Literal

RowSet: TypeAlias = int

Admitted: TypeAlias = tuple[tuple[int, int], ...]
"""Stretches of places, ascending, each with its first and last."""

MOST_BYTES: Final = 64_000_000
_MOST_KNOWN: Final = 512


@dataclass(frozen=True, slots=True)
class Column:
    """``admitting``: the rows that admit a state, beside its literal. ``cells`` has for each row a number, by
    which ``admitted`` gives the states that the row admits.
    """

    literals: tuple[Literal, ...]
    admitting: tuple[RowSet, ...]
    cells: "array[int]"
    admitted: tuple[Admitted, ...]

    def said_by(self, row: int) -> list[Literal]:
        """What holds in the column where the row matches."""
        places = [place for first, last in self.admitted[self.cells[row]] for place in range(first, last + 1)]
        if len(places) == 1:
            return [self.literals[places[0]]]
        inside = frozenset(places)
        return [-literal for place, literal in enumerate(self.literals) if place not in inside]

    def place(self, row: int, without: frozenset[int], wanted: Collection[Literal]) -> int:
        """One that the row admits; a wanted one if there is."""
        stretches = self.admitted[self.cells[row]]
        places = [at for first, last in stretches for at in range(first, last + 1) if at not in without]
        return next((at for at in places if self.literals[at] in wanted), places[0])


class Rows:
    """A table: while ``held`` is true, its columns match a row. Nothing is said while it is false."""

    def __init__(self, held: Literal, columns: Sequence[Column], *, all_rows: RowSet) -> None:
        self.held = held
        self.all = all_rows
        self.columns = tuple(columns)
        self._known: dict[tuple[int, frozenset[int]], RowSet] = {}
        self._unsupported: dict[tuple[frozenset[int], ...], tuple[Literal, ...] | None] = {}

    def renamed(self, literal: Callable[[Literal], Literal]) -> "Rows":
        """The same in the literals of another formula."""
        columns = [replace(one, literals=tuple(map(literal, one.literals))) for one in self.columns]
        return Rows(literal(self.held), columns, all_rows=self.all)

    @cached_property
    def literals(self) -> frozenset[Literal]:
        return frozenset(literal for column in self.columns for literal in column.literals)

    def left(self, held: Set[Literal]) -> RowSet:
        """The rows that admit, in each column, a state that what holds does not exclude."""
        return self.common(self.gone(held))

    def gone(self, held: Set[Literal]) -> list[frozenset[int]]:
        """For each column the places of the states that what holds excludes."""
        return [_gone(column.literals, held) for column in self.columns]

    def common(self, gone: Sequence[frozenset[int]]) -> RowSet:
        """The rows that admit something else than these places, in each column."""
        return _common(self.all, (self.admitting(at, without) for at, without in enumerate(gone)))

    def admitting(self, at: int, without: frozenset[int]) -> RowSet:
        """The rows that admit some state of the column but these."""
        if not without:
            return self.all
        found = self._known.get((at, without))
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            sets = self.columns[at].admitting
            found = reduce(or_, (one for place, one in enumerate(sets) if place not in without), 0)
            self._known[at, without] = found
        return found

    def unsupported(self, gone: Sequence[frozenset[int]]) -> tuple[Literal, ...] | None:
        """Further states that none of the rows that are left admits; None if no row is left."""
        known = tuple(gone)
        if known not in self._unsupported:
            if len(self._unsupported) >= _MOST_KNOWN:
                self._unsupported.clear()
            left = self.common(gone)
            self._unsupported[known] = tuple(self._not_in(left, gone)) if left else None
        return self._unsupported[known]

    def _not_in(self, left: RowSet, gone: Sequence[frozenset[int]]) -> Iterator[Literal]:
        for column, without in zip(self.columns, gone, strict=True):
            for place, admitting in enumerate(column.admitting):
                if place not in without and not left & admitting:
                    yield column.literals[place]

    def nearest(self, left: RowSet, wanted: Collection[Literal]) -> int:
        """Of these rows, which are not none, one that agrees with what is wanted where possible."""
        for column in self.columns:
            for literal, admitting in zip(column.literals, column.admitting, strict=True):
                if literal in wanted:
                    left = left & admitting or left
                    break
        return (left & -left).bit_length() - 1

    def matched(self, holds: Callable[[Literal], bool]) -> bool:
        """Whether what holds is in a row; each column has exactly one state then."""
        left = self.all
        for column in self.columns:
            left &= next(
                admitting
                for literal, admitting in zip(column.literals, column.admitting, strict=True)
                if holds(literal)
            )
        return bool(left)

    def nothing_left(self, gone: Sequence[frozenset[int]], *, listed: int | None = None) -> Clause:
        """That a row has to match, for denied places in each column that leave none; few of them.

        It names what one column has by what that has not; not so of the column ``listed``.
        """
        sets = [self.admitting(at, without) for at, without in enumerate(gone)]
        needed = list(range(len(gone)))
        for at in range(len(gone)):
            fewer = [other for other in needed if other != at]
            if not _common(self.all, (sets[other] for other in fewer)):
                needed = fewer
        said = [-self.held]
        for at in needed:
            literals = self.columns[at].literals
            kept = [literal for place, literal in enumerate(literals) if place not in gone[at]]
            if len(kept) == 1 and at != listed:
                said.append(-kept[0])
                continue
            others = _common(self.all, (sets[other] for other in needed if other != at))
            admitting = self.columns[at].admitting
            matter = frozenset(place for place in gone[at] if others & admitting[place])
            # What another column excludes too, one of them has to name.
            sets[at] = self.admitting(at, matter)
            said += (literals[place] for place in sorted(matter))
        return tuple(said)

    @cached_property
    def meaning(self) -> str:
        """Equal for equal tables over equal literals."""
        found = sha256(repr(self.held).encode())
        for column in self.columns:
            found.update(repr((column.literals, column.admitted)).encode())
            found.update(column.cells.tobytes())
        return found.hexdigest()


def rows_of(held: Literal, columns: Sequence[Column]) -> Rows:
    # A row that admits nothing of some column never matches.
    each = (reduce(or_, column.admitting, 0) for column in columns)
    return Rows(held, columns, all_rows=_common((1 << len(columns[0].cells)) - 1, each))


def _gone(literals: Sequence[Literal], held: Set[Literal]) -> frozenset[int]:
    # A state that holds excludes the others, even where nobody has said so.
    if not held.isdisjoint(literals):
        return frozenset([place for place, literal in enumerate(literals) if literal not in held])
    return frozenset([place for place, literal in enumerate(literals) if -literal in held])


def column_of(
    literals: tuple[Literal, ...], cells: "array[int]", admitted: Sequence[Admitted]
) -> Column | None:
    """None where it would take too much memory."""
    edges = {edge for stretches in admitted for first, last in stretches for edge in (first, last + 1)}
    if len(edges) * (len(cells) // 8 + 1) > MOST_BYTES:
        return None
    return Column(literals, _admitting(len(literals), cells, admitted), cells, tuple(admitted))


def _admitting(states: int, cells: "array[int]", admitted: Sequence[Admitted]) -> tuple[RowSet, ...]:
    of_cell: list[list[int]] = [[] for _ in admitted]
    for row, cell in enumerate(cells):
        of_cell[cell].append(row)
    # Rows come in where a stretch begins and go out behind its end.
    changes = [0] * (states + 1)
    for stretches, rows in zip(admitted, of_cell, strict=True):
        found = _row_set(rows, len(cells))
        for first, last in stretches:
            changes[first] ^= found
            changes[last + 1] ^= found
    # Most neighbours of a long column admit the same.
    return tuple(accumulate(changes[:-1], lambda before, change: before ^ change if change else before))


def _row_set(rows: Iterable[int], count: int) -> RowSet:
    bits = bytearray(count // 8 + 1)
    for row in rows:
        bits[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(bits, "little")


def _common(rows: RowSet, sets: Iterable[RowSet]) -> RowSet:
    for one in sets:
        rows &= one
    return rows
