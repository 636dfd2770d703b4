"""The control port for people: a fault is switched on, seen to hit, looked into and switched off."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as OutOfTime

from tests.fixtures_sandbox import Sandbox
from tests.sandbox.client import Client

AXE = Path(__file__).parents[2] / "var" / "assets" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FITS = "width => innerWidth === width && document.documentElement.scrollWidth <= innerWidth"
BEYOND = """[...document.querySelectorAll("body *")].filter(one =>
    !one.parentElement.closest(".scroll") && one.getBoundingClientRect().right > innerWidth
  ).map(one => one.outerHTML.slice(0, 60)).slice(0, 3)"""


@pytest.fixture
def crm(sandbox: Sandbox) -> Iterator[Client]:
    sandbox.reset()
    with Client(sandbox, sandbox.token()) as client:
        yield client
    sandbox.reset()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    # Its policy lets no script run, ours neither: axe is put in from outside.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    yield page
    context.close()


def violations(page: Page) -> list[str]:
    """At both widths, with whatever scrolls sideways."""
    found = []
    page.wait_for_load_state()
    for width in (360, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        try:
            # A page that has just come is laid out anew before it has its last width.
            page.wait_for_function(FITS, arg=width, timeout=5_000)
        except OutOfTime:
            found.append(f"scrolls sideways at {width}: {page.evaluate(BEYOND)}")
        page.evaluate(AXE.read_text())
        run = f"axe.run(document, {{runOnly: {{type: 'tag', values: {json.dumps(RULES)}}}}})"
        found += [f"{one['id']} at {width}" for one in page.evaluate(run)["violations"]]
    return found


@pytest.mark.browser
def test_a_tester_breaks_a_call_looks_into_it_and_changes_a_record(crm: Client, page: Page) -> None:
    page.goto(f"{crm.sandbox.control}/ui")
    assert violations(page) == []
    page.get_by_label("lock", exact=True).fill("match=sobjects,times=2")
    page.get_by_role("button", name="On: lock", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("lock is on.")
    assert violations(page) == []
    status, answer = crm.call("POST", "/sobjects/Account", {"Name": "Acme <b>"})
    assert (status, answer[0]["errorCode"]) == (400, "UNABLE_TO_LOCK_ROW")
    page.get_by_role("button", name="Off: lock").click()
    expect(page.get_by_role("heading", name="No fault is on")).to_be_visible()

    made = crm.create("Account", Name="Acme <b>")
    page.get_by_role("link", name="Calls", exact=True).click()
    assert violations(page) == []
    row = page.get_by_role("row").filter(has_text="lock")
    expect(row).to_contain_text("400")
    row.get_by_role("link").click()
    expect(page.get_by_role("region", name="Asked")).to_contain_text('"Name": "Acme <b>"')
    expect(page.get_by_role("region", name="Answered")).to_contain_text("UNABLE_TO_LOCK_ROW")
    assert violations(page) == []

    page.get_by_role("link", name="Records", exact=True).click()
    page.get_by_role("link", name="Account", exact=True).click()
    assert violations(page) == []
    page.get_by_role("link", name=made).click()
    page.get_by_label("Set, behind the app's back,").select_option("Phone")
    page.get_by_label("to", exact=True).fill("+43 1")
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("cell", name="+43 1")).to_be_visible()
    assert violations(page) == []
    assert crm.query("SELECT Phone FROM Account WHERE Id = '{}'", made)[0]["Phone"] == "+43 1"

    page.get_by_role("link", name="Events", exact=True).click()
    page.get_by_text("/data/AccountChangeEvent CREATE").first.click()
    expect(page.get_by_text('"changeType": "CREATE"').first).to_be_visible()
    assert violations(page) == []


def test_a_wrong_order_is_refused_in_words(crm: Client) -> None:
    page = requests.post(f"{crm.sandbox.control}/ui/faults/lock", data={"how": "often=2"}, timeout=10)
    assert (page.status_code, "unknown: often" in page.text) == (400, True)
    page = requests.post(f"{crm.sandbox.control}/ui/faults/teapot", data={}, timeout=10)
    assert page.status_code == 404


def test_no_page_of_others_presses_its_buttons(crm: Client) -> None:
    crm.sandbox.fault("lock")
    for origin in ("https://example.com", crm.sandbox.org, "null"):
        refused = requests.post(
            f"{crm.sandbox.control}/ui/off", headers={"Origin": origin}, timeout=10, allow_redirects=False
        )
        assert refused.status_code == 403
    own = {"Origin": crm.sandbox.control}
    assert requests.post(f"{crm.sandbox.control}/ui/off", headers=own, timeout=10).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/ui/teapots",
        "/ui/calls/999999",
        "/ui/calls/x",
        "/ui/records/Teapot",
        "/ui/records/Account/1",
        "/ui/static/x",
    ],
)
def test_what_is_not_there_is_said(crm: Client, path: str) -> None:
    page = requests.get(f"{crm.sandbox.control}{path}", timeout=10)
    assert (page.status_code, "no such page" in page.text) == (404, True)


def test_no_token_and_no_secret_is_in_a_payload(crm: Client) -> None:
    text = f"<e><sessionId>{crm.token}</sessionId></e>"
    crm.raw("POST", "/services/Soap/m/67.0", data=text)
    crm.raw("POST", "/services/oauth2/introspect", data={"token": crm.token})
    crm.call("GET", "/limits")
    for call in crm.sandbox.calls():
        page = requests.get(f"{crm.sandbox.control}/ui/calls/{call['n']}", timeout=10).text
        assert crm.token not in page
