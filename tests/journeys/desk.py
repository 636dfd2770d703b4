"""A rep at a desk: a real browser on the CRM's opportunity page, with the panel in its frame.

    desk.open(opportunity, width=1200)
    desk.new_quote()

``width`` is the panel's. Every message of the browser's console is kept; ``check_console`` tells them.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Frame, Locator, Page, expect

from tests.fixtures_product import ROOT, Product
from tests.thorough import THOROUGH

PICTURES = ROOT / "var" / "test-output" / "panel"
AXE = ROOT / "var" / "assets" / "axe.min.js"
# In an ordinary run the narrowest and the widest: what breaks between them is found by a thorough one.
WIDTHS = (300, 480, 800, 1200) if THOROUGH else (300, 1200)
"""Of the panel. The CRM's page gives its frame no more than the last."""

_AROUND = 66
_HEIGHT = 900
_RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
# Wherever one scrolls to, something lies half under the bar that stays.
_LOOKED_AT = f"""async () => {{
    scrollTo(0, 0);
    await new Promise(requestAnimationFrame);
    const options = {{runOnly: {{type: 'tag', values: {_RULES}}}, resultTypes: ['violations']}};
    const {{violations}} = await axe.run(document, options);
    return [violations.map(({{id, nodes}}) => ({{id, nodes: nodes.map(({{target}}) => ({{target}}))}})),
        document.scrollingElement.scrollWidth > innerWidth];
}}"""
_SETTLED = "body:not(:has(#app[aria-busy=true]))"
_AT_REST = """() => {
    const most = Math.max(560, Math.round(screen.availHeight * 0.8));
    const idle = document.querySelector("#app[aria-busy=false] [data-self]");
    return idle && Math.abs(innerHeight - Math.min(document.body.offsetHeight, most)) < 14;
}"""
# The browser itself notes every answer of 400 and above; the tests look at what the panel makes of them.
_EXPECTED = re.compile(r"Failed to load resource: the server responded with a status of (401|409|422|503)")


@dataclass(slots=True)
class Desk:
    page: Page
    product: Product
    messages: list[str] = field(default_factory=list)

    @classmethod
    def at(cls, browser: Browser, product: Product) -> "Desk":
        desk = cls(browser.new_page(), product)
        desk.page.set_default_timeout(15_000)
        desk.page.on("console", lambda message: desk._heard(message))
        desk.page.on("pageerror", lambda error: desk.messages.append(str(error)))
        return desk

    def open(self, opportunity: str, *, width: int = 1200, user: str = "rep") -> None:
        self.resize(width)
        address = f"{self.product.sandbox.org}/lightning/r/Opportunity/{opportunity}/view"
        self.page.goto(f"{address}?user={user}")
        self.press_button()

    def press_button(self) -> None:
        """The panel anew; one that was open before is not taken for it."""
        self.page.evaluate("document.querySelector('#frame-place iframe')?.setAttribute('data-before', '')")
        self.page.get_by_role("button", name="Configure quote").click()
        expect(self.page.locator("#frame-place iframe[data-before]")).to_have_count(0)
        expect(self.panel.locator("[data-self]")).to_be_visible()

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width + _AROUND, "height": _HEIGHT})

    @property
    def panel(self) -> Locator:
        """What the frame shows while no answer is awaited, so that no click meets what is being replaced."""
        return self.page.frame_locator("#frame-place iframe").locator(_SETTLED)

    @property
    def frame(self) -> Frame:
        found = self.page.frame(url=re.compile("/canvas/"))
        assert found is not None
        return found

    def rest(self) -> None:
        """Until the parent has given the frame its height: a click never meets what moves."""
        self.frame.wait_for_function(_AT_REST)

    def button(self, name: str | re.Pattern[str], *, exact: bool = False) -> Locator:
        self.rest()
        return self.panel.get_by_role("button", name=name, exact=exact)

    def heading(self, name: str | re.Pattern[str]) -> Locator:
        return self.panel.get_by_role("heading", name=name)

    @property
    def total(self) -> Locator:
        return self.panel.locator(".qw-running__net, .qw-total__net .qw-figure")

    @property
    def notice(self) -> Locator:
        return self.panel.get_by_role("alert")

    def of_line(self, n: int, deed: str) -> None:
        """Chooses it from the menu of the line."""
        self.button(f"More for line {n},").click()
        self.panel.get_by_role("menuitem", name=deed).click()

    def changed(self, deed: Callable[[], object]) -> None:
        """Does it, and waits until the panel shows the answer: its total changes."""
        before = self.total.inner_text()
        deed()
        expect(self.total).not_to_have_text(before)

    def new_quote(self) -> None:
        """From wherever the panel opened: a draft with lines opens by itself."""
        every, new = (self.panel.get_by_role("button", name=name) for name in ("All quotes", "New quote"))
        expect(every.or_(new)).to_be_visible()
        if every.count():
            self.button("All quotes").click()
        self.button("New quote").click()

    def new_line(self, product: str) -> None:
        self.button(f"Add {product}").click()
        expect(self.panel.get_by_role("heading", name=product, level=1)).to_be_visible()

    def choose(self, question: str, answer: str) -> None:
        """A click on an answer; returns when it is stored."""
        group = self.panel.get_by_role("group", name=re.compile(f"^{re.escape(question)}"))
        group.get_by_text(answer, exact=True).click()
        expect(self.button(f"Take back your choice of {question}")).to_be_visible()
        expect(group.get_by_role("radio", checked=True)).to_have_accessible_name(
            re.compile(re.escape(answer))
        )

    def focused(self) -> str:
        """The words of what has the focus in the panel."""
        return str(self.frame.evaluate("document.activeElement.innerText || document.activeElement.value"))

    def violations(self, *, width: int) -> list[str]:
        """What axe finds against WCAG 2.2 AA and good practice at that width; also if it scrolls sideways."""
        self.resize(width)
        if not self.frame.evaluate("'axe' in window"):
            self.frame.evaluate(AXE.read_text(encoding="utf-8"))
        found, too_wide = self.frame.evaluate(_LOOKED_AT)
        told = [f"{one['id']}: {json.dumps([node['target'] for node in one['nodes']][:3])}" for one in found]
        return told + (["it scrolls sideways"] if too_wide else [])

    def picture(self, name: str) -> None:
        """For people to look at, where ``QUOTEWRIGHT_TEST_PICTURES`` asks for them: they take their time."""
        if not os.environ.get("QUOTEWRIGHT_TEST_PICTURES"):
            return
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        # A frame from another site is painted only where the window shows it.
        before = self.page.viewport_size
        assert before is not None
        self.page.set_viewport_size({"width": before["width"], "height": 2 * _HEIGHT})
        self.page.screenshot(path=path)
        self.page.set_viewport_size(before)

    def check_console(self) -> None:
        assert self.messages == []

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not _EXPECTED.match(message.text):
            self.messages.append(f"{message.type}: {message.text}")
