"""Guided selling: what the customer needs, one question at a time, and what follows is not asked."""

import pytest
from playwright.sync_api import Locator, expect

from tests.fixtures_product import Json
from tests.journeys.desk import Desk
from tests.thorough import THOROUGH

pytestmark = pytest.mark.browser

DEAL = "Campus network Graz"


def begin(
    desk: Desk,
    opportunities: dict[str, Json],
    *,
    width: int = 1200,
    deal: str = DEAL,
    product: str = "SC300 small cell",
) -> None:
    desk.open(opportunities[deal]["Id"], width=width)
    desk.new_quote()
    desk.new_line(product)
    desk.button("One question at a time").click()


def question(desk: Desk) -> Locator:
    return desk.panel.locator("h2[data-heading]")


def need(desk: Desk, asked: str, number: str) -> None:
    """Types the number that is asked for, and goes on."""
    expect(question(desk)).to_have_text(asked)
    field = desk.panel.get_by_role("spinbutton").first
    field.fill(number)
    field.press("Enter")
    expect(question(desk)).not_to_have_text(asked)


def choose(desk: Desk, asked: str, answer: str) -> None:
    """Takes one of the few numbers that are listed, and goes on."""
    expect(question(desk)).to_have_text(asked)
    pick(desk, answer)
    expect(question(desk)).not_to_have_text(asked)


def pick(desk: Desk, answer: str) -> None:
    """By keyboard: a picture was taken just before, and the frame may still be moving."""
    desk.panel.get_by_role("radio", name=answer).press("Space")


@pytest.mark.parametrize("width", [1200, 480, 300] if THOROUGH else [1200, 300])
def test_needs_are_answered_and_attributes_follow_with_the_reason(
    desk: Desk, opportunities: dict[str, Json], width: int
) -> None:
    begin(desk, opportunities, width=width)
    expect(desk.panel.locator("#progress")).to_contain_text("4 needs unanswered")
    need(desk, "How large is the area that has to be covered?", "6000")
    need(desk, "How many people are there at the busiest hour?", "2000")
    need(desk, "How many cells are planned for it?", "4")
    expect(question(desk)).to_have_text("Do several operators share the network?")
    desk.picture(f"guided need {width}")
    assert desk.violations(width=width) == []
    pick(desk, "Yes")
    expect(question(desk)).to_have_text("Environment")
    expect(desk.panel.locator("#progress")).to_contain_text("2 followed by themselves")
    pick(desk, "Venue or shopping centre")
    expect(question(desk)).to_have_text("Housing")
    asked = answer_the_rest(desk)
    assert {"Output power of each port", "Connected users", "Neutral host (several operators)"}.isdisjoint(
        asked
    )
    desk.panel.locator("#followed > summary").click()
    desk.button("Why? Output power of each port: 1 W (30 dBm)").click()
    why = desk.panel.get_by_role("group", name="Why", exact=True)
    expect(why).to_contain_text("You need Area to cover: 6000 m²")
    expect(why).to_contain_text("You need Cells planned: 4")
    expect(why).to_contain_text("You chose Environment: Venue or shopping centre")
    expect(why).to_contain_text("The cells together cover the area at this output power.")
    desk.picture(f"guided done {width}")
    assert desk.violations(width=width) == []
    desk.button("Done", exact=True).press("Enter")
    expect(desk.button("More for line 1")).to_be_visible()
    desk.check_console()


def answer_the_rest(desk: Desk) -> list[str]:
    """The first possible answer of each question; what was asked."""
    asked: list[str] = []
    while (heading := question(desk).inner_text()) != "Nothing is left to ask":
        assert heading not in asked
        asked.append(heading)
        field = desk.panel.get_by_role("spinbutton")
        if field.count() and field.first.is_visible() and not desk.panel.get_by_role("radio").count():
            field.first.fill("100")
            field.first.press("Enter")
        else:
            first = desk.panel.locator(".qw-questions .qw-answer:not(.qw-answer_impossible)").first
            first.locator(".qw-answer__label").click()
        expect(question(desk)).not_to_have_text(heading)
    return asked


def test_a_need_may_be_left_out_taken_back_and_undone(desk: Desk, opportunities: dict[str, Json]) -> None:
    begin(desk, opportunities)
    desk.button("Not known, go on").click()
    need(desk, "How many people are there at the busiest hour?", "2000")
    desk.button("Back", exact=True).click()
    expect(question(desk)).to_have_text("How many people are there at the busiest hour?")
    desk.button("Take back your choice of People on the premises").click()
    expect(desk.panel.locator("#progress")).to_contain_text("4 needs unanswered")
    desk.button("Undo").click()
    expect(desk.panel.locator("#progress")).to_contain_text("1 of")
    desk.button("All questions").click()
    expect(desk.panel.get_by_role("spinbutton", name="People on the premises")).to_have_value("2000")
    desk.check_console()


def test_the_question_that_settles_most_is_proposed_with_its_reason(
    desk: Desk, opportunities: dict[str, Json]
) -> None:
    begin(desk, opportunities)
    desk.button("Ask what settles most").click()
    expect(desk.panel.locator("[data-said]")).to_contain_text("settles most. An answer decides")
    desk.picture("settles most")
    desk.check_console()


def test_a_guided_line_is_answered_by_keyboard_alone(desk: Desk, opportunities: dict[str, Json]) -> None:
    begin(desk, opportunities)
    expect(question(desk)).to_be_focused()
    desk.page.keyboard.press("Tab")
    desk.page.keyboard.type("6000")
    desk.page.keyboard.press("Enter")
    expect(question(desk)).to_have_text("How many people are there at the busiest hour?")
    expect(question(desk)).to_be_focused()
    desk.check_console()


def test_how_much_a_conveyor_has_to_carry_decides_how_wide_and_how_fast_it_is(
    desk: Desk, opportunities: dict[str, Json]
) -> None:
    begin(desk, opportunities, deal="Ridgeline packing line 3", product="BC belt conveyor")
    expect(desk.panel.locator("#progress")).to_contain_text("4 needs unanswered")
    choose(desk, "How many pieces an hour does it have to carry at the busiest time?", "4,000")
    need(desk, "How long is a piece in the direction of travel?", "900")
    choose(desk, "How wide is the widest piece?", "700")
    desk.picture("guided conveyor")
    desk.panel.locator("#followed > summary").click()
    for followed, need_, rule in (
        ("Belt speed: 1.17 m/s", "Pieces an hour: 4000", "The belt carries the pieces away fast enough"),
        ("Belt width: 800 mm", "Width of a piece: 700 mm", "50 mm of belt stay free on both sides"),
    ):
        desk.button(f"Why? {followed}").click()
        why = desk.panel.get_by_role("group", name="Why", exact=True).filter(has_text=followed)
        expect(why).to_contain_text(f"You need {need_}")
        expect(why).to_contain_text(rule)
    desk.check_console()
