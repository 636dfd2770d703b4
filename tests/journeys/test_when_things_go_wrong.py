"""A session ends, somebody else saves first, the CRM is away: the rep has a way on and loses nothing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.fixtures_product import Json, Product
from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser

CARE = "CARE service plan"
DEAL = "Baywave small cells, downtown Oakland"
CRAFTED = "Campus network Graz"


@pytest.fixture
def line(desk: Desk, opportunities: dict[str, Json]) -> Desk:
    """A panel with a fresh line open."""
    desk.open(opportunities[DEAL]["Id"])
    _to_the_list(desk)
    desk.new_quote()
    desk.new_line(CARE)
    return desk


@pytest.fixture
def crm_works_again(product: Product) -> Iterator[None]:
    yield
    product.sandbox.clear_faults()


def test_an_ended_session_is_renewed_through_the_parent_and_the_click_repeated(line: Desk) -> None:
    _end_session(line)
    with line.page.expect_response(re.compile("/api/v1/sessions$")) as renewal:
        line.button("Fill the rest with defaults").click()
    expect(line.button("Done", exact=True)).to_be_visible()
    assert renewal.value.status == 201
    expect(line.notice).to_be_empty()


def test_a_session_that_cannot_be_renewed_says_so_and_the_panel_opens_again(line: Desk) -> None:
    _end_session(line)
    line.page.route("**/ui/launch", lambda route: route.fulfill(status=500))
    line.button("Fill the rest with defaults").click()
    expect(line.notice).to_contain_text("Open the panel again")
    line.page.unroute("**/ui/launch")
    line.button("Open the panel again").click()
    expect(line.panel.get_by_role("button", name=f"Configure line 1, {CARE}")).to_be_visible()
    line.messages.clear()  # the parent's own note about the answer that the test put in its way


def test_a_token_that_the_crm_forgot_is_renewed_while_saving(line: Desk) -> None:
    line.button("Fill the rest with defaults").click()
    line.button("Done", exact=True).click()
    line.product.sandbox.expire_tokens()
    line.button("Save quote to the opportunity").click()
    expect(line.panel.get_by_text("Saved to the opportunity")).to_be_visible()


def test_whoever_clicks_on_an_outdated_page_is_told_and_shown_how_it_stands(
    line: Desk, browser: Browser, opportunities: dict[str, Json]
) -> None:
    other = Desk.at(browser, line.product)
    other.open(opportunities[DEAL]["Id"])
    other.panel.get_by_label("Quantity of line 1").fill("3")
    other.changed(lambda: other.panel.get_by_label("Quantity of line 1").press("Enter"))
    other.page.close()

    line.button("Fill the rest with defaults").click()
    expect(line.notice).to_contain_text("Somebody saved first")
    line.button("Show how it stands now").click()
    expect(line.panel.get_by_label("Quantity", exact=True)).to_have_value("3")
    line.button("Fill the rest with defaults").click()
    expect(line.button("Done", exact=True)).to_be_visible()


@pytest.mark.usefixtures("crm_works_again")
def test_while_the_crm_is_down_the_quote_waits_and_then_arrives_once(line: Desk) -> None:
    line.button("Fill the rest with defaults").click()
    line.button("Done", exact=True).click()
    number = line.heading(re.compile("Quote Q-")).inner_text().split()[1]
    line.product.sandbox.fault("unavailable", match="/services/data", times=None)
    line.button("Save quote to the opportunity").click()
    expect(
        line.panel.get_by_text("Nothing is lost").or_(line.panel.get_by_text("it will be tried again"))
    ).to_be_visible()

    line.product.sandbox.clear_faults()
    again = line.button("Save quote to the opportunity")
    if again.count():
        again.click()
    expect(line.panel.get_by_text("Saved to the opportunity")).to_be_visible(timeout=30_000)
    written = [one for one in line.product.sandbox.records("Quote") if number in one["Name"]]
    assert len(written) == 1


@pytest.mark.usefixtures("crm_works_again")
def test_a_panel_opened_while_the_crm_is_down_says_so_and_opens_when_it_is_tried_again(
    desk: Desk, opportunities: dict[str, Json]
) -> None:
    desk.product.sandbox.fault("unavailable", match="/services/data", times=None)
    desk.page.goto(f"{desk.product.sandbox.org}/lightning/r/Opportunity/{opportunities[DEAL]['Id']}/view")
    desk.page.get_by_role("button", name="Configure quote").click()
    expect(desk.panel.get_by_role("heading", name="Not available at the moment")).to_be_visible()
    desk.picture("not available")
    assert desk.violations(width=480) == []

    desk.product.sandbox.clear_faults()
    desk.panel.get_by_role("button", name="Try again").click()
    expect(desk.panel.locator("[data-self]")).to_be_visible()


def test_a_crafted_account_name_is_words_and_nothing_else(desk: Desk, opportunities: dict[str, Json]) -> None:
    desk.open(opportunities[CRAFTED]["Id"])
    expect(desk.panel.locator(".qw-deal")).to_contain_text("<script>alert(1)</script>")


def _to_the_list(desk: Desk) -> None:
    if desk.button("All quotes").count():
        desk.button("All quotes").click()


def _end_session(desk: Desk) -> None:
    """The next request comes with a token that the server does not know."""

    def spoil(route: Route) -> None:
        route.continue_(headers={**route.request.headers, "authorization": "Bearer an.ended.session"})

    desk.page.route("**/panel/**", spoil, times=1)
