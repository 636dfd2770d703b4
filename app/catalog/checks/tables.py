"""Compatibility tables: columns that exist and cells within their domains."""

from collections.abc import Iterator

from app.catalog.checks.expressions import unknown_value
from app.catalog.checks.finding import Finding, Place
from app.catalog.checks.near import did_you_mean
from app.catalog.product import Attribute, Cell, Product, Table


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
    for n, row in enumerate(table.rows):
        yield from _row((*place, "rows", n), table, row, product)


def _row(place: Place, table: Table, row: tuple[Cell, ...], product: Product) -> Iterator[Finding]:
    if len(row) != len(table.columns):
        columns = ", ".join(table.columns)
        yield Finding(place, f"the row has {len(row)} cells for {len(table.columns)} columns ({columns})")
        return
    for n, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
        attribute = product.attribute(column)
        if attribute is not None and cell is not None:
            yield from _cell((*place, n), attribute, cell)


def _cell(place: Place, attribute: Attribute, cell: Cell) -> Iterator[Finding]:
    if attribute.kind == "text":
        yield Finding(place, f"{attribute.key} is a text that people write; no table can compare it")
        return
    for value in sorted(cell or (), key=str):
        if attribute.canonical(value) is None:
            yield Finding(place, unknown_value(attribute, value))
