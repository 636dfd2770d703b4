"""Why so, why else, the way out and back again, and the rest at the least price."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.fixtures_product import Json
from tests.journeys.desk import Desk
from tests.thorough import THOROUGH

pytestmark = pytest.mark.browser

DEAL = "Campus network Graz"
STATION = "MX900 macro base station"


def new_line(desk: Desk, opportunities: dict[str, Json], *, width: int = 1200) -> None:
    desk.open(opportunities[DEAL]["Id"], width=width)
    desk.new_quote()
    desk.new_line(STATION)


def box(desk: Desk, name: str) -> Locator:
    return desk.panel.get_by_role("group", name=name, exact=True)


def said(desk: Desk) -> Locator:
    return desk.panel.locator("[data-said]")


def test_what_follows_says_why_and_what_does_not_apply_too(
    desk: Desk, opportunities: dict[str, Json]
) -> None:
    new_line(desk, opportunities)
    desk.choose("Site type", "Equipment room")
    desk.button("Why? Mounting of radios and antennas follows from your choices").click()
    expect(box(desk, "Why")).to_be_focused()
    expect(box(desk, "Why")).to_contain_text("You chose Site type: Equipment room")
    expect(box(desk, "Why").get_by_role("listitem")).to_have_count(2)
    desk.picture("why so")
    desk.page.keyboard.press("Escape")
    expect(box(desk, "Why")).to_have_count(0)
    expect(desk.panel.get_by_role("radio", name=re.compile("Wall bracket"), checked=True)).to_be_focused()

    desk.button("Why? Antenna height on the mast does not apply").click()
    expect(box(desk, "Why")).to_contain_text("Why does Antenna height on the mast not apply?")
    desk.page.keyboard.press("Escape")
    expect(desk.button("Why? Antenna height on the mast does not apply")).to_be_focused()


@pytest.mark.parametrize("width", [1200, 380])
def test_other_reasons_then_a_way_out_undone_and_done_again(
    desk: Desk, opportunities: dict[str, Json], width: int
) -> None:
    new_line(desk, opportunities, width=width)
    desk.button("Fill the rest with defaults").click()
    expect(said(desk)).to_contain_text("Filled in by the catalog's defaults")
    before = desk.total.inner_text()

    desk.button("Why not? Coastal corrosion protection: Yes").click()
    expect(box(desk, "Why not")).to_be_focused()
    box(desk, "Why not").get_by_role("button", name="Other reasons").click()
    expect(box(desk, "Why not")).to_contain_text("These are all")
    expect(box(desk, "Why not")).to_be_focused()
    desk.picture(f"other reasons-{width}")
    desk.changed(box(desk, "Why not").get_by_role("button", name="Do this").first.click)
    expect(desk.panel.get_by_role("group", name=re.compile("^Coastal"))).to_contain_text("Yes")
    after = desk.total.inner_text()

    # A reload loses nothing of it.
    desk.page.reload()
    desk.press_button()
    desk.button(re.compile("^Configure line 1")).click()
    desk.changed(desk.button("Undo", exact=True).click)
    expect(desk.total).to_have_text(before)
    expect(said(desk)).to_contain_text("Undone: ")
    desk.picture(f"undone-{width}")
    desk.changed(desk.button("Redo", exact=True).click)
    expect(desk.total).to_have_text(after)
    assert not desk.violations(width=width)


def test_undoing_by_keyboard_leaves_fields_their_own_undo(desk: Desk, opportunities: dict[str, Json]) -> None:
    new_line(desk, opportunities)
    desk.choose("Site type", "Rooftop")
    desk.page.keyboard.press("Control+z")
    expect(desk.button("Take back your choice of Site type")).to_have_count(0)
    expect(desk.frame.locator("#status")).to_have_text("Undone: Site type: Rooftop.")
    desk.page.keyboard.press("Control+Shift+z")
    expect(desk.button("Take back your choice of Site type")).to_be_visible()
    desk.panel.get_by_label("Quantity", exact=True).focus()
    desk.page.keyboard.press("Control+z")
    expect(desk.button("Take back your choice of Site type")).to_be_visible()


@pytest.mark.parametrize("width", [1200, 380])
def test_the_rest_is_filled_in_at_the_least_price_by_keyboard(
    desk: Desk, opportunities: dict[str, Json], width: int
) -> None:
    new_line(desk, opportunities, width=width)
    desk.choose("Site type", "Rooftop")
    before = desk.total.inner_text()
    menu = desk.panel.get_by_text("Fill the rest in another way")
    menu.focus()
    desk.page.keyboard.press("Enter")
    expect(desk.button("At the least price")).to_be_visible()
    desk.page.keyboard.press("Tab")
    expect(desk.button("At the least price")).to_be_focused()
    desk.page.keyboard.press("Tab")
    expect(desk.button("For the highest margin")).to_be_focused()
    desk.page.keyboard.press("Escape")
    expect(desk.button("At the least price")).to_be_hidden()
    expect(menu).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.button("At the least price")).to_be_visible()
    desk.picture(f"ways to fill in-{width}")
    desk.page.keyboard.press("Tab")
    desk.changed(lambda: desk.page.keyboard.press("Enter"))

    expect(said(desk)).to_contain_text("Filled in at the least price")
    expect(said(desk)).to_contain_text("Proven: with your choices nothing costs less.")
    expect(said(desk)).to_contain_text(before.removesuffix(" EUR"))
    expect(desk.frame.locator("#status")).to_contain_text("Filled in at the least price")
    expect(desk.button("Done", exact=True)).to_be_visible()
    expect(desk.panel.get_by_role("radio", name=re.compile("Rooftop"), checked=True)).to_be_visible()
    desk.picture(f"filled in at the least price-{width}")
    assert not desk.violations(width=width)
    desk.changed(desk.button("Undo", exact=True).click)
    expect(desk.total).to_have_text(before)


@pytest.mark.parametrize("width", [300, 480, 1200] if THOROUGH else [300, 1200])
def test_the_rest_is_filled_in_for_margin_and_for_delivery_by_keyboard_and_told(
    desk: Desk, opportunities: dict[str, Json], width: int
) -> None:
    new_line(desk, opportunities, width=width)
    desk.choose("Site type", "Rooftop")
    for name, told in (
        ("For the highest margin", "Proven: with your choices nothing has a higher margin."),
        ("For the fastest delivery", "Proven: with your choices nothing is delivered sooner."),
    ):
        desk.panel.get_by_text("Fill the rest in another way").focus()
        desk.page.keyboard.press("Enter")
        expect(desk.button(name)).to_be_visible()
        desk.button(name).focus()
        desk.picture(f"ways to fill in-{width}")
        desk.changed(lambda: desk.page.keyboard.press("Enter"))
        expect(said(desk)).to_contain_text("by the defaults.")
        expect(said(desk)).to_contain_text(told)
        expect(desk.frame.locator("#status")).to_contain_text(told)
        desk.picture(f"{name}-{width}")
        assert not desk.violations(width=width)
        desk.changed(desk.button("Undo", exact=True).click)


@pytest.mark.parametrize("width", [300, 480, 1200] if THOROUGH else [300, 1200])
def test_a_way_out_shows_margin_and_delivery_beside_its_price(
    desk: Desk, opportunities: dict[str, Json], width: int
) -> None:
    new_line(desk, opportunities, width=width)
    desk.button("Fill the rest with defaults").click()
    expect(said(desk)).to_contain_text("Filled in by the catalog's defaults")
    desk.button("Why not? Coastal corrosion protection: Yes").click()
    expect(box(desk, "Why not")).to_be_focused()
    expect(box(desk, "Why not")).to_contain_text(re.compile(r"margin [+−][\d,.]+"))
    expect(box(desk, "Why not")).to_contain_text(re.compile(r"days? (later|sooner)|same lead time"))
    desk.picture(f"margin of a way out-{width}")
    assert not desk.violations(width=width)
