"""Compatibility tables: columns that exist and cells within their domains."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.catalog.cells import Cell, Span, Unread
from app.catalog.checks.cells import holds_some
from app.catalog.checks.expressions import unknown_value
from app.catalog.checks.finding import Finding, Place
from app.catalog.near import did_you_mean
from app.catalog.product import Attribute, Product, Table


def check_table(table: Table, product: Product) -> Iterator[Finding]:
    place: Place = ("table", table.key)
    known = [attribute.key for attribute in product.attributes]
    for n, column in enumerate(table.columns):
        if column not in known:
            found = f'there is no attribute "{column}"; {did_you_mean(column, known)}'
            yield Finding((*place, "columns", n), found)
        if column in table.columns[:n]:
            yield Finding((*place, "columns", n), f'the column "{column}" stands there twice; remove one')
    if len(table.columns) < 2:
        yield Finding((*place, "columns"), "a table relates at least two attributes; write a rule instead")
    if not table.rows:
        yield Finding(
            (*place, "rows"), "the table has no rows, so nothing would be possible; write at least one"
        )
    yield from _rows(place, table, product)


def _rows(place: Place, table: Table, product: Product) -> Iterator[Finding]:
    columns = [_Column(product.attribute(column)) for column in table.columns]
    for n, row in enumerate(table.rows):
        if len(row) != len(columns):
            names = ", ".join(table.columns)
            found = f"the row has {len(row)} cells for {len(columns)} columns ({names})"
            yield Finding((*place, "rows", n), found)
            continue
        for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
            for problem in column.problems(cell):
                yield Finding((*place, "rows", n, at), problem)


@dataclass(slots=True)
class _Column:
    """Looks at each distinct cell once, so that a long table costs what its columns hold."""

    attribute: Attribute | None
    seen: dict[int, Sequence[str]] = field(default_factory=dict)

    def problems(self, cell: Cell) -> Sequence[str]:
        if cell is None or self.attribute is None:
            return ()
        # By identity: Python holds frozenset({True}) and frozenset({1}) for equal.
        found = self.seen.get(id(cell))
        if found is None:
            found = self.seen[id(cell)] = self._looked_at(cell, self.attribute)
        return found

    def _looked_at(self, cell: frozenset[object], attribute: Attribute) -> Sequence[str]:
        if attribute.kind == "text":
            return (f"{attribute.key} is a text that people write; no table can compare it",)
        return [said for one in sorted(cell, key=str) if (said := _problem(one, attribute))]


def _problem(member: object, attribute: Attribute) -> str:
    if isinstance(member, Span):
        low, high = member.minimum, member.maximum
        return "" if holds_some(member, attribute) else f"no value of {attribute.key} is within {low}..{high}"
    if isinstance(member, Unread) or attribute.canonical(member) is not None:
        # What could not be read was said when it was read.
        return ""
    return unknown_value(attribute, member)
