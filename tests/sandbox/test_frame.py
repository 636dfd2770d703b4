"""The frame in a real browser: the vendor's own SDK in the guest, the sandbox's page as the parent."""

import base64
import html
import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, ConsoleMessage, FrameLocator, Page, expect

from tests.fixtures_sandbox import Sandbox, running_sandbox

pytestmark = pytest.mark.browser
# Long enough for a machine that is busy with everything else.
expect.set_options(timeout=20_000)
HERE = Path(__file__).parent
SDK = HERE.parents[1] / "static" / "vendor" / "canvas-sdk.js"
PAGE = """<!doctype html><html lang="en"><title>Guest</title>
<script type="application/json" id="request">{}</script>
<button id="refresh">refresh</button><button id="repost">repost</button><button id="renew">renew</button>
<button id="publish">publish</button><button id="deaf">deaf</button><button id="grow">grow</button>
<button id="ask" data-method="GET" data-url="/services/data/v67.0/query?q=SELECT+Name+FROM+User">ask</button>
<button id="make" data-method="POST" data-url="/services/data/v67.0/sobjects/Account"
 data-body='{{"Name": "From the frame"}}'>make</button>
<button id="miss" data-method="GET" data-url="/services/data/v67.0/sobjects/Nothing">miss</button>
<button id="stray" data-method="GET" data-url="https://elsewhere.example/services/data">stray</button>
<p id="method">{}</p><div id="heard"></div>
<script src="/sdk.js"></script><script src="/guest.js"></script></html>"""


class _Guest(http.server.BaseHTTPRequestHandler):
    def _send(self, kind: str, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", "default-src 'none'; script-src 'self'")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _page(self, request: str) -> None:
        # In a script element of JSON nothing but the end tag needs care.
        self._send(
            "text/html; charset=utf-8",
            PAGE.format(request.replace("<", "\\u003c"), html.escape(self.command)).encode(),
        )

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = parse_qs(body, strict_parsing=True)
        assert list(fields) == ["signed_request"]
        self._page(base64.b64decode(fields["signed_request"][0].split(".", 1)[1], validate=True).decode())

    def do_GET(self) -> None:
        files = {"/sdk.js": SDK, "/guest.js": HERE / "guest" / "guest.js"}
        if self.path in files:
            self._send("text/javascript", files[self.path].read_bytes())
        else:
            self._page("")

    def log_message(self, *_: Any) -> None:
        """Silent."""


@contextmanager
def guest() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Guest)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://localhost:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with guest() as origin, running_sandbox(tmp_path_factory.mktemp("crm"), app_url=origin) as running:
        yield running


def _is_trouble(message: ConsoleMessage) -> bool:
    """What the API refuses a frame is its answer, though the browser notes it too."""
    return message.type == "error" and not re.search("status of 40[04]", message.text)


@pytest.fixture
def page(browser: Browser, hosted: Sandbox) -> Iterator[Page]:
    hosted.reset()
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if _is_trouble(message) else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert complaints == []


AURA, VISUALFORCE = "/lightning/r/Opportunity/{}/view?user={}", "/apex/Quotewright?id={}&user={}"


def launched(page: Page, sandbox: Sandbox, user: str = "rep", *, path: str = AURA) -> FrameLocator:
    deal = sandbox.records("Opportunity")[0]["Id"]
    page.goto(sandbox.org + path.format(deal, user))
    page.get_by_role("button", name="Configure quote").click()
    return page.frame_locator("iframe[name^='canvas-frame-']")


def said(frame: FrameLocator, name: str) -> Any:
    return json.loads(frame.locator(f"#{name}").last.inner_text(timeout=20_000))


def test_the_button_posts_a_signed_request_into_the_frame(page: Page, hosted: Sandbox) -> None:
    frame = launched(page, hosted)
    told = said(frame, "launched")
    deal = hosted.records("Opportunity")[0]["Id"]
    assert (told["location"], told["parameters"]) == ("Aura", {"recordId": deal})
    assert "record" not in told
    assert told["name"].startswith("canvas-frame-_:Quotewright_Panel:")
    assert frame.locator("#method").inner_text() == "POST"


def test_the_sdk_gets_its_context_its_size_and_its_events(page: Page, hosted: Sandbox) -> None:
    frame = launched(page, hosted)
    assert said(frame, "ctx") == {"status": 200, "user": "rep@sandbox.example"}
    expect(page.locator("iframe")).to_have_css("height", "432px")
    frame.locator("#publish").click()
    assert said(frame, "event") == {"quote": 7, "count": 1}
    frame.locator("#deaf").click()
    frame.locator("#publish").click()
    frame.locator("#ask").click()
    said(frame, "ask-answer")
    expect(frame.locator("#event")).to_have_count(1)
    frame.locator("#grow").click()
    expect(page.locator("iframe")).to_have_attribute("style", re.compile(r"height: (?:[789]\d\d|\d{4})px"))


def test_a_frame_asks_the_org_with_its_own_token_and_nobody_else(page: Page, hosted: Sandbox) -> None:
    frame = launched(page, hosted, "readonly")
    for button in ("ask", "make", "miss", "stray"):
        frame.locator(f"#{button}").click()
    assert said(frame, "ask-answer")["payload"]["totalSize"] == 6
    refused = said(frame, "make-answer")
    assert (refused["status"], refused["payload"][0]["errorCode"]) == (400, "INSUFFICIENT_ACCESS_OR_READONLY")
    missed = said(frame, "miss-answer")
    assert (missed["status"], missed["payload"][0]["errorCode"]) == (404, "NOT_FOUND")
    assert said(frame, "stray-answer")["status"] == 403


def test_a_visualforce_page_gives_the_record_and_what_is_made_from_its_frame_is_there(
    page: Page, hosted: Sandbox
) -> None:
    frame = launched(page, hosted, path=VISUALFORCE)
    told = said(frame, "launched")
    deal = hosted.records("Opportunity")[0]["Id"]
    assert (told["location"], told["parameters"], told["record"]) == ("Visualforce", {}, deal)
    frame.locator("#make").click()
    made = said(frame, "make-answer")
    assert (made["status"], made["payload"]["success"]) == (201, True)
    names = {row["Id"]: row["Name"] for row in hosted.records("Account")}
    assert names[made["payload"]["id"]] == "From the frame"
    page.get_by_label("Signed in as").select_option("approver")
    expect(page).to_have_url(f"{hosted.org}{VISUALFORCE.format(deal, 'approver')}")


def test_a_refreshed_request_has_a_new_token_for_the_same_instance(page: Page, hosted: Sandbox) -> None:
    frame = launched(page, hosted)
    first = said(frame, "launched")
    frame.locator("#refresh").click()
    told = said(frame, "refreshed")
    assert told["status"] == 200
    envelope = json.loads(base64.b64decode(told["response"].split(".", 1)[1]))
    assert envelope["client"]["oauthToken"] != first["token"]
    assert f"canvas-frame-{envelope['client']['instanceId']}" == first["name"]


def test_a_repost_sends_the_same_request_and_a_renewing_one_another(page: Page, hosted: Sandbox) -> None:
    frame = launched(page, hosted)
    first = said(frame, "launched")
    for button, same in (("repost", True), ("renew", False)):
        frame.locator("#launched").evaluate("(node) => node.removeAttribute('id')")
        frame.locator(f"#{button}").click()
        again = said(frame, "launched")
        assert (again["token"] == first["token"]) is same
        assert again["name"] == first["name"]


def test_a_newcomers_frame_is_fetched_without_a_request_until_they_approve(
    page: Page, hosted: Sandbox
) -> None:
    frame = launched(page, hosted, "newcomer")
    expect(frame.locator("#method")).to_have_text("GET")
    assert "_sfdc_canvas_auth=user_approval_required" in page.frames[1].url
    frame.locator("#refresh").click()
    assert said(frame, "refreshed") == {"status": 403, "response": None}
    hosted.approve("newcomer")
    frame.locator("#renew").click()
    assert said(frame, "launched")["token"]


def test_quotes_appear_by_themselves_and_open_lines_stay_open(page: Page, hosted: Sandbox) -> None:
    from tests.sandbox.client import Client

    with Client(hosted, hosted.token()) as client:
        launched(page, hosted)
        expect(page.locator("#quotes")).to_contain_text("No quotes yet")
        client.graph(client.quote_nodes("k", 2))
        expect(page.locator(".quote-total")).to_have_text("EUR 40.20", timeout=20_000)
        expect(page.locator("[data-amount]")).to_have_text("EUR 40.20")
        page.locator("summary").click()
        quote = client.query("SELECT Id FROM Quote")[0]["Id"]
        client.line(quote, UnitPrice="1.00", Description="<script>alert(1)</script>")
        expect(page.locator(".quote-total")).to_have_text("EUR 41.20", timeout=20_000)
        expect(page.locator("details")).to_have_attribute("open", "")
        expect(page.locator("details")).to_contain_text("<script>alert(1)</script>")
        assert page.locator("iframe").count() == 1


def test_the_page_of_the_hostile_account_runs_no_script(page: Page, hosted: Sandbox) -> None:
    rows = hosted.records("Opportunity")
    account = next(a for a in hosted.records("Account") if "<script>" in a["Name"])
    deal = next(row for row in rows if row["AccountId"] == account["Id"])
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto(f"{hosted.org}/lightning/r/Opportunity/{deal['Id']}/view")
    expect(page.locator(".highlights")).to_contain_text(account["Name"])
    page.get_by_role("button", name="Configure quote").click()
    assert said(page.frame_locator("iframe"), "launched")["parameters"]["recordId"] == deal["Id"]
