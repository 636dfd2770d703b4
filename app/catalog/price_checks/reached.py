"""Which products a price step reaches; steps that reach none, and tiers that no line comes to."""

from collections.abc import Iterator
from typing import Final

from app.catalog.checks.finding import Finding, Place
from app.catalog.pricing import (
    Contract,
    FreeItems,
    PriceStep,
    PriceTier,
    Schedule,
    ScheduleTier,
    Slab,
    Subscription,
    Volume,
)
from app.catalog.release import Release

UNREACHABLE: Final = "price_step_unreachable"
TIER: Final = "price_tier_unreachable"
_ORDER: Final = "price_tiers_order"


def products_of(step: PriceStep, release: Release) -> frozenset[str]:
    """Keys of the products whose lines it can reach."""
    return frozenset(key for key, one in release.products.items() if step.reach.sells(key, one.family))


def check_reached(release: Release) -> Iterator[Finding]:
    for n, step in enumerate(release.pricing.steps):
        place: Place = ("steps", n)
        period = step.reach.period
        products = products_of(step, release)
        sold = [key for key in products if not period.within(release.products[key].period).empty]
        if period.empty:
            message = f"until {period.last} is before from {period.first}"
            yield Finding((*place, "until"), message, UNREACHABLE)
        elif products and not sold:
            message = "none of its products is sold while the step holds; change its dates, or remove it"
            yield Finding(place, message, UNREACHABLE)
        yield from _tiers(place, step, release, products)


def _tiers(place: Place, step: PriceStep, release: Release, products: frozenset[str]) -> Iterator[Finding]:
    most = max((release.products[key].maximum_quantity for key in products), default=0)
    match step.rule:
        case Volume(tiers, "line") | Slab(tiers) | Schedule(tiers, "quantity", "line"):
            yield from _too_high(place, tiers, most)
        case Subscription(_, _, _, ramps):
            for n, ramp in enumerate(ramps):
                if n and ramp.start <= ramps[n - 1].start:
                    message = f"ramps rise; {ramp.start} is not more than {ramps[n - 1].start} before it"
                    yield Finding((*place, "ramps", n, "from"), message, _ORDER)
        case FreeItems(_, each) if 0 < most < each:
            message = f"no line has {each} units; maximum_quantity is {most}"
            yield Finding((*place, "each"), message, UNREACHABLE)
        case Contract(prices):
            for key in prices:
                if key in release.products and key not in products:
                    message = f'the step is not for {key}; add it to "for", or remove its price'
                    yield Finding((*place, "prices", key), message, UNREACHABLE)


def _too_high(
    place: Place, tiers: tuple[PriceTier, ...] | tuple[ScheduleTier, ...], most: int
) -> Iterator[Finding]:
    starts = [tier.minimum if isinstance(tier, PriceTier) else tier.quantity for tier in tiers]
    for n, start in enumerate(starts):
        if 0 < most < start:
            message = f"no line reaches {start} units; maximum_quantity is {most}"
            yield Finding((*place, "tiers", n, "from"), message, TIER)
