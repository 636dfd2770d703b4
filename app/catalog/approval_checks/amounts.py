"""Amounts that can be compared, and costs that are known, for the rules that ask for them."""

from collections.abc import Iterator
from typing import Final

from app.catalog.approvals import ApprovalRule
from app.catalog.approvals.words import AMOUNTS, COSTS
from app.catalog.checks.finding import Finding, Place
from app.catalog.names_of_approvals import said, words_said
from app.catalog.price_checks.costs import missing_cost
from app.catalog.price_checks.names import currencies_of
from app.catalog.release import Release

RATE: Final = "approval_rate_missing"
COST: Final = "approval_cost_missing"


def check_amounts(release: Release) -> Iterator[Finding]:
    for n, rule in enumerate(release.approvals.rules):
        for name, formula in (("when", rule.when), ("auto", rule.auto)):
            if formula is None:
                continue
            words, place = words_said(said(formula)), ("rules", n, name)
            if not AMOUNTS.isdisjoint(words):
                yield from _rates(place, rule, release)
            if not COSTS.isdisjoint(words):
                yield from _costs(place, rule, release)


def _rates(place: Place, rule: ApprovalRule, release: Release) -> Iterator[Finding]:
    own = release.approvals.currency or release.currencies[0]
    asked = rule.reach.currencies or currencies_of(release)
    for currency in sorted(asked):
        if currency not in {own, *release.approvals.rates} and not _converts(currency, own, release):
            message = (
                f"amounts are in {own}, and there is no rate from {currency}; say how much of it one "
                f"{own} is under rates, or say for: {{currencies: [{own}]}}"
            )
            yield Finding(place, message, RATE)


def _converts(currency: str, own: str, release: Release) -> bool:
    """Whether every table has both."""
    tables = release.pricing.rates
    return bool(tables) and all({currency, own} <= {table.base, *table.rates} for table in tables)


def _costs(place: Place, rule: ApprovalRule, release: Release) -> Iterator[Finding]:
    reached = [one for one in release.products.values() if rule.reach.sells(one.key, one.family)]
    missing = [message for one in reached if (message := missing_cost(one, release))]
    if missing:
        more = f" (and {len(missing) - 1} more products)" if len(missing) > 1 else ""
        advice = "add what is missing, or name the products that have costs under for"
        yield Finding(place, f"{missing[0]}{more}; {advice}", COST)
