"""Percentages of totals: of other products, and never of one another in a circle."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.catalog.checks.finding import Finding
from app.catalog.price_checks.reached import products_of
from app.catalog.pricing import Chosen, PercentOfTotal
from app.catalog.release import Release

CIRCLE: Final = "price_circle"
UNREACHABLE: Final = "price_step_unreachable"


def check_circles(release: Release) -> Iterator[Finding]:
    """A line that is a percentage of others counts for no percentage: to name it there is a circle."""
    steps = {
        n: (products_of(step, release), step.rule.lines)
        for n, step in enumerate(release.pricing.steps)
        if isinstance(step.rule, PercentOfTotal)
    }
    derived = {key: n for n, (products, _) in steps.items() for key in products}
    for n, (products, lines) in steps.items():
        place = ("steps", n, "lines")
        named = _chosen(lines, release)
        own = sorted(named & products)
        circle = sorted(named & derived.keys() - products)
        if own:
            message = f"{own[0]} would be a percentage of itself; name other products"
            yield Finding(place, message, CIRCLE)
        elif circle:
            yield Finding(place, _round(circle[0], derived, release), CIRCLE)
        elif not lines.groups and not (named or release.products.keys()) - derived.keys():
            message = "every product is a percentage of others, so that there is nothing to take it of"
            yield Finding(place, message, UNREACHABLE)


def _chosen(lines: Chosen, release: Release) -> frozenset[str]:
    """Products that are named; without names all others are meant."""
    if not lines.products and not lines.families:
        return frozenset()
    return frozenset(
        key for key, one in release.products.items() if key in lines.products or one.family in lines.families
    )


def _round(key: str, derived: Mapping[str, int], release: Release) -> str:
    other = release.pricing.steps[derived[key]].key
    return (
        f'{key} is itself a percentage of other lines (step "{other}"), and percentages of percentages go '
        "round in a circle; name products with prices of their own"
    )
