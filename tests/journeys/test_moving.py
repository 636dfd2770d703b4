"""A newer catalog comes into force while a rep has a quote open: they look, stay, look again, and move."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from app.actions.candidate import Order
from app.store.catalogs import FolderFiles
from tests.fixtures_catalog import DEARER, NO_STRAND, STREETS_ON_FIBRE, next_telecom
from tests.fixtures_product import Product, running_product
from tests.journeys.desk import WIDTHS, Desk
from tests.publishing import publish_unproven

pytestmark = pytest.mark.browser

CELL, CARE = "SC300 small cell", "CARE service plan"
DEAL = "Nordtel — 5G rollout phase 2"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """One of its own: the others sell from the catalog as it is shipped."""
    with running_product(tmp_path_factory.mktemp("moving")) as running:
        running.worker_ready()
        yield running


@pytest.fixture
def desk(browser: Browser, product: Product) -> Iterator[Desk]:
    desk = Desk.at(browser, product)
    yield desk
    desk.page.close()
    desk.check_console()


def test_a_rep_sees_what_a_newer_catalog_changes_then_moves(desk: Desk, tmp_path: Path) -> None:
    deal = next(one for one in desk.product.sandbox.records("Opportunity") if one["Name"] == DEAL)
    desk.open(deal["Id"], width=480)
    desk.new_quote()
    _two_lines(desk)
    before = desk.total.inner_text()

    _publish(desk.product, tmp_path)
    _until_told(desk)
    desk.picture("newer-catalog")
    desk.button("See what would change").click()
    _shows_what_changes(desk, before)

    desk.button("Stay").click()
    expect(desk.total).to_have_text(before)
    expect(desk.panel.get_by_text("A newer catalog is in force.")).to_be_visible()
    expect(desk.button(f"Add {CARE}")).to_have_count(0)
    desk.button(f"More for line 2, {CARE}").click()
    expect(desk.panel.get_by_role("menuitem", name="Remove line 2")).to_be_visible()
    expect(desk.panel.get_by_role("menuitem", name="Copy line 2")).to_have_count(0)
    desk.page.keyboard.press("Escape")
    desk.button(f"More for line 1, {CELL}").click()
    expect(desk.panel.get_by_role("menuitem", name="Copy line 1")).to_be_visible()
    desk.page.keyboard.press("Escape")

    desk.button("See what would change").click()
    expect(desk.heading("What the newer catalog changes")).to_be_focused()
    after = desk.panel.locator(".qw-total__net .qw-figure").inner_text()
    desk.button("Move", exact=True).click()
    expect(desk.heading(re.compile("^Quote Q-"))).to_be_visible()
    expect(desk.total).to_have_text(after)
    expect(desk.panel.get_by_text("A newer catalog is in force.")).to_have_count(0)
    expect(desk.panel.get_by_text("Line 1 still has open questions.")).to_be_visible()
    expect(desk.panel.get_by_text(CARE)).to_have_count(0)
    _is_undone_and_made_again(desk, before, after)
    _can_be_finished_and_saved(desk)


def _two_lines(desk: Desk) -> None:
    desk.new_line(CELL)
    desk.choose("Environment", "Street")
    desk.choose("Mounting", "Strand clamp")
    desk.button("Quote Q-").click()
    desk.new_line(CARE)
    desk.button("Fill the rest with defaults").click()
    desk.button("Done", exact=True).click()
    expect(desk.button("See what would change")).to_have_count(0)


def _publish(product: Product, folder: Path) -> None:
    home = next_telecom(folder, "2099.1", DEARER, STREETS_ON_FIBRE, *NO_STRAND, without=("care",))
    publish_unproven(product.database, FolderFiles(home), Order(by="ada", at=datetime.now(UTC)))


def _until_told(desk: Desk) -> None:
    """The process notices by itself; the rep goes to and fro meanwhile."""
    for _ in range(20):
        desk.button("All quotes").click()
        desk.button(re.compile("^Open quote Q-")).first.click()
        expect(desk.heading(re.compile("^Quote Q-"))).to_be_visible()
        if desk.panel.get_by_text("A newer catalog is in force.").count():
            return
        desk.page.wait_for_timeout(500)
    raise AssertionError("the panel never told of the newer catalog")


def _shows_what_changes(desk: Desk, before: str) -> None:
    expect(desk.heading("What the newer catalog changes")).to_be_focused()
    first, second = desk.panel.locator(".qw-move").all()
    expect(first).to_contain_text("Mounting: Strand clamp cannot stay. The newer catalog does not offer it.")
    expect(first).to_contain_text("Left open for you to answer.")
    expect(first).to_contain_text("Backhaul: 10G fibre follows now.")
    expect(second).to_contain_text("No longer sold: the line is taken off the quote.")
    expect(desk.panel.get_by_text("Total net now").locator("..")).to_contain_text(before)
    for width in WIDTHS:
        assert desk.violations(width=width) == []
    desk.resize(480)
    desk.picture("what-changes")


def _is_undone_and_made_again(desk: Desk, before: str, after: str) -> None:
    desk.button("Undo", exact=True).click()
    expect(desk.panel.locator("[data-said]")).to_have_text("Undone: Move to release 2099.1.")
    expect(desk.total).to_have_text(before)
    expect(desk.panel.get_by_text(CARE).first).to_be_visible()
    for width in WIDTHS:
        assert desk.violations(width=width) == []
    for width in (300, 480, 1200):
        desk.resize(width)
        desk.picture(f"move-undone-{width}")
    desk.resize(480)
    desk.button("Redo", exact=True).click()
    expect(desk.panel.locator("[data-said]")).to_have_text("Done again: Move to release 2099.1.")
    expect(desk.total).to_have_text(after)


def _can_be_finished_and_saved(desk: Desk) -> None:
    desk.button(f"Configure line 1, {CELL}").click()
    desk.button("Fill the rest with defaults").click()
    desk.button("Done", exact=True).click()
    desk.button("Save quote to the opportunity").click()
    expect(desk.panel.get_by_text("Saved to the opportunity")).to_be_visible()
