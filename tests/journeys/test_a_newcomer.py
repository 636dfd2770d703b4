"""A user who has not yet allowed the app: once through the CRM's own page, then straight into the panel."""

from playwright.sync_api import Browser, expect

from tests.fixtures_product import Json, Product


def test_a_newcomer_allows_the_app_in_a_window_of_its_own_and_goes_on(
    browser: Browser, product: Product, opportunities: dict[str, Json]
) -> None:
    record = next(iter(opportunities.values()))["Id"]
    page = browser.new_page()
    page.goto(f"{product.sandbox.org}/lightning/r/Opportunity/{record}/view?user=newcomer")
    page.get_by_role("button", name="Configure quote").click()
    frame = page.frame_locator("iframe")
    with page.expect_popup() as opened:
        frame.get_by_text("Allow access", exact=True).click()
    consent = opened.value
    expect(consent.locator("#user")).to_have_value("newcomer")
    with consent.expect_event("close"):
        consent.get_by_role("button", name="Allow").click()
    expect(frame.get_by_role("button", name="New quote")).to_be_visible(timeout=20_000)
    page.close()
