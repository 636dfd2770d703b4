"""An offer as a table for people who calculate: lines by group with subtotals, totals, and what is beside."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from app.amounts import Money
from app.quoting.details import Standing
from app.quoting.quote import Line, Quote
from app.quoting.sections import sections

Cell: TypeAlias = str | int | Money | Decimal | None
"""A share is a Decimal in per cent; None an empty cell."""

RowKind: TypeAlias = Literal["title", "head", "group", "line", "subtotal", "total", "note"]

HEADS: Final = (
    "Line",
    "Product",
    "Article",
    "Description",
    "Quantity",
    "Unit list",
    "Discount %",
    "Unit net",
    "List",
    "Net",
    "Note",
)


@dataclass(frozen=True, slots=True)
class TableRow:
    kind: RowKind
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OfferTable:
    title: str
    currency: str
    rows: tuple[TableRow, ...]


def offer_table(quote: Quote) -> OfferTable:
    return OfferTable(f"Quote {quote.number}", quote.currency, tuple(_rows(quote)))


def _rows(quote: Quote) -> Iterator[TableRow]:
    yield TableRow("title", (f"Quote {quote.number}",))
    yield TableRow("note", (f"Net amounts in {quote.currency}, valid until {quote.valid_until.isoformat()}",))
    yield TableRow("head", HEADS)
    for section in sections(quote):
        offered = [line for line in section.lines if line.is_offered]
        if section.name and offered:
            yield TableRow("group", (None, section.name))
        yield from (_line(line) for line in offered)
        if section.name and offered:
            yield _sum("subtotal", f"Subtotal {section.name}", section.list, section.net)
    yield _sum("total", "Total", quote.list_total, quote.total)
    for heading, standing in (("Optional", Standing.OPTIONAL), ("Alternatives", Standing.ALTERNATIVE)):
        beside = [line for line in quote.lines if line.details.standing is standing]
        if beside:
            yield TableRow("group", (None, f"{heading}, not in the total"))
            yield from (_line(line) for line in beside)


def _line(line: Line) -> TableRow:
    price, details = line.price, line.details
    name = line.name if details.instead_of is None else f"{line.name}, instead of line {details.instead_of}"
    return TableRow(
        "line",
        (
            line.n,
            name,
            line.code,
            line.description,
            line.quantity,
            price.unit_list,
            price.discount_percent,
            price.unit_net,
            price.list,
            price.net,
            details.note or None,
        ),
    )


def _sum(kind: RowKind, name: str, listed: Money, net: Money) -> TableRow:
    return TableRow(kind, (None, name, *(None,) * 6, listed, net))
