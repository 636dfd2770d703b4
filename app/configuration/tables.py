"""Compatibility tables as decision diagrams over their columns.

Equal tails of rows share a node, so a table of many rows costs what its structure costs. A cell ``*``
admits every state; an absent attribute matches every cell, because what does not apply constrains nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

from app.catalog.product import Cell, Table
from app.configuration.conditions import NotACondition
from app.configuration.formula import FALSE, TRUE, CatalogTooLarge, Clause, Formula, Literal
from app.configuration.variables import States, Variables

_Cells: TypeAlias = tuple[frozenset[int] | None, ...]
_Tails: TypeAlias = frozenset[_Cells]

_MOST_NODES: Final = 200_000


def table_clauses(table: Table, variables: Variables, *, formula: Formula) -> tuple[Clause, ...]:
    """What the table says. Raises NotACondition for an unknown column, CatalogTooLarge."""
    columns = [_column(key, variables) for key in table.columns]
    rows = frozenset(_places(row, columns) for row in table.rows)
    return ((_Diagram(columns, formula).node(0, rows),),)


def _column(key: str, variables: Variables) -> States:
    states = variables.of(key)
    if states is None:
        raise NotACondition
    return states


def _places(row: Sequence[Cell], columns: Sequence[States]) -> _Cells:
    return tuple(
        None if cell is None else frozenset(_known(states.place(value) for value in cell))
        for cell, states in zip(row, columns, strict=True)
    )


def _known(places: Iterable[int | None]) -> Iterator[int]:
    return (place for place in places if place is not None)


class _Diagram:
    """A node's literal implies that the columns from its depth on match one of its tails."""

    def __init__(self, columns: Sequence[States], formula: Formula) -> None:
        self._columns = columns
        self._formula = formula
        self._known: dict[tuple[int, _Tails], Literal] = {}

    def node(self, depth: int, tails: _Tails) -> Literal:
        if not tails:
            return FALSE
        if all(cell is None for tail in tails for cell in tail):
            return TRUE
        key = (depth, tails)
        if key not in self._known:
            if len(self._known) >= _MOST_NODES:
                raise CatalogTooLarge("The table has too many distinct combinations.")
            self._known[key] = self._made(depth, tails)
        return self._known[key]

    def _made(self, depth: int, tails: _Tails) -> Literal:
        states = self._columns[depth]
        targets = [self.node(depth + 1, tail) for tail in _branches(states, tails)]
        if len(set(targets)) == 1:
            return targets[0]
        node = self._formula.variable()
        for literal, target in zip(states.literals, targets, strict=True):
            self._formula.define(-node, -literal, target)
        supported = [
            literal for literal, target in zip(states.literals, targets, strict=True) if target != FALSE
        ]
        self._formula.define(-node, *supported)
        return node


def _branches(states: States, tails: _Tails) -> list[_Tails]:
    """For each state of the column, the tails that go on after it."""
    anywhere = frozenset(tail[1:] for tail in tails if tail[0] is None)
    branches: list[set[_Cells]] = [set(anywhere) for _ in states.values]
    for tail in tails:
        for place in tail[0] or ():
            branches[place].add(tail[1:])
    frozen = [frozenset(branch) for branch in branches]
    return [*frozen, frozenset(tail[1:] for tail in tails)] if states.conditional else frozen
