"""What was offered, looked at again: quotes side by side in the panel, and the page that verifies a PDF."""

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, expect

from tests.fixtures_product import Json, Product
from tests.journeys.desk import AXE, WIDTHS, Desk

pytestmark = pytest.mark.browser

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def test_two_quotes_are_compared_and_one_is_taken_along(
    desk: Desk, product: Product, opportunities: dict[str, Json]
) -> None:
    opportunity = opportunities["Baywave macro upgrade, Bay Area"]["Id"]
    rep = product.sign_in(opportunity=opportunity)
    first, second = rep.quote(), rep.quote()
    for quote, quantity in ((first, 1), (second, 3)):
        rep.line(quote, "mx900", quantity)
    rep.line(first, "sc300")
    reason = {"discount": {"percent": "7.5", "reason": "A long-standing customer with many sites"}}
    rep.told("PATCH", f"/quotes/{second}/lines/1", {**reason, "choices": {"sectors": 2}})
    rep.line(second, "sc300", 40)
    desk.open(opportunity)
    desk.button("All quotes").click()
    numbers = [rep.told("GET", f"/quotes/{quote}")["number"] for quote in (first, second)]
    desk.button(numbers[1]).click()
    expect(desk.heading(f"Quote {numbers[1]}")).to_be_visible()
    with desk.page.expect_download() as download:
        desk.button("Download XLSX").click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes()))["Offer"]
    assert sheet["A1"].value == f"Quote {numbers[1]}"
    desk.button("Compare", exact=True).click()
    found = {f"with at {width}": desk.violations(width=width) for width in WIDTHS}
    desk.button(numbers[0], exact=True).click()
    expect(desk.heading(f"{numbers[0]} compared with {numbers[1]}")).to_be_visible()
    expect(desk.panel.get_by_text("quantity 1 → 3")).to_be_visible()
    for width in WIDTHS:
        found[f"compare at {width}"] = desk.violations(width=width)
        desk.picture(f"compare {width}")
    desk.button("The other way round").click()
    expect(desk.panel.get_by_text("quantity 3 → 1")).to_be_visible()
    assert {state: told for state, told in found.items() if told} == {}


def test_whoever_holds_the_pdf_verifies_it(
    desk: Desk, product: Product, opportunities: dict[str, Json]
) -> None:
    rep = product.sign_in(opportunity=opportunities["Baywave macro upgrade, Bay Area"]["Id"])
    quote = rep.quote()
    rep.line(quote, "sc300")
    rep.submit(quote)
    assert rep.ended(quote)["state"] == "written"
    document = rep.call("GET", f"/quotes/{quote}/document.pdf").body
    assert isinstance(document, bytes)
    page, found = desk.page, {}
    page.goto(f"{product.url}/verify")

    def check(state: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if not page.evaluate("'axe' in window"):
                page.evaluate(AXE.read_text(encoding="utf-8"))
            run = f"axe.run(document, {{runOnly: {{type: 'tag', values: {json.dumps(_RULES)}}}}})"
            told = [one["id"] for one in page.evaluate(run)["violations"]]
            wide = page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
            found[f"{state} at {width}"] = told + (["it scrolls sideways"] if wide else [])
        desk.picture(f"verify {state}")

    def send(buffer: bytes) -> None:
        file: FilePayload = {"name": "offer.pdf", "mimeType": "application/pdf", "buffer": buffer}
        page.get_by_label("The document as you got it").set_input_files(file)

    check("asking")
    send(document)
    page.get_by_role("button", name="Verify the document").click()
    expect(page.get_by_role("heading", name="Genuine")).to_be_visible()
    check("genuine")
    send(document + b"%")
    page.get_by_role("button", name="Verify the document").click()
    expect(page.get_by_role("heading", name="Altered")).to_be_visible()
    check("altered")
    page.get_by_label("Number of the quotation").fill("Q-00001")
    page.get_by_label("Code, at the foot").fill("0000-0000-0000-0000")
    page.get_by_role("button", name="Verify the code").click()
    expect(page.get_by_role("heading", name="Unknown")).to_be_visible()
    check("unknown")
    assert {state: told for state, told in found.items() if told} == {}
