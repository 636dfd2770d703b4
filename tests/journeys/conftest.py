import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.fixtures_product import Json, Product, running_product
from tests.journeys.desk import Desk

_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--screen-info={1600x1200}",
)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(tmp_path_factory.mktemp("journeys")) as running:
        running.worker_ready()
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("QUOTEWRIGHT_TEST_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture
def desk(browser: Browser, product: Product) -> Iterator[Desk]:
    """A new window; afterwards its console was silent."""
    desk = Desk.at(browser, product)
    yield desk
    desk.picture("last seen")
    desk.page.close()
    desk.check_console()


@pytest.fixture(scope="session")
def opportunities(product: Product) -> dict[str, Json]:
    """The org's opportunities by name."""
    return {record["Name"]: record for record in product.sandbox.records("Opportunity")}
