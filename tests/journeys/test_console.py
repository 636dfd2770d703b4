"""An operator's day in the browser: whatever stopped is seen, understood and brought back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, expect

from app.actions.connected import set_roles
from tests.fixtures_product import CONNECTION, Json, Product, Rep, until
from tests.journeys.desk import WIDTHS, Desk

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("operators")]

DEAL = "Campus network Graz"
# The call that only a write makes: panels are opened and statuses told by others.
WRITING = "composite/graph"


@pytest.fixture
def operators(product: Product) -> Iterator[None]:
    """The CRM's admin has the permission set of an operator."""
    set_roles(product.database, CONNECTION, {"operator": ("QW_Operator",)}, at=datetime.now(UTC))
    yield
    product.sandbox.clear_faults()
    set_roles(product.database, CONNECTION, {}, at=datetime.now(UTC))


@pytest.fixture
def deal(opportunities: dict[str, Json]) -> str:
    return str(opportunities[DEAL]["Id"])


@pytest.fixture
def rep(product: Product, deal: str) -> Rep:
    return product.sign_in(opportunity=deal)


@pytest.fixture
def console(desk: Desk, product: Product, deal: str) -> Desk:
    """Open, at its widest."""
    desk.resize(1200)
    desk.page.goto(f"{product.sandbox.org}/lightning/r/Opportunity/{deal}/view?user=admin")

    def offered() -> bool:
        """A process may go on for five seconds with the roles of a connection that it read before."""
        desk.press_button()
        return bool(desk.panel.get_by_role("button", name="Operations").count())

    until(offered)
    desk.button("Operations").click()
    expect(desk.heading("Operations")).to_be_focused()
    return desk


@contextmanager
def withdrawn(product: Product) -> Iterator[None]:
    """The article is no longer in the price book."""
    entries = [one["Id"] for one in product.sandbox.records("PricebookEntry") if one["ProductCode"] == "CARE"]
    for entry in entries:
        product.sandbox.change("PricebookEntry", entry, IsActive=False)
    yield
    for entry in entries:
        product.sandbox.change("PricebookEntry", entry, IsActive=True)


@contextmanager
def read_only(product: Product) -> Iterator[None]:
    """The rep has lost the right to write in the CRM."""
    (user,) = (one for one in product.sandbox.records("User") if one["Alias"] == "rep")
    (profile,) = (one["Id"] for one in product.sandbox.records("Profile") if one["Name"] == "Read Only")
    product.sandbox.change("User", user["Id"], ProfileId=profile)
    yield
    product.sandbox.change("User", user["Id"], ProfileId=user["ProfileId"])


def submitted(rep: Rep) -> str:
    quote = rep.quote()
    rep.line(quote, "care")
    rep.submit(quote)
    return quote


def comes_to(rep: Rep, quote: str, state: str, code: str) -> Json:
    def there() -> Json | None:
        now = rep.write_back(quote)
        failed = (now["failure"] or {}).get("code") == code
        return now if failed and now["state"] == state else None

    return until(there, otherwise=lambda: str(rep.write_back(quote)))


def row(console: Desk, rep: Rep, quote: str) -> Locator:
    """What the console says of that quote, looked at anew."""
    console.button("Look again").click()
    return console.panel.get_by_role("listitem").filter(
        has_text=rep.told("GET", f"/quotes/{quote}")["number"]
    )


def do(console: Desk, one: Locator, deed: str) -> str:
    """What the console says to it."""
    one.get_by_role("checkbox").check()
    console.button(deed).click()
    said = console.panel.locator("[data-said]")
    expect(said).to_be_visible()
    return said.inner_text()


def check_written_once(product: Product, rep: Rep, quote: str) -> Json:
    ended = rep.ended(quote)
    assert ended["state"] == "written", ended["failure"]
    (record,) = (
        one for one in product.sandbox.records("Quote") if (one["QW_Key__c"] or "").startswith(f"{quote}-")
    )
    return record


def test_data_quality_a_quote_that_the_crm_did_not_take_is_brought_back(
    console: Desk, product: Product, rep: Rep
) -> None:
    with withdrawn(product):
        quote = submitted(rep)
        comes_to(rep, quote, "failed", "crm_refused")

    one = row(console, rep, quote)
    expect(one.get_by_text("data quality", exact=True)).to_be_visible()
    expect(one).to_contain_text("pricebook entry is inactive")
    expect(one).to_contain_text("Give the quote back to its author, or mend the CRM and retry.")
    found = {width: console.violations(width=width) for width in WIDTHS}
    console.picture("console")
    assert not any(found.values()), found
    one.get_by_role("button", name="Its way of").click()
    expect(console.panel.get_by_text("failed: crm_refused")).to_be_visible()
    found = {width: console.violations(width=width) for width in WIDTHS}
    console.picture("way of a quote")
    assert not any(found.values()), found
    console.button("Operations").click()

    assert do(console, row(console, rep, quote), "Try again") == "1 quote was tried again."
    check_written_once(product, rep, quote)

    console.button("Examine").click()
    expect(console.heading("Examination of demo")).to_be_focused()
    # The sandbox has our fields, and not yet all of the connector.
    checks = console.panel.get_by_role("listitem")
    expect(checks.filter(has_text="The token is of the connection's org")).to_contain_text("sound")
    expect(checks.filter(has_text="The permission sets of the connector")).to_contain_text("QW_Rep")
    found = {width: console.violations(width=width) for width in WIDTHS}
    console.picture("examination")
    assert not any(found.values()), found


def test_policy_a_right_is_given_back_and_the_quote_tried_again(
    console: Desk, product: Product, rep: Rep
) -> None:
    with read_only(product):
        quote = submitted(rep)
        comes_to(rep, quote, "failed", "crm_refused")

    one = row(console, rep, quote)
    expect(one.get_by_text("policy", exact=True)).to_be_visible()
    expect(one).to_contain_text("insufficient access rights")
    expect(one).to_contain_text("A rule or right of the CRM stands against it. Have it changed, then retry.")

    assert do(console, one, "Try again") == "1 quote was tried again."
    check_written_once(product, rep, quote)


def test_platform_outage_a_quote_that_waits_is_tried_at_once_when_the_crm_is_back(
    console: Desk, product: Product, rep: Rep
) -> None:
    product.sandbox.fault("unavailable", match=WRITING, times=None)
    quote = submitted(rep)
    # The road to the CRM is closed for ten seconds then.
    until(lambda: comes_to(rep, quote, "queued", "crm_unavailable")["attempts"] >= 2)

    one = row(console, rep, quote)
    expect(one.get_by_text("platform outage", exact=True)).to_be_visible()
    expect(one).to_contain_text("The CRM does not answer.")
    expect(console.panel.get_by_text(re.compile("closed until"))).to_be_visible()
    product.sandbox.clear_faults()

    assert do(console, one, "Try again") == "1 quote was tried again."
    check_written_once(product, rep, quote)


def test_downstream_a_used_up_allowance_was_raised_and_nobody_waits_for_the_rest_of_the_minute(
    console: Desk, product: Product, rep: Rep
) -> None:
    product.sandbox.fault("limit", match=WRITING)
    quote = submitted(rep)
    comes_to(rep, quote, "queued", "crm_limit")

    one = row(console, rep, quote)
    expect(one.get_by_text("downstream", exact=True)).to_be_visible()
    expect(one).to_contain_text("The CRM's allowance of calls is used up.")

    assert do(console, one, "Try again") == "1 quote was tried again."
    check_written_once(product, rep, quote)


def test_downstream_other_amounts_in_the_crm_are_mended_there_and_the_write_replayed(
    console: Desk, product: Product, rep: Rep
) -> None:
    """The answer is lost, and before it is asked for again somebody adds a tax to the record."""
    product.sandbox.fault("commit_then_drop", match=WRITING)
    product.sandbox.fault("unavailable", match=WRITING, times=None)
    quote = submitted(rep)

    def record() -> Json | None:
        keys = ((one["QW_Key__c"] or "", one) for one in product.sandbox.records("Quote"))
        return next((one for key, one in keys if key.startswith(f"{quote}-")), None)

    there = until(record)["Id"]
    product.sandbox.change("Quote", there, Tax=12)
    product.sandbox.clear_faults()
    comes_to(rep, quote, "failed", "crm_receipt_mismatch")

    one = row(console, rep, quote)
    expect(one.get_by_text("downstream", exact=True)).to_be_visible()
    expect(one).to_contain_text("The CRM holds another grand total than the quote")
    expect(one).to_contain_text("Find what changes them there, mend it, and replay.")
    product.sandbox.change("Quote", there, Tax=0)

    assert do(console, one, "Replay the write") == "1 quote was replayed."
    assert check_written_once(product, rep, quote)["Id"] == there


def test_a_status_that_did_not_reach_the_crm_is_told_by_the_button(
    console: Desk, product: Product, rep: Rep
) -> None:
    quote = submitted(rep)
    check_written_once(product, rep, quote)
    # Until the button is at hand: a look at the CRM, which may come at any time, tells the status as well.
    with read_only(product):
        rep.told("POST", f"/quotes/{quote}/send", {})
        until(lambda: row(console, rep, quote).count())

        one = row(console, rep, quote)
        expect(one.get_by_text("policy", exact=True)).to_be_visible()
        expect(one).to_contain_text("Tell the CRM the status of the quote: crm_refused")
        expect(one).to_contain_text(
            "A rule or right of the CRM stands against it. Have it changed, then retry."
        )
        found = {width: console.violations(width=width) for width in WIDTHS}
        for width in (360, 1200):
            console.resize(width)
            console.picture(f"console with an errand, {width}")
        assert not any(found.values()), found
        one.get_by_role("checkbox").check()
        console.button("Replay the write").click()
        expect(console.panel.get_by_text("An errand writes no quote: retry it, or skip it")).to_be_visible()
        row(console, rep, quote).get_by_role("checkbox").check()

    console.button("Try again").click()
    expect(console.panel.locator("[data-said]")).to_have_text("1 errand was tried again.")
    until(lambda: check_written_once(product, rep, quote)["QW_Status__c"] == "sent")
    until(lambda: not row(console, rep, quote).count())
