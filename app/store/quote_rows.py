"""Quotes and their lines: rows to values and back."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping

from app.actor import UserId
from app.amounts import Money
from app.catalog import Value
from app.pricing import LinePrice, Step, StepKind, Waterfall, summed
from app.quoting import Editor, Line, Quote, QuoteId, Status
from app.store.detail_rows import (
    details_row,
    details_value,
    discount_row,
    discount_value,
    header_row,
    header_value,
)

Row = Mapping[str, Any]


def quote_row(quote: Quote) -> Row:
    return {
        "id": quote.id,
        "number": quote.number,
        "connection": quote.connection,
        "org": quote.org,
        "owner": quote.owner,
        "owner_name": quote.owner_name,
        "opportunity": quote.opportunity,
        "currency": quote.currency,
        "customer_tier": quote.customer_tier,
        "release": quote.release,
        "revision": quote.revision,
        "status": quote.status.value,
        "valid_until": quote.valid_until,
        "created_at": quote.created_at,
        "changed_at": quote.changed_at,
        "next_line": quote.next_line,
        "moved_at": quote.moved_at,
        "account": quote.account,
        "header": header_row(quote.header),
        "edition": quote.edition,
        "family": quote.family,
        "follows": quote.follows,
        "editors": [[one.user, one.name] for one in quote.editors],
        "line_count": len(quote.lines),
        "total": quote.total.amount,
    }


def quote_value(row: RowMapping, lines: Sequence[RowMapping]) -> Quote:
    return Quote(
        id=row["id"],
        number=row["number"],
        connection=row["connection"],
        org=row["org"],
        owner=row["owner"],
        owner_name=row["owner_name"],
        opportunity=row["opportunity"],
        currency=row["currency"],
        customer_tier=row["customer_tier"],
        release=row["release"],
        revision=row["revision"],
        status=Status(row["status"]),
        valid_until=row["valid_until"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
        lines=tuple(line_value(line, row["currency"]) for line in lines),
        next_line=row["next_line"],
        moved_at=row["moved_at"],
        account=row["account"],
        header=header_value(row["header"], row["currency"]),
        edition=row["edition"],
        family=row["family"],
        follows=None if row["follows"] is None else QuoteId(row["follows"]),
        editors=editors_value(row["editors"]),
    )


def editors_value(row: Sequence[Sequence[str]]) -> tuple[Editor, ...]:
    return tuple(Editor(UserId(user), name) for user, name in row)


def line_row(quote: Quote, line: Line) -> Row:
    return {
        "quote_id": quote.id,
        "n": line.n,
        "place": line.place,
        "product": line.product,
        "code": line.code,
        "name": line.name,
        "description": line.description,
        "quantity": line.quantity,
        "choices": values_row(line.choices),
        "decided": values_row(line.values),
        "complete": line.complete,
        "unit_list": line.price.unit_list.amount,
        "unit_net": line.price.unit_net.amount,
        "listed": line.price.listed.amount,
        "net": line.price.net.amount,
        "recurs": line.price.recurs or "",
        "cycles": line.price.cycles,
        "steps": [_step_row(step) for step in line.price.steps],
        "discount": None if line.discount is None else discount_row(line.discount),
        "details": details_row(line.details),
    }


def line_value(row: RowMapping, currency: str) -> Line:
    return Line(
        n=row["n"],
        product=row["product"],
        code=row["code"],
        name=row["name"],
        description=row["description"],
        quantity=row["quantity"],
        choices=values_value(row["choices"]),
        values=values_value(row["decided"]),
        complete=row["complete"],
        price=LinePrice(
            quantity=row["quantity"],
            listed=Money(row["listed"], currency),
            net=Money(row["net"], currency),
            steps=_Stored(row["steps"], currency),
            recurs=row["recurs"] or None,
            cycles=row["cycles"],
        ),
        discount=None if row["discount"] is None else discount_value(row["discount"], currency),
        details=details_value(row["details"]),
        place=row["place"],
    )


def values_row(values: Mapping[str, Value]) -> Row:
    """A decimal says that it is one: as bare text it could be an option, as a number it would be rounded."""
    return {
        key: {"decimal": f"{value:f}"} if isinstance(value, Decimal) else value
        for key, value in values.items()
    }


def values_value(row: Row) -> Mapping[str, Value]:
    return {
        key: Decimal(value["decimal"]) if isinstance(value, dict) else value for key, value in row.items()
    }


class _Stored(Waterfall):
    __slots__ = ("_currency", "_rows")

    def __init__(self, rows: Sequence[Row], currency: str) -> None:
        super().__init__()
        self._rows = rows
        self._currency = currency

    @property
    def effects(self) -> tuple[Decimal, ...]:
        return summed((row["kind"], Decimal(row["effect"])) for row in self._rows)

    def kinds(self) -> Iterator[tuple[StepKind, Decimal]]:
        return ((row["kind"], Decimal(row["effect"])) for row in self._rows)

    def worded(self) -> tuple[Step, ...]:
        return tuple(_step_value(row, self._currency) for row in self._rows)


def _step_row(step: Step) -> Row:
    return {
        "kind": step.kind,
        "label": step.label,
        "rule": step.rule,
        "input": step.input,
        "effect": format(step.effect.amount, "f"),
        "after": format(step.after.amount, "f"),
    }


def _step_value(row: Row, currency: str) -> Step:
    return Step(
        kind=row["kind"],
        label=row["label"],
        rule=row["rule"],
        effect=Money(Decimal(row["effect"]), currency),
        after=Money(Decimal(row["after"]), currency),
        input=row.get("input", ""),
    )
