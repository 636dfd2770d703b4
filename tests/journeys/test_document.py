"""A rep looks at the document before it goes out, in another language, and chooses it for the quote."""

import io
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.fixtures_product import Json
from tests.journeys.desk import WIDTHS, Desk

pytestmark = pytest.mark.browser


def test_the_document_is_seen_page_by_page_in_another_language_and_kept(
    desk: Desk, opportunities: dict[str, Json], tmp_path: Path
) -> None:
    desk.open(opportunities["Baywave macro upgrade, Bay Area"]["Id"])
    desk.new_quote()
    desk.new_line("MX900 macro base station")
    desk.button("Fill the rest with defaults").click()
    desk.button("Done", exact=True).click()
    desk.button("See the document").click()
    page = desk.panel.get_by_role("img", name="Page 1 of")
    expect(page).to_be_visible()
    desk.picture("document in English")
    desk.panel.get_by_label("Language").select_option(label="العربية")
    desk.panel.get_by_label("Acceptance").uncheck()
    desk.button("Show", exact=True).click()
    expect(desk.panel.locator("[lang=ar][dir=rtl]")).to_have_count(1)
    expect(desk.panel.get_by_label("Acceptance")).not_to_be_checked()
    desk.panel.get_by_text("The document in words").click()
    found = {width: desk.violations(width=width) for width in WIDTHS}
    assert found == {width: [] for width in WIDTHS}
    desk.picture("document in Arabic")
    desk.button("Next page").click()
    expect(desk.panel.get_by_role("img", name="Page 2 of")).to_be_visible()
    desk.button("Use for this quote").click()
    expect(desk.panel.locator("[data-said]")).to_have_text("The quote will go out like this.")
    with desk.page.expect_download() as download:
        desk.button("Download PDF").click()
    file = tmp_path / "quote.pdf"
    download.value.save_as(file)
    reader = PdfReader(io.BytesIO(file.read_bytes()))
    assert str(reader.root_object["/Lang"]) == "ar"
