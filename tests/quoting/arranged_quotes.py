"""Quotes with groups, standings and an order, for laws about arranging them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import strategies as st

from app.actor import ConnectionName, OrgId, UserId
from app.amounts import Money
from app.pricing import LinePrice
from app.quoting import BARE, PLAIN, Details, Line, Quote, QuoteId, Standing, Status

AT = datetime(2026, 3, 4, tzinfo=UTC)


def a_line(n: int, *, cents: int = 1000, details: Details = PLAIN, place: int = 0) -> Line:
    amount = Money(Decimal(cents) / 100, "EUR")
    return Line(
        n=n,
        product="station",
        code="ST-1",
        name="Station",
        description="",
        quantity=2,
        choices={"band": "n78"},
        values={"band": "n78"},
        complete=True,
        price=LinePrice(2, amount, amount, ()),
        details=details,
        place=place,
    )


def a_quote(*lines: Line, groups: tuple[str, ...] = ()) -> Quote:
    return Quote(
        id=QuoteId("a" * 32),
        number="Q-00001",
        connection=ConnectionName("demo"),
        org=OrgId("00D000000000001AAA"),
        owner=UserId("005000000000001AAA"),
        owner_name="Ada",
        opportunity="006000000000001AAA",
        currency="EUR",
        customer_tier="gold",
        release="a" * 64,
        revision=1,
        status=Status.DRAFT,
        valid_until=date(2026, 4, 1),
        created_at=AT,
        changed_at=AT,
        lines=lines,
        next_line=max((line.n for line in lines), default=0) + 1,
        header=replace(BARE, groups=groups),
    )


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    groups = ("Core", "Sites")
    numbers = draw(st.lists(st.integers(1, 30), unique=True, min_size=1, max_size=12))
    lines = []
    for n in sorted(numbers):
        standing = draw(st.sampled_from([Standing.OFFERED, Standing.OFFERED, Standing.OPTIONAL]))
        details = Details(standing=standing, group=draw(st.sampled_from(["", *groups])))
        lines.append(a_line(n, cents=draw(st.integers(0, 10**6)), details=details))
    return a_quote(*lines, groups=groups)
