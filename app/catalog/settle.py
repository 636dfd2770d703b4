"""A product as it was written to one that can be calculated with, once all its attributes are known.

Numbers with units are converted to the unit beside them, and cells of tables are read as values of their
columns. Settling twice changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from app.catalog.cells import Cell
from app.catalog.checks.cells import CellUnreadable, read_cell
from app.catalog.checks.finding import Finding, Place
from app.catalog.expressions import Expression, converted
from app.catalog.product import Attribute, Product, Table

_MOST_FINDINGS = 50


def settled(product: Product) -> tuple[Product, tuple[Finding, ...]]:
    """The product, and findings on cells. Units that do not fit stay as they are: the checks refuse them."""
    reading = _Reading(product)
    tables = tuple(reading.table(table) for table in product.tables)
    return (
        replace(
            product,
            attributes=tuple(_attribute(attribute, product) for attribute in product.attributes),
            rules=tuple(
                replace(rule, expression=_converted(rule.expression, product)) for rule in product.rules
            ),
            tables=tables,
        ),
        tuple(reading.findings),
    )


def _attribute(attribute: Attribute, product: Product) -> Attribute:
    return (
        attribute if attribute.when is None else replace(attribute, when=_converted(attribute.when, product))
    )


def _converted(expression: Expression, product: Product) -> Expression:
    tree, problems = converted(expression, product, source="")
    return expression if problems else tree


@dataclass(slots=True)
class _Reading:
    product: Product
    findings: list[Finding] = field(default_factory=list)

    def table(self, table: Table) -> Table:
        when = None if table.when is None else _converted(table.when, self.product)
        columns = [_Column(self.product.attribute(key)) for key in table.columns]
        found = self._rows(table, columns)
        return replace(table, rows=tuple(found), when=when)

    def _rows(self, table: Table, columns: "list[_Column]") -> Iterator[tuple[Cell, ...]]:
        said = 0
        for n, row in enumerate(table.rows):
            if len(row) != len(columns):
                # The checks say so.
                yield row
                continue
            read = [column.read(cell) for column, cell in zip(columns, row, strict=True)]
            yield tuple([cell for cell, _ in read])
            for at, (_, problem) in enumerate(read):
                if problem and said < _MOST_FINDINGS:
                    said += 1
                    place: Place = ("table", table.key, "rows", n, at)
                    self.findings.append(Finding(place, problem))


@dataclass(slots=True)
class _Column:
    """Reads each distinct cell once: what it says, or what is wrong with it."""

    attribute: Attribute | None
    known: dict[int, tuple[Cell, str]] = field(default_factory=dict)

    def read(self, cell: Cell) -> tuple[Cell, str]:
        # By identity: Python holds frozenset({True}) and frozenset({1}) for equal.
        found = self.known.get(id(cell))
        if found is None:
            found = self.known[id(cell)] = self._read(cell)
        return found

    def _read(self, cell: Cell) -> tuple[Cell, str]:
        if self.attribute is None:
            return cell, ""
        try:
            return read_cell(cell, self.attribute), ""
        except CellUnreadable as unreadable:
            return cell, str(unreadable)
