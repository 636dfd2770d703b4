"""A quote with the prices that follow from its lines, its terms and its release."""

from collections.abc import Mapping
from dataclasses import replace

from app.amounts import Money
from app.catalog import Product, Release
from app.pricing import Deal, LinePrice, Terms, price_quote
from app.quoting.quote import Line, Quote


def terms_of(quote: Quote, release: Release) -> Terms:
    """Of all its lines."""
    return Terms(
        currency=quote.currency,
        tier=release.customer_tiers.get(quote.customer_tier),
        region=quote.header.region,
        account=quote.account,
        codes=frozenset(quote.header.codes),
        day=quote.catalog_day,
        pricing=release.pricing,
        release=release.fingerprint,
        discount=quote.header.discount,
    )


def priced(quote: Quote, release: Release) -> Quote:
    """After something of its lines: ``release`` as it is on the quote's day. A line whose price stays is the
    same object as before, unless it has a part of a discount on the quote.

    Raises as ``price_quote``, and ProductUnknown.
    """
    prices = price_quote(quote.lines, products_of(quote, release), terms=terms_of(quote, release))
    lines = tuple(
        line if _costs(line.price, price) else replace(line, price=price)
        for line, price in zip(quote.lines, prices, strict=True)
    )
    same = all(one is other for one, other in zip(lines, quote.lines, strict=True))
    if same:
        return quote
    if quote.header.discount is not None:
        # Each line's part says of which total it is, and that is another one now.
        lines = tuple(replace(line, price=price) for line, price in zip(quote.lines, prices, strict=True))
    return replace(quote, lines=lines)


def repriced(quote: Quote, release: Release) -> Quote:
    """After something of its terms, which steps name even if they come to the same. Raises as ``priced``."""
    prices = price_quote(quote.lines, products_of(quote, release), terms=terms_of(quote, release))
    lines = tuple(
        line if line.price == price else replace(line, price=price)
        for line, price in zip(quote.lines, prices, strict=True)
    )
    return replace(quote, lines=lines)


def products_of(quote: Quote, release: Release) -> Mapping[str, Product]:
    """The products of its lines, by key. Raises ProductUnknown."""
    return {key: release.product(key) for key in dict.fromkeys(line.product for line in quote.lines)}


def deal_of(quote: Quote, release: Release, line: Line) -> Deal:
    """All of the line but what it consists of. Raises ProductUnknown."""
    return Deal(
        quantity=line.quantity,
        terms=terms_of(quote, release),
        discount=line.discount,
        details=line.details,
        others=tuple(other for other in quote.lines if other.n != line.n),
        products=products_of(quote, release),
        offered=line.is_offered,
        n=line.n,
    )


def unpriced(quantity: int, currency: str) -> LinePrice:
    """Of a line that was made or changed, until its quote is ``priced``."""
    nothing = Money.zero(currency)
    return LinePrice(quantity, nothing, nothing, ())


def _costs(before: LinePrice, after: LinePrice) -> bool:
    """Whether both come to the same by the same steps. What a line was changed to has no price before."""
    effects = before.effects
    return (
        bool(effects)
        and before.net_amount == after.net_amount
        and before.currency == after.currency
        and before.cycles == after.cycles
        and (before.listed_amount == after.listed_amount or before.unit_list == after.unit_list)
        and effects == after.effects
    )
