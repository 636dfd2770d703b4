"""The policies of the demo catalogs: quotes without a discount are asked of nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import pytest

from app.amounts import Percent
from app.approvals import Preview, costs_of, preview_of
from app.catalog import Release
from app.configuration import configurator_for
from app.pricing import Discount
from app.quoting import Header, Line, Quote
from app.quoting.priced import priced, unpriced
from app.store.catalogs import load_release, shipped_catalog
from tests.quoting.test_quote import quote

DAY = date(2026, 11, 26)


@cache
def shipped(name: str) -> Release:
    return load_release(shipped_catalog(name)).at(DAY)


def a_line(release: Release, n: int, product: str, quantity: int, percent: str = "") -> Line:
    sold = release.product(product)
    return Line(
        n=n,
        product=product,
        code=sold.code,
        name=sold.name,
        description="",
        quantity=quantity,
        choices={},
        values=dict(configurator_for(release.fingerprint, sold).complete({})),
        complete=True,
        price=unpriced(quantity, "EUR"),
        discount=Discount(Percent(Decimal(percent)), "a reason") if percent else None,
    )


def on(release: Release, *lines: Line, region: str = "") -> Quote:
    at = datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC)
    made = replace(quote(), created_at=at, lines=lines, header=Header(region=region))
    return priced(made, release)


def previewed(release: Release, of: Quote) -> Preview:
    return preview_of(of, release, costs=costs_of(of, release))


@pytest.mark.parametrize("name", ["telecom", "machinery"])
def test_many_of_each_product_without_a_discount_are_asked_of_nobody(name: str) -> None:
    release = shipped(name)
    lines = [a_line(release, n, one.key, 50) for n, one in enumerate(release.sold, 1)]
    assert previewed(release, on(release, *lines)).needs == ()


def test_the_ladder_of_the_demo_climbs_with_the_discount() -> None:
    release = shipped("telecom")
    asked = {
        percent: [
            need.rule
            for need in previewed(release, on(release, a_line(release, 1, "sc300", 5, percent))).asks
        ]
        for percent in ("10", "12", "20", "26")
    }
    assert asked == {
        "10": [],
        "12": ["discount"],
        "20": ["discount", "discount_on_quote"],
        "26": ["discount", "discount_on_quote", "deep_discount"],
    }


def test_a_region_asks_earlier() -> None:
    release = shipped("telecom")
    made = on(release, a_line(release, 1, "sc300", 5, "8"), region="APAC")
    (need,) = previewed(release, made).needs
    assert need.rule == "apac"


def test_a_low_margin_of_spare_parts_has_a_way_out_that_keeps_it() -> None:
    release = shipped("machinery")
    made = on(release, a_line(release, 1, "wear_kit", 60, "20"))
    found = previewed(release, made)
    assert "low_margin" in [need.rule for need in found.needs]
    (way,) = [one for one in found.ways if "low_margin" in one.removes]
    below = on(release, a_line(release, 1, "wear_kit", 60, f"{way.to:f}"))
    above = on(release, a_line(release, 1, "wear_kit", 60, f"{way.to + Decimal('0.01'):f}"))
    assert "low_margin" not in [need.rule for need in previewed(release, below).needs]
    assert "low_margin" in [need.rule for need in previewed(release, above).needs]
