"""Prices: complete over the currencies of the catalog, and never negative."""

from collections.abc import Iterator

from app.catalog.checks.finding import Finding, Place
from app.catalog.near import did_you_mean
from app.catalog.product import Prices


def check_prices(place: Place, prices: Prices, currencies: tuple[str, ...]) -> Iterator[Finding]:
    """Findings on one set of prices; no prices at all means included."""
    for currency, amount in prices.items():
        if currency not in currencies:
            known = did_you_mean(currency, currencies)
            yield Finding((*place, currency), f'the catalog has no currency "{currency}"; {known}')
        if amount < 0:
            yield Finding((*place, currency), f"a price is not negative; {amount} is")
    for currency in currencies:
        if prices and currency not in prices:
            yield Finding(
                place, f'the price in {currency} is missing; write {currency}: "..." beside the others'
            )
