"""Everything can be done without a mouse, and the focus is always where the work is."""

import re

import pytest
from playwright.sync_api import expect

from tests.fixtures_product import Json
from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser

DEAL = "Campus network Graz"


def test_a_line_is_configured_and_saved_by_keyboard_alone(desk: Desk, opportunities: dict[str, Json]) -> None:
    desk.open(opportunities[DEAL]["Id"])
    if desk.button("All quotes").count():
        _press(desk, "All quotes")
    _press(desk, "New quote")
    _press(desk, "Add MX900 macro base station")
    expect(desk.heading("Site").last).to_be_focused()

    # Arrow keys move through the answers and choose; an impossible one is passed over.
    _tab_to(desk, "a-site_type-1")
    desk.page.keyboard.press("Space")
    expect(desk.panel.get_by_label("Tower or mast")).to_be_checked()
    desk.page.keyboard.press("ArrowDown")
    expect(desk.button("Take back your choice of Site type")).to_be_visible()
    expect(desk.panel.get_by_label("Rooftop", exact=True)).to_be_focused()
    expect(
        desk.panel.get_by_text("Does not apply with what you chose: Antenna height on the mast.")
    ).to_be_visible()

    # The reasons take the focus, Escape gives it back.
    _press(desk, "Why not? Cabinet: 19-inch rack, indoor, IP20")
    expect(desk.panel.get_by_role("group", name="Why not")).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.panel.get_by_role("group", name="Why not")).to_have_count(0)
    expect(desk.panel.get_by_label("Outdoor cabinet, IP55")).to_be_focused()

    _press(desk, "Take back your choice of Site type")
    expect(desk.panel.get_by_label("Tower or mast")).to_be_focused()
    _press(desk, "Next: Radio")
    expect(desk.heading("Radio").last).to_be_focused()
    _press(desk, "Fill the rest with defaults")
    _press(desk, "Done", exact=True)
    expect(desk.heading(re.compile("Quote Q-"))).to_be_focused()

    _tab_to(desk, "quantity-1")
    desk.page.keyboard.type("10")
    desk.changed(lambda: desk.page.keyboard.press("Enter"))
    expect(desk.panel.get_by_label("Quantity of line 1")).to_be_focused()
    _press(desk, "Save quote to the opportunity")
    expect(desk.panel.get_by_text("Saved to the opportunity")).to_be_visible()


def test_keys_pressed_faster_than_the_answers_come_end_at_the_last_choice(
    desk: Desk, opportunities: dict[str, Json]
) -> None:
    desk.open(opportunities[DEAL]["Id"])
    if desk.button("All quotes").count():
        _press(desk, "All quotes")
    _press(desk, "New quote")
    _press(desk, "Add MX900 macro base station")
    _press(desk, "Next: Radio")
    _tab_to(desk, "a-bandwidth-1")
    for _ in range(5):
        desk.page.keyboard.press("ArrowDown")
    expect(desk.panel.get_by_label("100 MHz")).to_be_checked()
    expect(desk.panel.get_by_label("100 MHz")).to_be_focused()
    expect(desk.panel.get_by_text("Bandwidth of a carrier: 100 MHz")).to_be_visible()
    expect(desk.notice).to_be_empty()


def test_removing_a_line_asks_first_and_escape_keeps_it(desk: Desk, opportunities: dict[str, Json]) -> None:
    desk.open(opportunities[DEAL]["Id"])
    if desk.button("All quotes").count():
        _press(desk, "All quotes")
    _press(desk, "New quote")
    _press(desk, "Add CARE service plan")
    _press(desk, re.compile("^Quote Q-"))
    _press(desk, "More for line 1, CARE service plan")
    expect(desk.panel.get_by_role("menuitem").first).to_be_focused()
    desk.page.keyboard.press("ArrowUp")
    expect(desk.panel.get_by_role("menuitem", name="Remove line 1, CARE service plan")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.button("Keep it")).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.button("More for line 1, CARE service plan")).to_be_focused()
    desk.page.keyboard.press("Control+Delete")
    _press(desk, "Remove it")
    expect(desk.panel.get_by_text("This quote has no lines yet.")).to_be_visible()
    expect(desk.heading(re.compile("Quote Q-"))).to_be_focused()


def _press(desk: Desk, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Enter on a button that the keyboard reaches."""
    button = desk.button(name, exact=exact)
    button.focus()
    expect(button).to_be_focused()
    desk.page.keyboard.press("Enter")


def _tab_to(desk: Desk, field: str) -> None:
    """Tab until the field has the focus, as a person would."""
    for _ in range(60):
        if desk.frame.evaluate("document.activeElement.id") == field:
            return
        desk.page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {field}")
