"""An offer goes on: saved, sent, revised, superseded; cloned; and a favourite that begins the next one."""

import re

import pytest
from playwright.sync_api import expect

from tests.fixtures_product import Json
from tests.journeys.desk import WIDTHS, Desk

pytestmark = pytest.mark.browser

CARE = "CARE service plan"
DEAL = "Nordtel microwave ring renewal"
OTHER_DEAL = "Nordtel — 5G rollout phase 2"


def test_an_offer_is_sent_revised_and_cloned(desk: Desk, opportunities: dict[str, Json]) -> None:
    # Once opened, the other opportunity is one to clone to.
    desk.open(opportunities[OTHER_DEAL]["Id"])
    desk.open(opportunities[DEAL]["Id"], width=800)
    desk.new_quote()
    number = _one_line_that_is_kept(desk)
    _is_valid_for_longer(desk)
    _saved(desk)
    _is_sent(desk)
    _is_revised(desk, number)
    _is_cloned(desk, number, other=opportunities[OTHER_DEAL]["Id"])
    _another_currency_is_looked_at(desk)
    _begins_with_the_favourite(desk)


def _one_line_that_is_kept(desk: Desk) -> str:
    desk.new_line(CARE)
    desk.button("Fill the rest with defaults").click()
    expect(desk.button("Done", exact=True)).to_be_visible()
    desk.panel.locator("summary", has_text="Keep as a favourite").click()
    desk.panel.get_by_label("Name", exact=True).fill("Usual care")
    desk.button("Keep", exact=True).click()
    expect(desk.panel.locator("[data-said]")).to_have_text("Kept as a favourite: Usual care.")
    desk.button("Done", exact=True).click()
    heading = desk.heading(re.compile(r"^Quote Q-\d+"))
    expect(heading).to_be_visible()
    found = re.search(r"Q-\d+", heading.inner_text())
    assert found
    return found[0]


def _is_valid_for_longer(desk: Desk) -> None:
    day = desk.panel.get_by_label("Valid until")
    year = int(day.input_value()[:4])
    day.fill(f"{year + 9}-01-31")
    expect(desk.notice).to_contain_text("A quote is valid until a day from")
    desk.button("Show how it stands now").or_(desk.button("Dismiss")).first.click()


def _saved(desk: Desk) -> None:
    desk.button("Save quote to the opportunity").click()
    expect(desk.panel.get_by_text("Saved to the opportunity")).to_be_visible()
    expect(desk.button("Mark as sent")).to_be_visible()


def _is_sent(desk: Desk) -> None:
    for width in WIDTHS:
        assert desk.violations(width=width) == []
    desk.resize(800)
    desk.button("Mark as sent").click()
    expect(desk.panel.locator(".qw-badge_sent")).to_have_text("sent")
    expect(desk.button("Mark as sent")).to_have_count(0)
    desk.picture("sent")


def _is_revised(desk: Desk, number: str) -> None:
    desk.button("Revise", exact=True).click()
    expect(desk.panel.locator("[data-said]")).to_contain_text("This is a draft of revision 2.")
    expect(desk.heading(f"Quote {number}-2")).to_be_visible()
    quantity = desk.panel.get_by_label("Quantity of line 1")
    quantity.fill("3")
    desk.changed(lambda: quantity.press("Enter"))
    _saved(desk)
    desk.button(f"Open {number}", exact=True).click()
    expect(desk.panel.get_by_text(f"{number}-2 took the place of this quote.")).to_be_visible()
    expect(desk.button("Customer accepted")).to_have_count(0)
    expect(desk.button("Revise", exact=True)).to_have_count(0)
    for width in WIDTHS:
        assert desk.violations(width=width) == []
    desk.resize(800)
    desk.picture("superseded")
    desk.button("All quotes").click()
    expect(desk.panel.get_by_text(f"superseded by {number}-2")).to_be_visible()
    desk.button(re.compile(f"Open quote {number}-2$")).click()
    desk.panel.locator("summary", has_text="Customer rejected").click()
    desk.panel.get_by_label("Why did the customer say no?").fill("Too dear by a tenth")
    desk.button("Mark as rejected").click()
    expect(desk.panel.locator(".qw-badge_rejected")).to_be_visible()
    expect(desk.panel.locator(".qw-life__reason")).to_contain_text("Too dear by a tenth")


def _is_cloned(desk: Desk, number: str, *, other: str) -> None:
    desk.button("Clone…").click()
    expect(desk.heading(f"Clone quote {number}-2")).to_be_focused()
    expect(desk.panel.get_by_text("No line changes")).to_be_visible()
    desk.panel.get_by_label("Onto the opportunity").select_option(other)
    expect(desk.panel.get_by_label("Onto the opportunity").locator("option:checked")).to_contain_text(
        "5G rollout"
    )
    for width in WIDTHS:
        assert desk.violations(width=width) == []
    desk.resize(800)
    desk.picture("clone")
    desk.button("Clone", exact=True).click()
    expect(desk.panel.locator("[data-said]")).to_contain_text("Open it from there.")
    desk.button("Clone…").click()
    desk.button("Clone", exact=True).click()
    expect(desk.panel.locator("[data-said]")).to_have_text(f"A copy of {number}-2.")


def _another_currency_is_looked_at(desk: Desk) -> None:
    desk.panel.get_by_label("Currency").select_option("USD")
    desk.button("Show prices in it").click()
    expect(desk.heading("What USD changes")).to_be_focused()
    expect(desk.panel.get_by_text("The opportunity is not in USD")).to_be_visible()
    for width in WIDTHS:
        assert desk.violations(width=width) == []
    desk.resize(800)
    desk.picture("currency")
    desk.button("Change to USD").click()
    expect(desk.total).to_contain_text("USD")
    desk.button("Undo", exact=True).click()
    expect(desk.total).to_contain_text("EUR")


def _begins_with_the_favourite(desk: Desk) -> None:
    desk.button("From favourites").click()
    expect(desk.heading("Favourites")).to_be_focused()
    for width in WIDTHS:
        assert desk.violations(width=width) == []
    desk.resize(800)
    desk.picture("favourites")
    desk.button("Add Usual care to the quote").click()
    expect(desk.panel.get_by_role("heading", name=CARE, level=1)).to_be_visible()
    desk.button("Done", exact=True).click()
    expect(desk.panel.get_by_label("Quantity of line 2")).to_have_value("1")
