"""A quote of a thousand lines in a real browser: all of them are there, and a change answers with its row."""

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures_product import Json
from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser

LINES = 1000
DEAL = "Baywave macro upgrade, Bay Area"


def test_a_quote_of_a_thousand_lines_is_edited_anywhere(desk: Desk, opportunities: dict[str, Json]) -> None:
    opportunity = opportunities[DEAL]["Id"]
    _long_quote(desk, opportunity)
    desk.open(opportunity)
    every = desk.panel.locator("#lines > [data-n]")
    expect(every).to_have_count(LINES)
    expect(desk.panel.locator("#more-rows")).to_have_count(0)

    # The keyboard reaches the end, and what is far away can be found.
    desk.panel.locator("#quantity-1").focus()
    desk.page.keyboard.press("Control+End")
    expect(desk.panel.locator(f"#quantity-{LINES}")).to_be_focused()
    sizes = _sizes(desk.page)
    desk.page.keyboard.type("7")
    desk.changed(lambda: desk.page.keyboard.press("Enter"))
    expect(desk.panel.locator(f"#quantity-{LINES}")).to_be_focused()
    desk.page.keyboard.press("PageUp")
    expect(desk.panel.locator(f"#quantity-{LINES - 10}")).to_be_focused()
    desk.page.keyboard.type("3")
    desk.changed(lambda: desk.page.keyboard.press("Tab"))

    # A copy in the middle arrives behind the last, a removed row takes nothing else along.
    desk.panel.locator("#quantity-500").focus()
    desk.changed(lambda: desk.page.keyboard.press("Control+d"))
    expect(every).to_have_count(LINES + 1)
    expect(desk.panel.locator(f"#quantity-{LINES + 1}")).to_be_focused()
    desk.rest()
    desk.page.keyboard.press("Control+Delete")
    desk.changed(desk.button("Remove it").click)
    expect(every).to_have_count(LINES)
    desk.changed(desk.button("Undo").click)
    expect(every).to_have_count(LINES + 1)

    # No answer was longer than a few rows.
    assert len(sizes) >= 5
    assert max(sizes) < 20_000


def _sizes(page: Page) -> list[int]:
    """Of the answers to changes from now on."""
    found: list[int] = []
    page.on(
        "response",
        lambda answer: found.append(len(answer.body())) if answer.request.method == "POST" else None,
    )
    return found


def _long_quote(desk: Desk, opportunity: str) -> str:
    rep = desk.product.sign_in(opportunity=opportunity)
    quote = rep.quote()
    rep.line(quote, "sc300")
    choices = rep.told("GET", f"/quotes/{quote}/lines/1")["choices"]
    rows = [{"product": "sc300", "quantity": n % 9 + 1, "choices": choices} for n in range(LINES - 1)]
    rep.told("POST", f"/quotes/{quote}/lines/bulk", {"lines": rows, "take": "all"})
    return quote
