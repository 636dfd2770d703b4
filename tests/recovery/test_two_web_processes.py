"""Two web processes at work: twenty reps at once, and a new release that comes into force meanwhile."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.actions.candidate import Order
from app.actions.revert_release import revert_release
from app.catalog import Release
from app.store.catalogs import FolderFiles
from tests.fixtures_catalog import DEARER, NO_STRAND, STREETS_ON_FIBRE, Change, next_telecom
from tests.fixtures_product import Product, Rep, running_product, until
from tests.publishing import publish_unproven
from tests.recovery.busy import many_at_once
from tests.store.servers import postgres_database
from tests.thorough import THOROUGH

pytestmark = pytest.mark.slow

_REPS = 3
_IN_A_ROW = 12


@pytest.fixture(scope="module", params=["sqlite", "postgresql"] if THOROUGH else ["postgresql"])
def product(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Two web processes, which may be of different mind, and two workers; in a thorough run on SQLite, too,
    with the one worker that goes there.
    """
    with ExitStack() as stack:
        several = request.param == "postgresql"
        database_url = stack.enter_context(contextmanager(postgres_database)()) if several else ""
        folder = tmp_path_factory.mktemp("product")
        running = stack.enter_context(running_product(folder, web_processes=2, database_url=database_url))
        if several:
            running.start_worker("second")
        running.worker_ready()
        yield running


@dataclass(slots=True)
class Traffic:
    """Reps at work until they are stopped. Keeps every answer that was no success."""

    stop: threading.Event = field(default_factory=threading.Event)
    failed: list[str] = field(default_factory=list)
    answered: int = 0

    def run(self, rep: Rep) -> None:
        while not self.stop.is_set():
            quote = self._body(rep, "POST", "/quotes", {})["id"]
            line = {"product": "sc300", "quantity": 2, "choices": {"environment": "street"}}
            self._body(rep, "POST", f"/quotes/{quote}/lines", line)
            self._body(rep, "POST", f"/quotes/{quote}/lines/1/complete", {})
            self._body(rep, "GET", f"/quotes/{quote}/lines/1", None)
            self._body(rep, "GET", "/products", None)

    def _body(self, rep: Rep, method: str, path: str, body: dict[str, object] | None) -> dict[str, str]:
        answer = rep.call(method, path, body)
        self.answered += 1
        if answer.status >= 300:
            self.failed.append(f"{method} {path}: {answer.status} {answer.body}")
            self.stop.set()
        found: dict[str, str] = answer.body
        return found


def publish(product: Product, folder: Path, version: str, *changes: Change) -> Release:
    files = FolderFiles(next_telecom(folder, version, *changes))
    return publish_unproven(product.database, files, Order(by="ada", at=datetime.now(UTC))).release


def all_use(product: Product, rep: Rep, release: Release) -> None:
    """Waits until every one of many answers in a row comes from that release, whichever process gave it."""

    def settled() -> bool:
        quotes = [rep.told("POST", "/quotes", {})["release"] for _ in range(_IN_A_ROW)]
        return quotes == [release.fingerprint] * _IN_A_ROW

    until(settled, seconds=60, otherwise=lambda: product.log("web"))


def test_twenty_reps_at_once_lose_nothing(product: Product) -> None:
    many_at_once(product)


def test_no_request_fails_while_releases_come_into_force(product: Product, tmp_path: Path) -> None:
    rep = product.sign_in()
    old = rep.quote()
    before = rep.line(old, "sc300", 7)
    traffic = Traffic()
    with ThreadPoolExecutor(_REPS) as pool:
        at_work = [pool.submit(traffic.run, product.sign_in()) for _ in range(_REPS)]
        try:
            first = publish(product, tmp_path, "2099.1", DEARER, STREETS_ON_FIBRE)
            all_use(product, rep, first)
            second = publish(product, tmp_path, "2099.2", *NO_STRAND)
            all_use(product, rep, second)
            revert_release(product.database, "telecom", "2099.1", Order(by="ada", at=datetime.now(UTC)))
            all_use(product, rep, first)
        finally:
            traffic.stop.set()
    assert [one.exception() for one in at_work] == [None] * _REPS
    assert traffic.failed == []
    assert traffic.answered > 30
    _still_as_it_was(rep, old, before)


def _still_as_it_was(rep: Rep, quote: str, before: dict[str, object]) -> None:
    """Priced anew on its own release, the old quote comes to the same cents; then it goes to the CRM."""
    for quantity in (8, 7):
        rep.told("PATCH", f"/quotes/{quote}/lines/1", {"quantity": quantity})
    after = rep.told("GET", f"/quotes/{quote}/lines/1")
    same = {**before, "quote": None}
    # What completing did is told once.
    del same["completed"]
    assert {**after, "quote": None} == same
    rep.submit(quote)
    assert rep.ended(quote)["state"] == "written"
