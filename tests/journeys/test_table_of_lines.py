"""The table of a quote's lines by keys and mouse, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from tests.fixtures_product import Json
from tests.journeys.desk import WIDTHS, Desk

pytestmark = pytest.mark.browser

DEAL = "Campus network Graz"
CELL = "sc300"


def test_quantities_and_discounts_are_typed_into_the_table_by_keys_alone(
    desk: Desk, opportunities: dict[str, Json]
) -> None:
    _with_lines(desk, opportunities, lines=3)
    keys = desk.page.keyboard
    desk.panel.locator("#quantity-1").focus()
    keys.type("12")
    desk.changed(lambda: keys.press("Enter"))
    assert _focus(desk) == "quantity-1"
    keys.press("ArrowDown")
    assert _focus(desk) == "quantity-2"
    keys.press("ArrowRight")
    assert _focus(desk) == "discount-2"

    # A discount asks for its reason once; the next one proposes it, and one that has a reason keeps it.
    keys.type("5")
    keys.press("Enter")
    expect(desk.panel.get_by_role("combobox", name="Why does line 2 get 5?")).to_be_focused()
    keys.type("Frame contract 2027")
    desk.changed(lambda: keys.press("Enter"))
    expect(desk.panel.locator("#discount-2")).to_have_value("5 %")
    expect(desk.panel.locator("#line-2")).to_contain_text("Frame contract 2027")
    keys.type("100 EUR")
    desk.changed(lambda: keys.press("Enter"))
    expect(desk.panel.locator("#discount-2")).to_have_value("100.00 EUR")
    keys.press("ArrowDown")
    keys.type("2,5 %")
    keys.press("Tab")
    expect(desk.panel.get_by_role("combobox", name="Why does line 3 get 2,5 %?")).to_have_value(
        "Frame contract 2027"
    )
    desk.changed(lambda: keys.press("Enter"))
    expect(desk.panel.locator("#discount-3")).to_have_value("2.5 %")

    # What cannot be is told in the row and kept; Escape brings back what is stored.
    desk.panel.locator("#quantity-3").focus()
    keys.type("0")
    keys.press("ArrowUp")
    assert _focus(desk) == "quantity-2"
    expect(desk.panel.locator("#error-3")).to_contain_text("whole number")
    expect(desk.panel.locator("#quantity-3")).to_have_value("0")
    expect(desk.panel.locator("#quantity-3")).to_have_attribute("aria-invalid", "true")
    keys.press("ArrowDown")
    keys.press("Escape")
    expect(desk.panel.locator("#quantity-3")).to_have_value("1")
    expect(desk.panel.locator("#error-3")).to_be_empty()

    # Taking it back is a key as well, outside of what is typed.
    desk.panel.locator("#line-3 [data-menu]").focus()
    desk.changed(lambda: keys.press("Control+z"))
    expect(desk.panel.locator("#discount-3")).to_have_value("")


def test_a_discount_without_a_reason_is_not_made_and_not_lost(
    desk: Desk, opportunities: dict[str, Json]
) -> None:
    _with_lines(desk, opportunities, lines=1)
    before = desk.total.inner_text()
    field = desk.panel.locator("#discount-1")
    field.fill("7")
    field.press("Enter")
    expect(desk.panel.get_by_role("combobox", name="Why does line 1 get 7?")).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value("7")
    expect(desk.total).to_have_text(before)


def test_lines_are_copied_moved_and_removed_by_keys(desk: Desk, opportunities: dict[str, Json]) -> None:
    _with_lines(desk, opportunities, lines=3)
    keys = desk.page.keyboard
    desk.panel.locator("#quantity-1").focus()
    desk.changed(lambda: keys.press("Control+d"))
    expect(desk.panel.locator("#quantity-4")).to_be_focused()
    keys.press("Alt+ArrowUp")
    _order(desk, "1243")
    expect(desk.panel.locator("#quantity-4")).to_be_focused()
    desk.rest()
    keys.press("Alt+ArrowUp")
    _order(desk, "1423")
    keys.press("Control+Delete")
    expect(desk.panel.get_by_text("Remove line 4")).to_be_visible()
    desk.changed(desk.button("Remove it").click)
    _order(desk, "123")
    expect(desk.panel.locator("#quantity-2")).to_be_focused()
    desk.changed(desk.button("Undo").click)
    _order(desk, "1423")


def test_several_lines_are_selected_and_changed_together(desk: Desk, opportunities: dict[str, Json]) -> None:
    _with_lines(desk, opportunities, lines=4)
    desk.panel.get_by_label("Select line 1").check()
    desk.panel.get_by_label("Select line 3").click(modifiers=["Shift"])
    expect(desk.panel.get_by_text("3 lines selected")).to_be_visible()
    desk.button("Discount, quantity, group, remove").click()
    expect(desk.heading("With 3 lines")).to_be_focused()
    found = {width: desk.violations(width=width) for width in WIDTHS}
    assert found == {width: [] for width in WIDTHS}
    desk.panel.get_by_role("textbox", name="Discount", exact=True).fill("101 %")
    desk.panel.get_by_label("Reason").fill("Volume")
    desk.button("Apply discount").click()
    expect(desk.panel.locator("#sheet-notice")).to_contain_text("100")
    desk.panel.get_by_role("textbox", name="Discount", exact=True).fill("3 %")
    desk.changed(desk.button("Apply discount").click)
    for n, shown in ((1, "3 %"), (2, "3 %"), (3, "3 %"), (4, "")):
        expect(desk.panel.locator(f"#discount-{n}")).to_have_value(shown)
    expect(desk.panel.locator("#sheet")).not_to_be_visible()
    expect(desk.panel.get_by_text("3 lines selected")).to_be_visible()
    desk.button("Select none").click()
    expect(desk.panel.get_by_text("lines selected")).not_to_be_visible()


def test_a_line_is_made_an_option_with_a_note(desk: Desk, opportunities: dict[str, Json]) -> None:
    _with_lines(desk, opportunities, lines=2)
    desk.of_line(2, "Note, group, option")
    expect(desk.heading("Line 2")).to_be_focused()
    desk.panel.get_by_label("Note, also for the customer").fill("تركيب في الموقع")
    desk.button("Keep the note").click()
    expect(desk.panel.locator("#line-2")).to_contain_text("تركيب في الموقع")
    desk.of_line(2, "Note, group, option")
    desk.panel.get_by_label("optional: offered beside the total").check()
    desk.changed(desk.button("Set", exact=True).click)
    expect(desk.panel.locator("#line-2")).to_contain_text("optional")
    expect(desk.panel.locator("#totals")).to_contain_text("Offered beside the total")


def test_a_price_is_explained_as_a_table_and_a_picture(desk: Desk, opportunities: dict[str, Json]) -> None:
    _with_lines(desk, opportunities, lines=2)
    desk.panel.locator("#line-1").get_by_role("button", name=re.compile("explain the price")).click()
    expect(desk.heading("Price of line 1")).to_be_focused()
    expect(desk.panel.get_by_role("img", name=re.compile("step by step"))).to_be_visible()
    net = desk.panel.locator("#sheet tfoot td").inner_text()
    desk.page.keyboard.press("Escape")
    expect(desk.panel.locator("#line-1 .qw-line__net")).to_have_text(net)
    desk.button("Explain the price", exact=True).click()
    expect(desk.heading("Price of quote Q-")).to_be_focused()
    expect(desk.panel.locator("#sheet tfoot td")).to_have_text(desk.total.inner_text().split()[0])
    desk.button("Close", exact=True).click()
    expect(desk.panel.locator("#sheet")).not_to_be_visible()


def test_a_price_is_aimed_at_and_seen_before_it_is_made(desk: Desk, opportunities: dict[str, Json]) -> None:
    _with_lines(desk, opportunities, lines=3)
    before = desk.total.inner_text()
    desk.button("Aim at a price").click()
    expect(desk.heading("Aim at a price")).to_be_focused()
    desk.panel.get_by_label("cost so many percent less than now").check()
    desk.panel.get_by_label("Amount or percent").fill("3 %")
    desk.button("Show what it would do").click()
    expect(desk.panel.locator("#goal-preview tfoot")).to_contain_text("Total net")
    found = {width: desk.violations(width=width) for width in WIDTHS}
    assert found == {width: [] for width in WIDTHS}
    expect(desk.total).to_have_text(before)
    then = (
        desk.panel.locator("#goal-preview tfoot tr", has_text="Total net").locator("td").nth(1).inner_text()
    )

    # Without a reason it is refused where it was asked for, and nothing typed is lost.
    # The sheet is as high as the frame, which is higher than this window.
    desk.button("Do it").press("Enter")
    expect(desk.panel.locator("#sheet-notice")).to_contain_text("reason")
    desk.panel.get_by_label("Reason").fill("Competition")
    desk.changed(lambda: desk.button("Do it").press("Enter"))
    expect(desk.panel.locator("#sheet")).not_to_be_visible()
    assert desk.total.inner_text().split()[0] == then
    desk.changed(desk.button("Undo").click)
    expect(desk.total).to_have_text(before)


def test_a_discount_on_the_quote_is_looked_at_before_it_is_given(
    desk: Desk, opportunities: dict[str, Json]
) -> None:
    _with_lines(desk, opportunities, lines=2)
    before = desk.total.inner_text()
    desk.panel.locator("#quote-discount summary").click()
    desk.panel.locator("#quote-off").fill("10")
    desk.button("Show what it comes to").click()
    expect(desk.panel.locator("#terms-preview")).to_contain_text("2 lines change")
    assert {width: desk.violations(width=width) for width in WIDTHS} == {width: [] for width in WIDTHS}
    desk.picture("terms preview")
    expect(desk.total).to_have_text(before)
    desk.panel.locator("#quote-off-reason").fill("Launch")
    desk.changed(desk.button("Give the discount").click)


def _with_lines(desk: Desk, opportunities: dict[str, Json], *, lines: int) -> None:
    """Opens the panel on a new quote with so many complete lines."""
    opportunity = opportunities[DEAL]["Id"]
    rep = desk.product.sign_in(opportunity=opportunity)
    quote = rep.quote()
    rep.line(quote, CELL)
    for _ in range(lines - 1):
        rep.told("POST", f"/quotes/{quote}/lines/1/copy", {})
    desk.open(opportunity)
    expect(desk.panel.locator(f"#line-{lines}")).to_be_visible()


def _focus(desk: Desk) -> str:
    return str(desk.frame.evaluate("document.activeElement.id"))


def _order(desk: Desk, lines: str) -> None:
    shown = desk.panel.locator("#lines .qw-line__n")
    expect(shown).to_have_text(list(lines))
