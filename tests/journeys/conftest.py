from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.fixtures_product import Json, Product, Selling, running_product
from tests.journeys.desk import Desk

MACHINERY = Selling("machinery", "machinery", "Conveyors and Drives")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with running_product(tmp_path_factory.mktemp("journeys"), also=(MACHINERY,)) as running:
        running.worker_ready()
        yield running


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
