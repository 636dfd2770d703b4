"""Each product of both demo catalogs, from an empty line to a complete and priced one: by mouse, by keys.

In a thorough run every product in both ways; else every fourth by mouse, and the one after it by keys.
"""

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from app.store.catalogs import load_release, shipped_catalog
from tests.fixtures_product import Json, Product
from tests.journeys.desk import Desk
from tests.journeys.walker import Clicker, Typist, Walker
from tests.thorough import THOROUGH

pytestmark = pytest.mark.browser

DEALS = {"telecom": "Nordtel microwave ring renewal", "machinery": "Alpenpaket — conveyors for hub Kempten"}
WALKERS: dict[str, type[Walker]] = {"mouse": Clicker, "keyboard": Typist}


@pytest.mark.parametrize("way", WALKERS)
@pytest.mark.parametrize("catalog", DEALS)
def test_every_product_is_walked_to_a_complete_and_priced_line(
    desk: Desk, opportunities: dict[str, Json], catalog: str, way: str
) -> None:
    desk.open(opportunities[DEALS[catalog]]["Id"])
    desk.new_quote()
    products = list(load_release(shipped_catalog(catalog)).products.values())
    for product in products if THOROUGH else products[list(WALKERS).index(way) :: 2 * len(WALKERS)]:
        desk.new_line(product.name)
        walker = WALKERS[way](desk)
        walker.walk()
        assert walker.answers
        assert money(desk.total.inner_text()) > 0
        desk.button("Done", exact=True).click()
        expect(desk.heading(re.compile("Quote Q-"))).to_be_focused()


def test_a_conveyor_is_made_sawn_numbered_sold_and_saved(
    desk: Desk, product: Product, opportunities: dict[str, Json]
) -> None:
    deal = opportunities["Ridgeline packing line 3"]["Id"]
    desk.open(deal)
    desk.new_quote()
    desk.new_line("BC belt conveyor")
    length = desk.panel.get_by_label("Length", exact=True)
    length.fill("6150")
    desk.changed(lambda: length.press("Enter"))
    Clicker(desk).walk()

    opening = desk.panel.locator("summary", has_text="Parts list")
    number = re.search(r"BC-6150-300-\w+-[0-9A-Z]{17}", opening.inner_text())
    assert number
    opening.click()
    parts = desk.panel.get_by_role("table", name=re.compile("Parts of one"))
    for level in ("Conveyor bed", "Frame", "GM gear motor", "Motor, ready to mount", "Motor 0."):
        expect(parts.get_by_role("rowheader", name=level).first).to_be_visible()
    expect(parts).to_contain_text(re.compile(r"GM-\d{3}-H\d-\d{3}B?-[0-9A-Z]{17}"))
    expect(desk.panel.get_by_text("no way of sawing needs less").first).to_be_visible()
    total = money(desk.total.inner_text())

    desk.button("Done", exact=True).click()
    expect(desk.heading(re.compile("Quote Q-"))).to_be_focused()
    desk.button("Save quote to the opportunity").click()
    expect(desk.panel.get_by_text("Saved to the opportunity")).to_be_visible()
    [quote] = [one for one in product.sandbox.records("Quote") if one["OpportunityId"] == deal]
    [line] = [one for one in product.sandbox.records("QuoteLineItem") if one["QuoteId"] == quote["Id"]]
    assert (quote["CurrencyIsoCode"], quote["GrandTotal"]) == ("USD", total)
    assert line["TotalPrice"] == total
    sold = {one["Id"]: one["ProductCode"] for one in product.sandbox.records("Product2")}
    assert sold[line["Product2Id"]] == "FT-BC"


def money(text: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9.]", "", text))
