"""Each state of the panel at several widths, as axe sees it: WCAG 2.2 AA, good practice, no side scroll."""

import pytest
from playwright.sync_api import expect

from tests.fixtures_product import Json
from tests.journeys.desk import WIDTHS, Desk

pytestmark = pytest.mark.browser


def test_no_state_of_the_panel_breaks_a_rule_at_any_width(desk: Desk, opportunities: dict[str, Json]) -> None:
    found: dict[str, list[str]] = {}

    def check(state: str) -> None:
        for width in WIDTHS:
            found[f"{state} at {width}"] = desk.violations(width=width)
        desk.picture(f"state {state}")

    desk.open(opportunities["Baywave macro upgrade, Bay Area"]["Id"])
    check("no quotes")
    desk.new_quote()
    expect(desk.heading("Add a product")).to_be_visible()
    check("empty quote")
    desk.new_line("MX900 macro base station")
    desk.choose("Site type", "Tower or mast")
    desk.button("Why not? Cabinet: 19-inch rack, indoor, IP20").click()
    expect(desk.panel.get_by_role("group", name="Why not")).to_be_focused()
    check("why not")
    desk.panel.get_by_label("Quantity", exact=True).fill("0")
    desk.panel.get_by_label("Quantity", exact=True).press("Enter")
    expect(desk.notice).to_contain_text("whole number")
    check("refused")
    desk.button("Fill the rest with defaults").click()
    desk.panel.locator("summary", has_text="Discount").click()
    desk.panel.get_by_label("Discount", exact=True).fill("2.5")
    desk.panel.get_by_label("Reason").fill("Pilot")
    desk.changed(desk.button("Apply discount").click)
    check("complete line")
    desk.button("Done", exact=True).click()
    expect(desk.button("More for line 1")).to_be_visible()
    check("quote")
    desk.button("More for line 1").click()
    expect(desk.panel.get_by_role("menuitem", name="Copy line 1")).to_be_visible()
    check("menu of a line")
    desk.panel.get_by_role("menuitem", name="Explain the price").click()
    expect(desk.heading("Price of line 1")).to_be_focused()
    check("price explained")
    desk.page.keyboard.press("Escape")
    desk.button("Keys").click()
    check("keys")
    desk.page.keyboard.press("Escape")
    desk.panel.get_by_label("Quantity of line 1").fill("0")
    desk.panel.get_by_label("Quantity of line 1").press("Enter")
    expect(desk.panel.locator("#error-1")).to_contain_text("whole number")
    check("cell refused")
    desk.page.keyboard.press("Escape")
    desk.panel.get_by_label("Select line 1").check()
    check("line selected")
    desk.of_line(1, "Remove")
    expect(desk.button("Keep it")).to_be_visible()
    check("remove?")
    desk.button("Keep it").click()
    desk.button("Save quote to the opportunity").click()
    expect(desk.panel.get_by_text("Saved to the opportunity")).to_be_visible()
    check("receipt")
    desk.button("All quotes").click()
    expect(desk.heading("Quotes on this opportunity")).to_be_visible()
    check("list")
    assert {state: told for state, told in found.items() if told} == {}
