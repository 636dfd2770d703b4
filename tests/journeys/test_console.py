"""An operator's day in the browser: what stopped is seen, understood and brought back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from app.actions.connected import set_roles
from tests.fixtures_product import CONNECTION, Json, Product, Rep, until
from tests.journeys.desk import WIDTHS, Desk

pytestmark = pytest.mark.browser

DEAL = "Campus network Graz"


@pytest.fixture
def operators(product: Product) -> Iterator[None]:
    """The CRM's admin has the permission set of an operator."""
    set_roles(product.database, CONNECTION, {"operator": ("QW_Operator",)}, at=datetime.now(UTC))
    yield
    set_roles(product.database, CONNECTION, {}, at=datetime.now(UTC))


def refused(product: Product, rep: Rep) -> str:
    """A quote that the CRM did not take: its article was withdrawn from the price book meanwhile."""
    quote = rep.quote()
    rep.line(quote, "care")
    entries = [one["Id"] for one in product.sandbox.records("PricebookEntry") if one["ProductCode"] == "CARE"]
    for entry in entries:
        product.sandbox.change("PricebookEntry", entry, IsActive=False)
    rep.submit(quote)
    until(lambda: rep.write_back(quote)["state"] == "failed")
    for entry in entries:
        product.sandbox.change("PricebookEntry", entry, IsActive=True)
    return quote


@pytest.mark.usefixtures("operators")
def test_a_quote_that_stopped_is_brought_back_from_the_console(
    desk: Desk, product: Product, opportunities: dict[str, Json]
) -> None:
    deal = opportunities[DEAL]["Id"]
    rep = product.sign_in(opportunity=deal)
    quote = refused(product, rep)
    desk.resize(1200)
    desk.page.goto(f"{product.sandbox.org}/lightning/r/Opportunity/{deal}/view?user=admin")
    desk.press_button()

    desk.button("Operations").click()

    expect(desk.heading("Operations")).to_be_focused()
    expect(desk.panel.get_by_text("data quality", exact=True)).to_be_visible()
    found = {width: desk.violations(width=width) for width in WIDTHS}
    desk.picture("console")
    assert not any(found.values()), found
    desk.panel.get_by_role("button", name="Its way of").first.click()
    expect(desk.panel.get_by_text("failed: crm_refused")).to_be_visible()
    found = {width: desk.violations(width=width) for width in WIDTHS}
    desk.picture("way of a quote")
    assert not any(found.values()), found
    desk.button("Operations").click()
    desk.panel.get_by_label("Tick").first.check()
    desk.button("Try again").click()
    expect(desk.panel.locator("[data-said]")).to_have_text("1 quote was tried again.")
    ended = rep.ended(quote)
    assert ended["state"] == "written", ended["failure"]
