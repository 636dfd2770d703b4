from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from app.store import outbox
from tests.fixtures_product import Product, running_product


@pytest.fixture(scope="session")
def begin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Product]]:
    """A product with nothing under way: the one of the test before, unless that left work behind."""
    running: list[Product] = []
    with ExitStack() as stack:

        def started() -> Product:
            if not running or not _clean(running[0]):
                stack.close()
                running[:] = [stack.enter_context(running_product(tmp_path_factory.mktemp("product")))]
            return running[0]

        yield started


@pytest.fixture
def product(begin: Callable[[], Product]) -> Product:
    found = begin()
    found.worker_ready()
    found.sandbox.reset()
    return found


def _clean(product: Product) -> bool:
    if set(product.processes) != {"web", "worker"}:
        return False
    with product.database.reading() as tx:
        return outbox.count_unfinished(tx) == 0
