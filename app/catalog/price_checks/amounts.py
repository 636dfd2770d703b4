"""Amounts of price steps: in every currency that the step is for, and of a size to calculate with."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from app.catalog.attribute import Prices
from app.catalog.checks.finding import Finding, Place
from app.catalog.near import did_you_mean
from app.catalog.price_checks.names import currencies_of
from app.catalog.pricing import (
    Block,
    Bundle,
    Contract,
    Floor,
    PerUnit,
    PriceRule,
    PriceStep,
    Promotion,
    Schedule,
    Slab,
    Subscription,
    Volume,
)
from app.catalog.release import Release

INVALID: Final = "price_amount_invalid"
MISSING: Final = "price_currency_missing"
LARGEST: Final = Decimal(10) ** 12


def check_amounts(release: Release) -> Iterator[Finding]:
    for n, step in enumerate(release.pricing.steps):
        wanted = wanted_currencies(step, release)
        for place, prices in amounts_of(step.rule):
            yield from _check(("steps", n, *place), prices, wanted, release)


def wanted_currencies(step: PriceStep, release: Release) -> tuple[str, ...]:
    """The currencies of quotes that the step can be taken for."""
    known = currencies_of(release)
    return tuple(code for code in known if code in step.reach.currencies) if step.reach.currencies else known


def amounts_of(rule: PriceRule) -> Iterator[tuple[Place, Prices]]:
    """All amounts of a rule by currency, each with its place in the rule."""
    match rule:
        case Volume(tiers) | Slab(tiers):
            for n, tier in enumerate(tiers):
                yield ("tiers", n, "prices"), tier.prices
                yield ("tiers", n, "flat"), tier.flat
        case Schedule(tiers, "amount"):
            yield from ((("tiers", n, "from"), tier.amounts) for n, tier in enumerate(tiers))
        case Subscription(_, _, _, ramps):
            yield from ((("ramps", n, "prices"), ramp.prices) for n, ramp in enumerate(ramps))
        case Contract(prices):
            yield from ((("prices", product), each) for product, each in prices.items())
        case Promotion():
            yield ("prices",), rule.prices
            yield ("minimum",), rule.minimum
        case PerUnit() | Block() | Bundle() | Floor():
            yield ("prices",), rule.prices


def check_amount(place: Place, amount: Decimal) -> Iterator[Finding]:
    if amount < 0:
        yield Finding(place, f"a price is not negative; {amount} is", INVALID)
    elif amount >= LARGEST:
        yield Finding(place, f"a price has at most 12 digits before the point; {amount} has more", INVALID)


def _check(place: Place, prices: Prices, wanted: tuple[str, ...], release: Release) -> Iterator[Finding]:
    for currency, amount in prices.items():
        yield from check_amount((*place, currency), amount)
        if currency not in currencies_of(release):
            near = did_you_mean(currency, currencies_of(release))
            message = f'the catalog has no currency "{currency}"; {near}'
            yield Finding((*place, currency), message, "price_name_unknown")
    if prices:
        for currency in wanted:
            if currency not in prices and not _converts(currency, prices, release):
                yield Finding(place, _missing(currency, prices, release), MISSING)


def _converts(currency: str, prices: Mapping[str, Decimal], release: Release) -> bool:
    return any(table.base in prices and currency in table.rates for table in release.pricing.rates)


def _missing(currency: str, prices: Prices, release: Release) -> str:
    bases = [table.base for table in release.pricing.rates if currency in table.rates]
    advice = f", or {bases[0]}, from which {currency} is converted" if bases else ", or add a table of rates"
    only = f"say for: {{currencies: [{', '.join(prices)}]}}"
    return (
        f'the price in {currency} is missing; write {currency}: "..." beside the others{advice}. '
        f"If the step is not for quotes in {currency}, {only}"
    )
