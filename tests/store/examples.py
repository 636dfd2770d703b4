"""Quotes for tests: one plain, and any at all."""

import secrets
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from hypothesis import strategies as st

from app.actor import ConnectionName, OrgId, UserId
from app.amounts import Money, Percent
from app.pricing import Discount, LinePrice, Off, Step, TargetAmount, TargetPrice
from app.quoting import (
    Details,
    Header,
    Line,
    Quote,
    QuoteId,
    Standing,
    Status,
    Term,
    WriteBack,
    WriteBackState,
    write_back_key,
)

AT = datetime(2026, 3, 4, 5, 6, 7, 123456, tzinfo=UTC)
DEMO = ConnectionName("demo")
ORG = OrgId("00D000000000001AAA")
USER = UserId("005000000000001AAA")
OPPORTUNITY = "006000000000001AAA"


def a_line(n: int, *, net: str = "10.00", currency: str = "EUR") -> Line:
    amount = Money.of(net, currency)
    return Line(
        n=n,
        product="station",
        code="ST-1",
        name="Station",
        description="Band: n78",
        quantity=3,
        choices={"band": "n78", "sectors": 3},
        values={"band": "n78", "sectors": 3, "outdoor": True},
        complete=True,
        price=LinePrice(3, amount * 3, amount * 3, (_list_step(amount * 3),)),
    )


def _list_step(amount: Money) -> Step:
    return Step("list", "Station", "price book EUR", amount, amount, "each")


def a_quote(*lines: Line, number: str = "Q-00001", status: Status = Status.DRAFT) -> Quote:
    return Quote(
        id=QuoteId(secrets.token_hex(16)),
        number=number,
        connection=DEMO,
        org=ORG,
        owner=USER,
        owner_name="Ada",
        opportunity=OPPORTUNITY,
        currency="EUR",
        customer_tier="gold",
        release="a" * 64,
        revision=1,
        status=status,
        valid_until=date(2026, 4, 1),
        created_at=AT,
        changed_at=AT,
        lines=lines,
        next_line=max((line.n for line in lines), default=0) + 1,
    )


def a_write_back(quote: Quote, *, at: datetime = AT) -> WriteBack:
    return WriteBack(write_back_key(quote), quote.id, quote.revision, WriteBackState.QUEUED, 0, at)


_RECURS: st.SearchStrategy[Literal["month", "year"] | None] = st.sampled_from([None, "month", "year"])
_CURRENCIES = st.sampled_from(["EUR", "USD", "JPY"])
_AMOUNTS = st.decimals(
    min_value=Decimal("-999999999999999999999999"),
    max_value=Decimal("999999999999999999999999"),
    allow_nan=False,
    allow_infinity=False,
    places=10,
)
# What no database text can hold is left out on writing: NUL and halves of surrogate pairs.
_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
_ANY_TEXT = st.text(max_size=30)
_VALUES = st.dictionaries(_WORDS, st.one_of(_WORDS, st.booleans(), st.integers()), max_size=4)
_MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds and adds the zone itself
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([UTC]),
)


@st.composite
def lines(draw: st.DrawFn, n: int, currency: str) -> Line:
    def money() -> Money:
        return Money(draw(_AMOUNTS), currency)

    quantity = draw(st.integers(1, 1_000_000_000))
    steps = tuple(
        Step("option", draw(_ANY_TEXT), draw(_ANY_TEXT), money(), money(), draw(_ANY_TEXT))
        for _ in range(draw(st.integers(0, 3)))
    )
    amount = Money(abs(draw(_AMOUNTS)), currency)
    offs: list[Off] = [
        Percent(draw(st.decimals(0, 100, places=4))),
        amount,
        TargetPrice(amount),
        TargetAmount(amount),
    ]
    off = draw(st.sampled_from(offs))
    reason = draw(_ANY_TEXT.filter(str.strip))
    return Line(
        n=n,
        product=draw(st.sampled_from(["station", "antenna"])),
        code=draw(_WORDS),
        name=draw(_WORDS),
        description=draw(_WORDS),
        quantity=quantity,
        choices=draw(_VALUES),
        values=draw(_VALUES),
        complete=draw(st.booleans()),
        price=LinePrice(quantity, money(), money(), steps, draw(_RECURS), Decimal(draw(st.integers(1, 99)))),
        discount=draw(st.sampled_from([None, Discount(off, reason)])),
        details=draw(details()),
        place=draw(st.integers(0, 2**40)),
    )


@st.composite
def details(draw: st.DrawFn) -> Details:
    standing = draw(st.sampled_from(Standing))
    start = draw(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
    return Details(
        term=draw(st.sampled_from([None, Term(start, start + timedelta(days=draw(st.integers(0, 9_999))))])),
        standing=standing,
        instead_of=draw(st.integers(1, 2_000)) if standing is Standing.ALTERNATIVE else None,
        group=draw(_ANY_TEXT),
        note=draw(_ANY_TEXT),
    )


@st.composite
def headers(draw: st.DrawFn, currency: str) -> Header:
    texts = st.lists(_ANY_TEXT, max_size=3).map(tuple)
    off = Money(abs(draw(_AMOUNTS)), currency)
    discount = draw(st.sampled_from([None, Discount(off, draw(_ANY_TEXT.filter(str.strip)))]))
    return Header(draw(_ANY_TEXT), draw(texts), discount, draw(texts), draw(_ANY_TEXT))


@st.composite
def quotes(draw: st.DrawFn) -> Quote:
    currency = draw(_CURRENCIES)
    numbers = sorted(draw(st.sets(st.integers(1, 2_000), max_size=5)))
    created = draw(_MOMENTS)
    return Quote(
        id=QuoteId(secrets.token_hex(16)),
        number=secrets.token_hex(8),
        connection=DEMO,
        org=ORG,
        owner=USER,
        owner_name=draw(_WORDS),
        opportunity=OPPORTUNITY,
        currency=currency,
        customer_tier=draw(_WORDS),
        release=secrets.token_hex(32),
        revision=draw(st.integers(1, 10_000)),
        status=draw(st.sampled_from(Status)),
        valid_until=draw(st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        created_at=created,
        changed_at=created + timedelta(seconds=draw(st.integers(0, 10_000))),
        lines=tuple(
            sorted((draw(lines(n, currency)) for n in numbers), key=lambda line: (line.place, line.n))
        ),
        next_line=max(numbers, default=0) + 1,
        header=draw(headers(currency)),
        edition=draw(st.integers(1, 99)),
        follows=draw(st.sampled_from([None, QuoteId(secrets.token_hex(16))])),
    )
