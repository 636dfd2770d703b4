"""Names in ``pricing.yaml``: products, families, currencies, regions and customer tiers that there are."""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from app.catalog.checks.finding import Finding, Place
from app.catalog.near import did_you_mean
from app.catalog.pricing import Bundle, Chosen, Contract, PercentOfTotal, PriceRule
from app.catalog.release import Release

UNKNOWN: Final = "price_name_unknown"
SAID: Final = {
    "products": "product",
    "families": "family of products",
    "currencies": "currency",
    "regions": "region",
    "tiers": "customer tier",
}


def check_names(release: Release) -> Iterator[Finding]:
    known = known_names(release)
    for n, step in enumerate(release.pricing.steps):
        for what in SAID:
            yield from _unknown(("steps", n, "for", what), getattr(step.reach, what), known, what)
        yield from _of_rule(("steps", n), step.rule, known)
    for n, book in enumerate(release.pricing.books):
        yield from _unknown(("books", n, "currency"), [book.currency], known, "currencies")
        yield from _unknown(("books", n, "regions"), book.regions, known, "regions")
        yield from _unknown(("books", n, "tiers"), book.tiers, known, "tiers")
        yield from _unknown(("books", n, "prices"), book.prices, known, "products")
    yield from _unknown(("rounding",), release.pricing.rounding, known, "currencies")


def known_names(release: Release) -> dict[str, Collection[str]]:
    return {
        "products": list(release.products),
        "families": list(dict.fromkeys(one.family for one in release.products.values())),
        "currencies": currencies_of(release),
        "regions": release.pricing.regions,
        "tiers": list(release.customer_tiers),
    }


def currencies_of(release: Release) -> tuple[str, ...]:
    """Those that the catalog has prices in, and those that it has rates for."""
    converted = sorted({code for table in release.pricing.rates for code in table.rates})
    return tuple(dict.fromkeys([*release.currencies, *converted]))


def _of_rule(place: Place, rule: PriceRule, known: dict[str, Collection[str]]) -> Iterator[Finding]:
    match rule:
        case PercentOfTotal(_, lines):
            yield from _chosen((*place, "lines"), lines, known)
        case Bundle(needed):
            for n, one in enumerate(needed):
                yield from _chosen((*place, "needed", n), one.lines, known)
        case Contract(prices):
            yield from _unknown((*place, "prices"), prices, known, "products")


def _chosen(place: Place, lines: Chosen, known: dict[str, Collection[str]]) -> Iterator[Finding]:
    yield from _unknown((*place, "products"), lines.products, known, "products")
    yield from _unknown((*place, "families"), lines.families, known, "families")


def _unknown(
    place: Place, names: Iterable[str], known: dict[str, Collection[str]], what: str
) -> Iterator[Finding]:
    for name in sorted(names):
        if name not in known[what]:
            near = did_you_mean(name, known[what])
            advice = "; name the regions that there are under regions" if what == "regions" else ""
            yield Finding((*place, name), f'there is no {SAID[what]} "{name}"; {near}{advice}', UNKNOWN)
