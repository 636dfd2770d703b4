"""Compatibility tables as decision diagrams over their columns.

A row is a list of cells, one for each column; its *tail* is what follows a column. Equal tails share a number
and equal sets of tails a node, so a table costs what its structure costs, not what its rows do. A cell that
admits many values stays one cell: values between which no cell of a node tells are one step of it. An absent
attribute matches every cell, because what does not apply constrains nothing.
"""

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Final, TypeAlias

from app.catalog.product import Table
from app.configuration.conditions import NotACondition
from app.configuration.formula import FALSE, TRUE, CatalogTooLarge, Clause, Formula, Literal
from app.configuration.row_sets import Rows, column_of, rows_of
from app.configuration.short_tables import written_out
from app.configuration.table_cells import Cells, Read, Row
from app.configuration.variables import States, Variables

_Tail: TypeAlias = int
_Tails: TypeAlias = frozenset[_Tail]

_MOST_NODES: Final = 200_000
_MOST_MOVES: Final = 8_000_000
_SHORT: Final = 32
_WRITTEN_OUT: Final = 64
_FEW_ROWS: Final = 2_000
_END: Final[_Tail] = 0


@dataclass(frozen=True, slots=True)
class Beside:
    """Tables of more rows than ``most`` are kept in ``rows``, which solvers know beside their clauses."""

    most: int
    rows: list[Rows] = field(default_factory=list)


def table_clauses(
    table: Table, variables: Variables, *, formula: Formula, beside: Beside
) -> tuple[Clause, ...]:
    """What the table says. Raises NotACondition for an unknown column, CatalogTooLarge."""
    columns = [_column(key, variables) for key in table.columns]
    cells = Cells(columns)
    rows = dict.fromkeys(map(cells.numbers, table.rows))
    if len(rows) > beside.most:
        kept = _kept(columns, cells.known, list(rows), held=formula.variable())
        if kept is not None:
            beside.rows.append(kept)
            unsupported = kept.unsupported([frozenset()] * len(columns))
            for literal in (TRUE,) if unsupported is None else unsupported:
                formula.define(-kept.held, -literal)
            return ((kept.held,),)
    if 0 < len(rows) <= _WRITTEN_OUT:
        written = written_out(columns, cells.known, list(rows), most=_WRITTEN_OUT)
        if written is not None:
            return written
    roots = []
    for group in _alike(rows, cells):
        ordered = _Rows(columns, cells.known, group)
        roots.append(_Diagram(ordered, formula).node(0, ordered.all))
    return () if TRUE in roots else (tuple(roots) or (FALSE,),)


def _alike(rows: Collection[Row], cells: "Cells") -> Iterable[Sequence[Row]]:
    """The rows by the columns in which they admit several values, if they are many.

    One diagram for all says more to the solver at once; but where many rows with ``*`` in one column meet
    many with ``*`` in another, it would hold the product of the two.
    """
    groups: dict[tuple[bool, ...], list[Row]] = {}
    for row in rows:
        narrow = tuple(cells.known[at][number].narrow for at, number in enumerate(row))
        groups.setdefault(narrow if len(rows) > _FEW_ROWS else (), []).append(row)
    return groups.values()


def _column(key: str, variables: Variables) -> States:
    states = variables.of(key)
    if states is None:
        raise NotACondition
    return states


class _Rows:
    """The rows with their columns in the order of the diagram: first those whose cells admit least.

    ``steps[tail]`` is its first cell and the tail that follows. A tail that admits everything is the end.
    """

    def __init__(self, columns: Sequence[States], known: Sequence[list[Read]], rows: Sequence[Row]) -> None:
        wide = [sum(not read[row[at]].narrow for row in rows) for at, read in enumerate(known)]
        order = sorted(range(len(columns)), key=lambda at: (wide[at], at))
        self.columns = [columns[at] for at in order]
        self.cells = [known[at] for at in order]
        self.steps: list[tuple[int, _Tail]] = [(-1, _END)]
        self._tails: dict[tuple[int, int, _Tail], _Tail] = {}
        self.all: _Tails = frozenset(self._tail([row[at] for at in order]) for row in rows)

    def _tail(self, row: Sequence[int]) -> _Tail:
        tail = _END
        for depth in range(len(row) - 1, -1, -1):
            states, cell = self.columns[depth], row[depth]
            if tail == _END and _admits_all(self.cells[depth][cell], states):
                continue
            key = (depth, cell, tail)
            tail = self._tails.setdefault(key, len(self.steps))
            if tail == len(self.steps):
                self.steps.append((cell, key[2]))
        return tail


def _admits_all(read: Read, states: States) -> bool:
    return read.stretches == ((0, len(states.values) - 1),)


def _kept(
    columns: Sequence[States], known: Sequence[list[Read]], rows: Sequence[Row], *, held: Literal
) -> Rows | None:
    """None where that takes too much memory, or one attribute is read twice."""
    if len({states.literals for states in columns}) < len(columns):
        return None
    found = []
    for states, read, numbers in zip(columns, known, zip(*rows, strict=True), strict=True):
        absent = ((len(states.values), len(states.values)),) if states.conditional else ()
        admitted = [cell.stretches + absent for cell in read]
        column = column_of(states.literals, array("i", numbers), admitted)
        if column is None:
            return None
        found.append(column)
    return rows_of(held, found)


class _Diagram:
    """A node's literal implies that the columns from its depth on match one of its tails."""

    def __init__(self, rows: _Rows, formula: Formula) -> None:
        self._rows = rows
        self._formula = formula
        self._known: dict[tuple[int, _Tails], Literal] = {}
        self._moves = 0

    def node(self, depth: int, tails: _Tails) -> Literal:
        if _END in tails:
            return TRUE
        if not tails:
            return FALSE
        key = (depth, tails)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= _MOST_NODES:
                raise _too_large()
            known = self._known[key] = self._made(depth, tails)
        return known

    def _made(self, depth: int, tails: _Tails) -> Literal:
        states = self._rows.columns[depth]
        following: dict[int, set[_Tail]] = {}
        for tail in tails:
            cell, rest = self._rows.steps[tail]
            following.setdefault(cell, set()).add(rest)
        self._count(len(tails))
        runs = _filled(self._runs(depth, following), len(states.values))
        if states.conditional:
            anything = frozenset[_Tail]().union(*following.values())
            runs = [*runs, (len(states.values), len(states.values), anything)]
        targets = _joined((first, last, self.node(depth + 1, rest)) for first, last, rest in runs)
        return targets[0][2] if len(targets) == 1 else self._chosen(states, targets)

    def _runs(self, depth: int, following: Mapping[int, set[_Tail]]) -> Iterator[tuple[int, int, _Tails]]:
        """Stretches of places between which no cell tells, ascending, with the tails that go on there."""
        cells = self._rows.cells[depth]
        starts: dict[int, list[int]] = {}
        ends: dict[int, list[int]] = {}
        for cell in following:
            for first, last in cells[cell].stretches:
                starts.setdefault(first, []).append(cell)
                ends.setdefault(last + 1, []).append(cell)
        active: dict[int, None] = {}
        bounds = sorted({*starts, *ends})
        for first, after in pairwise(bounds):
            for cell in ends.get(first, ()):
                del active[cell]
            active.update(dict.fromkeys(starts.get(first, ())))
            if active:
                self._count(sum(len(following[cell]) for cell in active))
                yield first, after - 1, frozenset[_Tail]().union(*(following[cell] for cell in active))

    def _chosen(self, states: States, targets: Sequence[tuple[int, int, Literal]]) -> Literal:
        node, define = self._formula.variable(), self._formula.define
        for first, last, target in targets:
            if states.upto and last - first > 1:
                before = states.upto[first - 1] if first else FALSE
                define(-node, -states.upto[last], before, target)
            else:
                for literal in states.literals[first : last + 1]:
                    define(-node, -literal, target)
        supported = [(first, last) for first, last, target in targets if target != FALSE]
        if sum(last - first + 1 for first, last in supported) <= _SHORT:
            chosen = (states.literals[first : last + 1] for first, last in supported)
            define(-node, *(literal for literals in chosen for literal in literals))
        return node

    def _count(self, moves: int) -> None:
        self._moves += moves
        if self._moves > _MOST_MOVES:
            raise _too_large()


def _filled(runs: Iterable[tuple[int, int, _Tails]], size: int) -> list[tuple[int, int, _Tails]]:
    """With the gaps between and around the stretches, where no tail goes on."""
    filled: list[tuple[int, int, _Tails]] = []
    free = 0
    for first, last, tails in runs:
        if free < first:
            filled.append((free, first - 1, frozenset()))
        filled.append((first, last, tails))
        free = last + 1
    return filled if free >= size else [*filled, (free, size - 1, frozenset())]


def _joined(runs: Iterable[tuple[int, int, Literal]]) -> list[tuple[int, int, Literal]]:
    """Neighbouring stretches of one target as one."""
    groups = (list(group) for _, group in groupby(runs, key=lambda run: run[2]))
    return [(group[0][0], group[-1][1], group[0][2]) for group in groups]


def _too_large() -> CatalogTooLarge:
    return CatalogTooLarge(
        "The rows of the table overlap too much: they have too many distinct combinations. "
        "Use fewer lists, ranges and * in one row, or split the table."
    )
