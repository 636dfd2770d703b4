"""What is published is compiled once: no other process, and no first click, has to do it again."""

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.actions import add_line, keep_starts, ready_open_quotes, start_quote, switch_releases
from app.actions.candidate import Order
from app.catalog import Release
from app.configuration import StartKey
from app.configuration.compiled import Compiled
from app.store import Database, HeldReleases, StoredStarts, Vault
from app.store.catalogs import FolderFiles, shipped_catalog
from tests.actions.conftest import NOW, World
from tests.catalog.samples import CATALOG, spoilt, write_catalog
from tests.fixtures_catalog import DEARER, next_telecom
from tests.forks import together
from tests.publishing import publish_unproven
from tests.store.keys import KEY
from tests.store.servers import url

__all__ = ["url"]

ORDER = Order(by="ada", at=NOW)
OTHER_PROCESS = """
import json, sys
from datetime import date
from app.configuration.compiled import Compiled
from app.store import Database, StoredStarts, Vault, opened_release, releases

database = Database.open(sys.argv[1], vault=Vault.locked())
shelf = StoredStarts(database)
with database.reading() as tx:
    release = opened_release(releases.load(tx, sys.argv[2]))
told = {}
for day in map(date.fromisoformat, sys.argv[3:]):
    here = Compiled(shelf=shelf)
    found = {one.key: here.configurator_for(release.fingerprint, one) for one in release.at(day).sold}
    for one in found.values():
        one.configure({})
    told[day.isoformat()] = {key: one.starts_anew for key, one in found.items()}
print(json.dumps(told))
"""


def in_another_process(url: str, release: Release, *days: date) -> dict[str, dict[str, bool]]:
    """Which products it had to compile, by day."""
    (done,) = together(OTHER_PROCESS, [(url, release.fingerprint, *(day.isoformat() for day in days))])
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, bool]] = json.loads(done.stdout)
    return found


def test_the_first_question_in_a_new_process_compiles_nothing(url: str, tmp_path: Path) -> None:
    database = Database.open(url, vault=Vault((KEY,)))
    for key in ("telecom", "machinery"):
        release = publish_unproven(database, FolderFiles(shipped_catalog(key)), ORDER).release
        (told,) = in_another_process(url, release, NOW.date()).values()
        assert set(told) == {str(product) for product in release.products}
        assert not any(told.values())
    database.close()


def test_so_it_is_on_every_day_on_which_something_comes_or_goes(url: str, tmp_path: Path) -> None:
    database = Database.open(url, vault=Vault((KEY,)))
    lamp = spoilt(("key: outdoor, name: Outdoor,", 'key: outdoor, name: Outdoor, from: "2027-01-01",'))
    files = FolderFiles(write_catalog(tmp_path, catalog=CATALOG, lamp=lamp))
    release = publish_unproven(database, files, ORDER).release
    days = (NOW.date(), date(2026, 12, 31), date(2027, 1, 1), date(2030, 1, 1))
    told = in_another_process(url, release, *days)
    assert [one["lamp"] for one in told.values()] == [False] * 4
    # Before it counts nobody looks at it.
    assert release.at(date(2027, 1, 1)).product("lamp").era == date(2027, 1, 1)
    database.close()


@pytest.fixture
def here(world: World, monkeypatch: pytest.MonkeyPatch) -> Compiled:
    """This process, as wiring makes it, with nothing compiled yet."""
    fresh = Compiled(shelf=StoredStarts(world.services.database))
    for module in ("app.actions.releases", "app.actions.switch_releases", "app.actions.ready_open_quotes"):
        # By the module's own name: the package has verbs of the same names.
        monkeypatch.setattr(sys.modules[module], "configurator_for", fresh.configurator_for)
    monkeypatch.setattr(sys.modules["app.actions.switch_releases"], "take_anew", fresh.take_anew)
    return fresh


def test_what_an_older_version_published_without_is_kept_by_the_first_that_compiles_it(
    world: World, here: Compiled
) -> None:
    database = world.services.database
    release = publish_unproven(database, FolderFiles(shipped_catalog("telecom")), ORDER).release
    with database.transaction() as tx:
        tx.connection.exec_driver_sql("DELETE FROM compiled_starts")
    key, product = StartKey(release.fingerprint, "sc300", None), release.products["sc300"]
    assert here.configurator_for(release.fingerprint, product).starts_anew
    assert keep_starts(world.services, at=NOW) == 1
    assert keep_starts(world.services, at=NOW) == 0
    assert StoredStarts(database).read(key) is not None
    other = Compiled(shelf=StoredStarts(database))
    assert not other.configurator_for(release.fingerprint, product).starts_anew


def test_a_click_that_compiles_writes_nothing_while_its_quote_is_locked(world: World, here: Compiled) -> None:
    call = world.call()
    quote = start_quote(world.services, call)
    add_line(world.services, call, quote.id, product="sc300", choices={})
    # The release of this world was never stored, so there is nothing to be kept of it.
    assert keep_starts(world.services, at=NOW) == 1
    with world.services.database.reading() as tx:
        rows = tx.connection.exec_driver_sql("SELECT count(*) FROM compiled_starts")
        assert rows.scalar_one() == 0


def test_older_releases_of_open_quotes_are_ready_before_the_first_click(
    world: World, here: Compiled, tmp_path: Path
) -> None:
    services, call = world.services, world.call()
    publish_unproven(services.database, FolderFiles(shipped_catalog("telecom")), ORDER)
    quote = start_quote(services, call)
    add_line(services, call, quote.id, product="sc300", choices={})
    world.submitted(call, "ml200")
    later = replace(ORDER, at=NOW + timedelta(seconds=1))
    files = FolderFiles(next_telecom(tmp_path, "2099.1", DEARER))
    publish_unproven(services.database, files, later)
    fresh = replace(services, catalogs=HeldReleases())
    switch_releases(fresh, at=datetime(2026, 12, 1, tzinfo=UTC))
    assert ready_open_quotes(fresh) == 1
    with services.database.reading() as tx:
        assert fresh.catalogs._held(quote.release) is None
        assert quote.release in fresh.catalogs._older
        assert fresh.catalogs.release(tx, quote.release).version != "2099.1"
