"""The checks of a whole release."""

from collections.abc import Iterator
from decimal import Decimal

from app.catalog.checks.finding import Finding
from app.catalog.checks.products import check_product
from app.catalog.release import Release


def check_release(release: Release) -> tuple[Finding, ...]:
    """All findings; those on a product have ``("product", key)`` before their place."""
    return tuple(_findings(release))


def _findings(release: Release) -> Iterator[Finding]:
    yield from check_header(release)
    for key, product in release.products.items():
        for finding in check_product(product, currencies=release.currencies):
            yield Finding(("product", key, *finding.place), finding.message)


def check_header(release: Release) -> Iterator[Finding]:
    """Findings on the catalog itself and on what its products share."""
    if not release.products:
        yield Finding(("products",), "the catalog has no products; write one file in products/")
    if not release.currencies:
        yield Finding(("currencies",), "the catalog has no currency; write at least one, as EUR")
    if not 1 <= release.validity_days <= 3_650:
        yield Finding(
            ("validity_days",), f"an offer is valid for 1 to 3650 days, not {release.validity_days}"
        )
    for key, tier in release.customer_tiers.items():
        if not Decimal(0) <= tier.percent <= Decimal(100):
            yield Finding(("customer_tiers", key), f"percent is between 0 and 100, not {tier.percent}")
    yield from _codes(release)


def _codes(release: Release) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for key, product in release.products.items():
        if product.code in owners:
            message = f'the code "{product.code}" belongs to {owners[product.code]} already; codes are unique'
            yield Finding(("product", key, "code"), message)
        owners[product.code] = key
