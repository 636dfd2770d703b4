"""Records as the org answers them, picked apart by a mapping into rows of our own names."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.crm.mapping import FieldMapping
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.rows import AmountRow, HeldLineRow, HeldQuoteRow, QuoteRow, Row, row_of

_CHANGED: Final = ("LastModifiedDate", "LastModifiedBy.Name")


def quote_fields(mapping: FieldMapping) -> tuple[str, ...]:
    """What tells a quote's number, lines and totals."""
    quote = mapping.quote
    return _distinct("Id", quote.opportunity, quote.number, quote.line_count, *quote.totals)


def held_fields(mapping: FieldMapping) -> tuple[str, ...]:
    """The same with all that was told, and who changed it last."""
    told = (one.field for one in mapping.quote.told.values())
    return _distinct(*quote_fields(mapping), mapping.quote.key, *told, *_CHANGED)


def line_fields(mapping: FieldMapping) -> tuple[str, ...]:
    lines = mapping.lines
    return _distinct("Id", lines.quote, lines.key, lines.quantity, lines.unit_price)


def amount_fields(mapping: FieldMapping) -> tuple[str, ...]:
    return _distinct("Id", mapping.opportunity.amount, mapping.opportunity.follows)


def quote_row(record: object, mapping: FieldMapping) -> Row:
    """A ``QuoteRow``. Raises CrmUnavailable for anything but a record."""
    return row_of(QuoteRow, _quote(_record(record), mapping))


def held_row(record: object, mapping: FieldMapping) -> Row:
    """A ``HeldQuoteRow``; ``told`` is by our names, as the org writes it."""
    there = _record(record)
    told = {name: there.get(one.field) for name, one in mapping.quote.told.items()}
    more = {
        "key": there.get(mapping.quote.key),
        "told": {name: value if value is None else str(value) for name, value in told.items()},
        "changed_at": there.get("LastModifiedDate"),
        "changed_by": there.get("LastModifiedBy"),
    }
    return row_of(HeldQuoteRow, {**_quote(there, mapping), **more})


def line_row(record: object, mapping: FieldMapping) -> Row:
    """A ``HeldLineRow``."""
    there, lines = _record(record), mapping.lines
    picked = {
        "id": there.get("Id"),
        "quote": there.get(lines.quote),
        "key": there.get(lines.key),
        "quantity": there.get(lines.quantity),
        "unit_price": there.get(lines.unit_price),
    }
    return row_of(HeldLineRow, picked)


def amount_row(record: object, mapping: FieldMapping) -> Row:
    """An ``AmountRow``."""
    there, opportunity = _record(record), mapping.opportunity
    amount, follows = there.get(opportunity.amount), there.get(opportunity.follows)
    return row_of(AmountRow, {"id": there.get("Id"), "amount": amount, "follows": follows})


def along(record: object, path: str) -> str:
    """The text at the end of a path over lookups; empty where one of them leads nowhere."""
    there = record
    for name in path.split(".") if path else ():
        there = there.get(name) if isinstance(there, dict) else None
    return there if isinstance(there, str) and path else ""


def _quote(there: Mapping[str, Any], mapping: FieldMapping) -> dict[str, Any]:
    quote = mapping.quote
    return {
        "id": there.get("Id"),
        "opportunity": there.get(quote.opportunity or "Id"),
        "number": there.get(quote.number),
        "lines": there.get(quote.line_count),
        "totals": [there.get(name) for name in quote.totals],
    }


def _record(record: object) -> Mapping[str, Any]:
    if not isinstance(record, dict):
        raise unavailable()
    return record


def _distinct(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def listed(names: Iterable[str]) -> str:
    """For a query. Names of a mapping are checked when it is read."""
    return ", ".join(names)
