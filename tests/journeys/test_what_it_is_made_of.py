"""A complete line says what it is made of, what that costs and how to saw it: by keyboard, at any width."""

import re

import pytest
from playwright.sync_api import expect

from tests.fixtures_product import Json
from tests.journeys.desk import WIDTHS, Desk

pytestmark = pytest.mark.browser


def test_the_parts_list_opens_by_keyboard_and_reads_on_a_phone(
    desk: Desk, opportunities: dict[str, Json]
) -> None:
    desk.open(opportunities["Baywave macro upgrade, Bay Area"]["Id"])
    desk.new_quote()
    desk.new_line("MX900 macro base station")
    expect(desk.panel.get_by_text("Parts list")).to_have_count(0)
    desk.choose("Site type", "Rooftop")
    desk.button("Fill the rest with defaults").click()
    opening = desk.panel.locator("summary", has_text="Parts list")
    expect(opening).to_contain_text(re.compile(r"MX900-\w+-\w+-\d-[0-9A-Z]{17}"))
    expect(desk.panel.get_by_role("rowheader", name="Margin")).to_be_visible()
    opening.focus()
    desk.page.keyboard.press("Enter")
    parts = desk.panel.get_by_role("table", name=re.compile("Parts of one"))
    expect(parts.get_by_role("rowheader", name=re.compile("Transceiver TRX"))).to_be_visible()
    expect(desk.panel.get_by_text("no way of sawing needs less").first).to_be_visible()
    expect(opening).to_be_focused()
    found = {}
    for width in WIDTHS:
        # On top of the frame: what lies under the panel's sticky head is judged in its own state elsewhere.
        opening.evaluate("summary => summary.scrollIntoView()")
        found[width] = desk.violations(width=width)
        desk.picture(f"parts-{width}")
    assert found == {width: [] for width in WIDTHS}
