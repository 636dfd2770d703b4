"""Who has to agree to the quote of a golden case."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from app.actor import ConnectionName, OrgId, UserId
from app.approvals import costs_of, needs_of
from app.cases.case import QuoteCase
from app.cases.mismatch import Mismatch, listed
from app.cases.prices import Line, discount_of
from app.catalog import Product, Release
from app.pricing import LinePrice
from app.quoting import Details, Header, Quote, QuoteId, Status, Term
from app.quoting import Line as QuoteLine

_NOBODY: Final = UserId("")
_ANY_DAY: Final = date(2000, 1, 1)


def approval_mismatches(
    case: QuoteCase,
    release: Release,
    lines: Sequence[Line],
    *,
    prices: Sequence[LinePrice],
    products: Mapping[str, Product],
) -> Iterator[Mismatch]:
    """``release`` as it is on the day of the case. What the product agrees to by itself is not named."""
    wanted = case.expected.approvals
    if wanted is None:
        return
    made = tuple(_line(line, price, products) for line, price in zip(lines, prices, strict=True))
    quote = _quote(case, release, made)
    got = [need.rule for need in needs_of(quote, release, costs=costs_of(quote, release)) if not need.auto]
    if sorted(got) != sorted(wanted):
        yield Mismatch(("expect", "approvals"), listed(sorted(wanted)), listed(sorted(got)))


def _quote(case: QuoteCase, release: Release, lines: tuple[QuoteLine, ...]) -> Quote:
    said = case.terms
    at = datetime.combine(said.day or release.day or _ANY_DAY, time(), tzinfo=UTC)
    return Quote(
        id=QuoteId(case.key),
        number="",
        connection=ConnectionName(""),
        org=OrgId(""),
        owner=_NOBODY,
        owner_name="",
        opportunity="",
        currency=said.currency,
        customer_tier=said.customer_tier,
        release=release.fingerprint,
        revision=1,
        status=Status.DRAFT,
        valid_until=at.date() + timedelta(days=release.validity_days),
        created_at=at,
        changed_at=at,
        lines=lines,
        account=said.account,
        header=Header(said.region, said.codes, discount_of(said.discount)),
    )


def _line(line: Line, price: LinePrice, products: Mapping[str, Product]) -> QuoteLine:
    product, term = products[line.product], line.expected.term
    return QuoteLine(
        n=line.n,
        product=line.product,
        code=product.code,
        name=product.name,
        description="",
        quantity=line.quantity,
        choices={},
        values=line.values,
        complete=True,
        price=price,
        discount=line.discount,
        details=Details(term=None if term is None else Term(term.start, term.end), group=line.expected.group),
    )
