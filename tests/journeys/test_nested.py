"""Sets, components, decimals and texts in the panel: by mouse and keyboard, at every width, as axe sees."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.catalog.guide import write_guide
from tests.fixtures_product import running_product
from tests.journeys.desk import WIDTHS, Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def booster(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A rep who has just added a booster set, the product of the author's guide."""
    folder = tmp_path_factory.mktemp("nested")
    with running_product(folder, worker=False, catalog=write_guide(folder / "catalogs")) as product:
        desk = Desk.at(browser, product)
        deals = {one["Name"]: one["Id"] for one in product.sandbox.records("Opportunity")}
        desk.open(deals["Baywave macro upgrade, Bay Area"])
        desk.new_quote()
        desk.new_line("B200 booster set")
        yield desk
        desk.picture("last seen of nested")
        desk.page.close()
        desk.check_console()


def test_a_booster_set_is_configured_to_completion(booster: Desk) -> None:
    found: dict[str, list[str]] = {}

    def check(state: str) -> None:
        for width in WIDTHS:
            booster.resize(width)
            # What scrolls under the head of the page would count as too small to be hit.
            booster.frame.evaluate("scrollTo(0, 0)")
            found[f"{state} at {width}"] = booster.violations(width=width)
        booster.picture(f"nested {state}")

    panel = booster.panel
    check("plant")
    tag = panel.get_by_label("Plant tag", exact=True)
    tag.fill("ab")
    tag.press("Enter")
    expect(booster.notice).to_contain_text("two capital letters, a hyphen and four digits")
    tag.fill("AB-1234")
    tag.press("Enter")
    expect(booster.button("Take back your choice of Plant tag")).to_be_visible()
    pipe = panel.get_by_label("Pipe", exact=True)
    pipe.fill("2.25")
    booster.changed(lambda: pipe.press("Enter"))
    expect(pipe).to_have_value("2.25")
    pressure = panel.get_by_label("Pressure", exact=True)
    pressure.fill("4.5")
    pressure.press("Enter")
    expect(booster.button("Take back your choice of Pressure")).to_be_visible()

    functions = panel.get_by_role("group", name="Functions")
    expect(functions.get_by_label("Dry run protection")).to_be_disabled()
    booster.button("Why? Functions · Dry run protection").click()
    expect(panel.get_by_text("Functions · Dry run protection is always yes.")).to_be_visible()
    check("why")
    booster.button("Close").click()
    booster.button("No more of these Functions").click()
    expect(panel.get_by_text("2 to 3 of these 4 can be chosen")).to_be_visible()
    booster.button("Close").click()
    booster.changed(lambda: functions.get_by_label("Alarm relay").press("Space"))
    booster.changed(lambda: functions.get_by_label("Fieldbus").press("Space"))
    expect(functions.get_by_label("Radio link")).to_be_disabled()

    booster.button("Next: Pumps and valves").click()
    pumps = panel.get_by_role("group", name="Pumps", exact=True)
    booster.changed(lambda: pumps.get_by_role("group", name="Quantity").first.get_by_text("2").click())
    check("rows")
    second = panel.get_by_role("group", name="Pump 2", exact=True)
    expect(second.get_by_role("radio", name="1.5 kW")).to_be_checked()
    first = panel.get_by_role("group", name="Pump 1", exact=True)
    booster.changed(lambda: first.get_by_role("radio", name="Yes").press("Space"))
    booster.button("Same as Pump 1 in Pump 2").click()
    expect(second.get_by_role("radio", name="Yes")).to_be_checked()
    booster.button("Fill the rest with defaults").click()
    expect(booster.button("Done", exact=True)).to_be_visible()
    check("complete")
    told = [f"{state}: {one}" for state, all_told in found.items() for one in all_told]
    assert told == []
