"""An offer as a table for people who calculate: lines by group with subtotals, totals, and what is beside.

And as one that lines can be read from again: what a person decided, a column for each choice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from app.amounts import Money, Percent
from app.catalog import Value
from app.quoting.details import Standing
from app.quoting.quote import Line, Quote

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
_INPUT: Final = (
    "line",
    "product",
    "quantity",
    "discount percent",
    "discount amount",
    "reason",
    "group",
    "standing",
    "alternative to",
    "from",
    "until",
    "note",
)


@dataclass(frozen=True, slots=True)
class TableRow:
    kind: RowKind
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OfferTable:
    """``inputs``: heads first, then a row a line, all as text or whole numbers."""

    title: str
    currency: str
    rows: tuple[TableRow, ...]
    inputs: tuple[tuple[str | int, ...], ...]


def offer_table(quote: Quote) -> OfferTable:
    return OfferTable(
        f"Quote {quote.number}", quote.currency, tuple(_rows(quote)), tuple(_inputs(quote.lines))
    )


def _rows(quote: Quote) -> Iterator[TableRow]:
    yield TableRow("title", (f"Quote {quote.number}",))
    yield TableRow("note", (f"Net amounts in {quote.currency}, valid until {quote.valid_until.isoformat()}",))
    yield TableRow("head", HEADS)
    for name, lines in _groups(quote, quote.offered):
        if name:
            yield TableRow("group", (None, name))
        yield from (_line(line) for line in lines)
        if name:
            yield _sum("subtotal", f"Subtotal {name}", lines, quote.currency)
    yield _sum("total", "Total", quote.offered, quote.currency)
    for heading, standing in (("Optional", Standing.OPTIONAL), ("Alternatives", Standing.ALTERNATIVE)):
        beside = [line for line in quote.lines if line.details.standing is standing]
        if beside:
            yield TableRow("group", (None, f"{heading}, not in the total"))
            yield from (_line(line) for line in beside)


def _groups(quote: Quote, lines: Iterable[Line]) -> Iterator[tuple[str, Sequence[Line]]]:
    """Lines that are in no group come first, the others group by group."""
    found: dict[str, list[Line]] = {"": [], **{name: [] for name in quote.header.groups}}
    for line in lines:
        found.setdefault(line.details.group, []).append(line)
    return ((name, known) for name, known in found.items() if known)


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


def _sum(kind: RowKind, name: str, lines: Iterable[Line], currency: str) -> TableRow:
    zero = Money.zero(currency)
    prices = [line.price for line in lines]
    listed, net = (sum((getattr(one, what) for one in prices), zero) for what in ("list", "net"))
    return TableRow(kind, (None, name, *(None,) * 6, listed, net))


def _inputs(lines: Sequence[Line]) -> Iterator[tuple[str | int, ...]]:
    choices = tuple(dict.fromkeys(key for line in lines for key in line.choices))
    yield (*_INPUT, *choices)
    for line in lines:
        known = _decided(line)
        texts = (_written(line.choices[key]) if key in line.choices else "" for key in choices)
        yield (*(known.get(head, "") for head in _INPUT), *texts)


def _decided(line: Line) -> Mapping[str, str | int]:
    details, discount = line.details, line.discount
    found: dict[str, str | int] = {
        "line": line.n,
        "product": line.product,
        "quantity": line.quantity,
        "group": details.group,
        "note": details.note,
    }
    if discount is not None:
        kind = "discount percent" if isinstance(discount.off, Percent) else "discount amount"
        found |= {kind: str(discount.off), "reason": discount.reason}
    if details.standing is not Standing.OFFERED:
        found["standing"] = details.standing.value
    if details.instead_of is not None:
        found["alternative to"] = details.instead_of
    if details.term is not None:
        found |= {"from": details.term.start.isoformat(), "until": details.term.end.isoformat()}
    return found


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
