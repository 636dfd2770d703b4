"""Details of lines and headers of quotes: JSON to values and back. What is as it is by itself is left out."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from app.amounts import Money, Percent
from app.pricing import Discount, TargetAmount, TargetPrice
from app.quoting import Details, Header, Standing, Term

Row = Mapping[str, Any]


def details_row(details: Details) -> Row:
    row: dict[str, Any] = {}
    if details.term is not None:
        row["term"] = [details.term.start.isoformat(), details.term.end.isoformat()]
    if details.standing is not Standing.OFFERED:
        row["standing"] = details.standing.value
    if details.instead_of is not None:
        row["instead_of"] = details.instead_of
    return row | {key: text for key in ("group", "note") if (text := getattr(details, key))}


def details_value(row: Row) -> Details:
    term = row.get("term")
    return Details(
        term=None if term is None else Term(*map(date.fromisoformat, term)),
        standing=Standing(row.get("standing", Standing.OFFERED.value)),
        instead_of=row.get("instead_of"),
        group=row.get("group", ""),
        note=row.get("note", ""),
    )


def header_row(header: Header) -> Row:
    row: dict[str, Any] = {key: text for key in ("region", "note") if (text := getattr(header, key))}
    row |= {key: list(texts) for key in ("codes", "groups") if (texts := getattr(header, key))}
    return row if header.discount is None else row | {"discount": discount_row(header.discount)}


def header_value(row: Row, currency: str) -> Header:
    discount = row.get("discount")
    return Header(
        region=row.get("region", ""),
        codes=tuple(row.get("codes", ())),
        discount=None if discount is None else discount_value(discount, currency),
        groups=tuple(row.get("groups", ())),
        note=row.get("note", ""),
    )


def discount_row(discount: Discount) -> Row:
    if isinstance(discount.off, Percent):
        return {"percent": format(discount.off.value, "f"), "reason": discount.reason}
    if isinstance(discount.off, TargetPrice):
        return {"target": format(discount.off.unit.amount, "f"), "reason": discount.reason}
    if isinstance(discount.off, TargetAmount):
        return {"line": format(discount.off.line.amount, "f"), "reason": discount.reason}
    return {"amount": format(discount.off.amount, "f"), "reason": discount.reason}


def discount_value(row: Row, currency: str) -> Discount:
    if "percent" in row:
        return Discount(Percent(Decimal(row["percent"])), row["reason"])
    if "target" in row:
        return Discount(TargetPrice(Money(Decimal(row["target"]), currency)), row["reason"])
    if "line" in row:
        return Discount(TargetAmount(Money(Decimal(row["line"]), currency)), row["reason"])
    return Discount(Money(Decimal(row["amount"]), currency), row["reason"])
