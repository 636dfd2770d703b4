"""What is wrong with how a catalog prices, as far as it shows without a solver.

Places are paths in ``pricing.yaml``: ``("steps", 2, "tiers", 0, "percent")``; books, steps and rate tables
have the same numbers there as in ``Pricing``.
"""

from collections.abc import Iterator

from app.catalog.checks.finding import Finding
from app.catalog.price_checks.amounts import check_amounts
from app.catalog.price_checks.books import check_books
from app.catalog.price_checks.circles import check_circles
from app.catalog.price_checks.costs import check_costs
from app.catalog.price_checks.formulas import check_formulas
from app.catalog.price_checks.names import check_names
from app.catalog.price_checks.order import check_order
from app.catalog.price_checks.rates import check_rates
from app.catalog.price_checks.reached import check_reached
from app.catalog.price_checks.spoken import spoken_of_by_prices
from app.catalog.pricing import USUAL
from app.catalog.release import Release

__all__ = ["check_pricing", "spoken_of_by_prices"]


def check_pricing(release: Release) -> Iterator[Finding]:
    """Findings on how the release prices; none on one that says nothing of its own."""
    if release.pricing == USUAL:
        return
    for check in (
        check_names,
        check_rates,
        check_books,
        check_order,
        check_reached,
        check_amounts,
        check_formulas,
        check_circles,
        check_costs,
    ):
        yield from check(release)
