"""A discount above the rep's limit: the approver agrees in the panel, and the quote lands in the CRM."""

import pytest
from playwright.sync_api import Browser, expect

from tests.fixtures_product import Json, Product
from tests.journeys.desk import Desk
from tests.thorough import THOROUGH

pytestmark = pytest.mark.browser
WIDTHS = (320, 800, 1200) if THOROUGH else (320, 1200)


def test_the_approver_agrees_and_the_quote_lands_in_the_crm(
    desk: Desk, browser: Browser, product: Product, opportunities: dict[str, Json]
) -> None:
    deal = opportunities["Baywave macro upgrade, Bay Area"]["Id"]
    found: dict[str, list[str]] = {}

    def check(at: Desk, state: str) -> None:
        for width in WIDTHS:
            found[f"{state} at {width}"] = at.violations(width=width)
            at.picture(f"approval {state} {width}")

    # The CRM shows people to whoever opens the panel; the approver did so before.
    approver = Desk.at(browser, product)
    approver.open(deal, user="approver")
    desk.open(deal)
    desk.new_quote()
    desk.new_line("MX900 macro base station")
    desk.button("Fill the rest with defaults").click()
    desk.panel.locator("summary", has_text="Discount").click()
    desk.panel.get_by_label("Discount", exact=True).fill("14")
    desk.panel.get_by_label("Reason").fill("Pilot")
    desk.changed(desk.button("Apply discount").click)
    desk.button("Done", exact=True).click()
    expect(desk.heading("Saving asks for approval first")).to_be_visible()
    expect(desk.panel.get_by_text("A discount of 10 % on line 1 instead of 14 % avoids it.")).to_be_visible()
    # With each change they follow.
    given = desk.panel.get_by_label("Discount of line 1", exact=True)
    given.fill("17")
    desk.changed(lambda: given.press("Enter"))
    expect(desk.panel.get_by_text("A discount of 10 % on line 1 instead of 17 % avoids it.")).to_be_visible()
    expect(desk.panel.get_by_text("instead of 14")).to_have_count(0)
    check(desk, "forecast")
    desk.panel.get_by_label("Why, for those who decide").fill("They decide on Friday")
    desk.button("Save quote to the opportunity").click()
    expect(desk.heading("Waiting for approval")).to_be_visible()
    expect(desk.button("Take the request back")).to_be_visible()
    check(desk, "waiting")

    approver.press_button()
    expect(approver.panel.get_by_text("waits for you").first).to_be_visible()
    expect(approver.panel.get_by_text("They decide on Friday").first).to_be_visible()
    expect(approver.heading("Waiting for approval")).to_be_visible()
    check(approver, "to decide")
    comment = approver.panel.get_by_label("Comment; needed to ask, or not to agree")
    comment.focus()
    approver.page.keyboard.type("Fine for a pilot")
    approver.page.keyboard.press("Tab")
    approver.page.keyboard.press("Enter")
    expect(approver.panel.locator("[data-said]")).to_contain_text("You agreed.")
    check(approver, "decided")
    approver.check_console()
    approver.page.close()

    desk.press_button()
    if desk.panel.get_by_role("button", name="All quotes").count():
        desk.button("All quotes").click()
    desk.panel.get_by_role("button", name="Open quote").first.click()
    expect(desk.panel.get_by_text("Saved to the opportunity")).to_be_visible()
    expect(desk.panel.get_by_text("Fine for a pilot").first).to_be_visible()
    assert len(product.sandbox.records("Quote")) >= 1
    assert {state: told for state, told in found.items() if told} == {}
