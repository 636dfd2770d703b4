"""What somebody could change so that a need goes away: discounts, each as one number to turn down."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal, Protocol

from app.amounts import Percent
from app.catalog import Release
from app.pricing import Discount, taken_off
from app.pricing.exact import HUNDRED, ZERO, quotient
from app.quoting import Line, Quote
from app.quoting.priced import priced, unpriced

GRID: Final = Decimal("0.01")
"""Discounts are turned down in hundredths of a percent."""


class Lever(Protocol):
    """``before``: the percentage that is given now."""

    @property
    def change(self) -> Literal["line_discount", "line_discounts", "quote_discount"]: ...
    @property
    def before(self) -> Decimal: ...
    @property
    def line(self) -> int | None: ...
    def turned(self, quote: Quote, release: Release, percent: Decimal) -> Quote: ...


@dataclass(frozen=True, slots=True)
class LineDiscount:
    """The discount of one line."""

    n: int
    before: Decimal
    change: Literal["line_discount"] = "line_discount"

    @property
    def line(self) -> int | None:
        return self.n

    def turned(self, quote: Quote, release: Release, percent: Decimal) -> Quote:
        lines = tuple(_given(line, percent) if line.n == self.n else line for line in quote.lines)
        return priced(replace(quote, lines=lines), release)


@dataclass(frozen=True, slots=True)
class LineDiscounts:
    """The most that any line has: those that have more get this."""

    before: Decimal
    change: Literal["line_discounts"] = "line_discounts"

    @property
    def line(self) -> int | None:
        return None

    def turned(self, quote: Quote, release: Release, percent: Decimal) -> Quote:
        lines = tuple(
            _given(line, percent) if line.discount is not None and taken_off(line.price) > percent else line
            for line in quote.lines
        )
        return priced(replace(quote, lines=lines), release)


@dataclass(frozen=True, slots=True)
class QuoteDiscount:
    """The discount on the whole quote."""

    before: Decimal
    change: Literal["quote_discount"] = "quote_discount"

    @property
    def line(self) -> int | None:
        return None

    def turned(self, quote: Quote, release: Release, percent: Decimal) -> Quote:
        discount = quote.header.discount
        given = None if discount is None or not percent else Discount(Percent(percent), discount.reason)
        lines = tuple(replace(line, price=unpriced(line.quantity, quote.currency)) for line in quote.lines)
        return priced(replace(quote, lines=lines, header=replace(quote.header, discount=given)), release)


def levers_of(quote: Quote) -> Iterator[Lever]:
    """The whole quote's first, then those of lines, the largest discount first."""
    header = _header_percent(quote)
    if header:
        yield QuoteDiscount(header)
    given = [(taken_off(line.price), line.n) for line in quote.lines if line.discount is not None]
    given = sorted((one for one in given if one[0] > 0), key=lambda one: (-one[0], one[1]))
    if len(given) > 1:
        yield LineDiscounts(given[0][0])
    yield from (LineDiscount(n, percent) for percent, n in given)


def _given(line: Line, percent: Decimal) -> Line:
    if line.discount is None:
        return line
    given = Discount(Percent(percent), line.discount.reason) if percent else None
    return replace(line, discount=given, price=unpriced(line.quantity, line.price.net.currency))


def _header_percent(quote: Quote) -> Decimal:
    discount = quote.header.discount
    if discount is None:
        return ZERO
    if isinstance(discount.off, Percent):
        return discount.off.value
    money = discount.money
    before = quote.total if money is None else quote.total + money
    return quotient(money.amount * HUNDRED, before.amount) if money and before else ZERO
