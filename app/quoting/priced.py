"""A quote with the prices that follow from its lines, its terms and its release."""

from dataclasses import replace

from app.catalog import Release
from app.pricing import Terms, price_line
from app.quoting.quote import Line, Quote


def terms_of(quote: Quote, release: Release) -> Terms:
    return Terms(quote.currency, release.customer_tiers.get(quote.customer_tier))


def priced(quote: Quote, release: Release) -> Quote:
    """``release`` as it is on the quote's day. Raises as ``price_line``, and ProductUnknown."""
    terms = terms_of(quote, release)
    return replace(quote, lines=tuple(_priced(line, release, terms) for line in quote.lines))


def _priced(line: Line, release: Release, terms: Terms) -> Line:
    product = release.product(line.product)
    price = price_line(product, line.values, quantity=line.quantity, terms=terms, discount=line.discount)
    return line if price == line.price else replace(line, price=price)
