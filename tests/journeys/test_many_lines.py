"""Many lines in a browser: pasted and uploaded with a report, arranged in groups; two windows that meet."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.fixtures_product import Json, Product
from tests.journeys.desk import WIDTHS, Desk

pytestmark = pytest.mark.browser

DEAL = "Helvetia Mobile indoor coverage"
ROWS = """product\tquantity\tenvironment\tgroup\tnote
sc300\t2\tstreet\tSites\tBy crane
sc300\tmany
care\t12\t\tServices
"""


@pytest.fixture
def other(browser: Browser, product: Product) -> Iterator[Desk]:
    """A second window of the same rep."""
    desk = Desk.at(browser, product)
    yield desk
    desk.page.close()
    desk.check_console()


def test_lines_are_added_arranged_and_shared_with_a_second_window(
    desk: Desk, other: Desk, opportunities: dict[str, Json], tmp_path: Path
) -> None:
    record = opportunities.get(DEAL) or next(iter(opportunities.values()))
    desk.open(record["Id"])
    desk.new_quote()
    _pasted(desk)
    _uploaded(desk, tmp_path)
    _arranged(desk)
    _two_windows(desk, other, record["Id"])


def _pasted(desk: Desk) -> None:
    desk.button("Add many lines").click()
    desk.panel.get_by_label("Rows", exact=True).fill(ROWS)
    desk.button("Look at it first").click()
    expect(desk.panel.get_by_text("2 of 3 rows can be added.")).to_be_visible()
    expect(desk.panel.get_by_role("cell", name="B3", exact=True)).to_be_visible()
    for width in WIDTHS:
        assert desk.violations(width=width) == []
    desk.resize(1200)
    desk.picture("rows looked at")
    desk.button("Add only the 2 good rows").click()
    expect(desk.panel.locator("[data-said]")).to_have_text("2 lines added. 1 of 3 rows were left out.")


def _uploaded(desk: Desk, folder: Path) -> None:
    file = folder / "more.csv"
    file.write_bytes("product;quantity\nml200;3\n".encode("utf-16"))
    desk.button(re.compile("^Quote Q-")).click()
    desk.button("Add many lines").click()
    desk.panel.get_by_label("or a file").set_input_files(file)
    desk.button("Look at it first").click()
    expect(desk.panel.get_by_text("more.csv: 1 of 1 rows can be added.")).to_be_visible()
    desk.button("Add 1 lines").click()
    expect(desk.panel.locator("[data-said]")).to_have_text("1 line added.")


def _arranged(desk: Desk) -> None:
    expect(desk.heading("Sites")).to_be_visible()
    desk.panel.get_by_label("Line 3, ").check()
    desk.panel.get_by_label("Group", exact=True).select_option("Services")
    desk.button("Put into the group").click()
    expect(desk.panel.locator("[data-said]")).to_have_text("Line 3 put into group Services.")
    desk.button("Make line 2 optional").click()
    expect(desk.panel.locator("#arranged-2")).to_contain_text("optional")
    desk.panel.get_by_label("Note on line 3").fill("After the roof")
    desk.panel.get_by_label("Note on line 3").blur()
    expect(desk.panel.locator("[data-said]")).to_have_text("Note on line 3.")
    for width in WIDTHS:
        assert desk.violations(width=width) == []
    desk.resize(1200)
    desk.picture("lines arranged")


def _two_windows(desk: Desk, other: Desk, opportunity: str) -> None:
    other.open(opportunity)
    if other.panel.get_by_role("button", name="Arrange lines").count() == 0:
        other.button(re.compile("^Open quote")).first.click()
    other.button("Arrange lines").click()
    desk.panel.get_by_label("Note on line 3").fill("In May")
    desk.panel.get_by_label("Note on line 3").blur()
    expect(desk.panel.locator("[data-said]")).to_have_text("Note on line 3.")
    other.panel.get_by_label("Note on line 1").fill("By boat")
    other.panel.get_by_label("Note on line 1").blur()
    expect(other.panel.locator("[data-said]")).to_contain_text("Changed meanwhile: you, in another window")
    expect(other.panel.get_by_label("Note on line 3")).to_have_value("In May")
    desk.panel.get_by_label("Note on line 1").fill("By train")
    desk.panel.get_by_label("Note on line 1").blur()
    expect(desk.notice).to_contain_text("By boat")
    desk.picture("both values")
    desk.button("Put in what I want").click()
    expect(desk.panel.locator("[data-said]")).to_contain_text("Note on line 1.")
    expect(desk.panel.get_by_label("Note on line 1")).to_have_value("By train")
    _meets_in_the_table(desk, other)


def _meets_in_the_table(desk: Desk, other: Desk) -> None:
    for one in (desk, other):
        one.button(re.compile("^Quote Q-")).click()
    desk.panel.get_by_label("Quantity of line 3").fill("5")
    desk.changed(lambda: desk.panel.get_by_label("Quantity of line 3").press("Enter"))
    other.panel.get_by_label("Quantity of line 3").fill("6")
    other.panel.get_by_label("Quantity of line 3").press("Enter")
    expect(other.notice).to_contain_text("Line 3, quantity")
    other.changed(lambda: other.button("Put in what I want").click())
    expect(other.panel.get_by_label("Quantity of line 3")).to_have_value("6")
