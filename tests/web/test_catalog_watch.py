"""The web process notices new releases, and survives what is wrong with one."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.actions import Publish
from app.actions.candidate import Order
from app.errors import Misconfigured
from app.services import Services
from app.store import Database, DatabaseUnavailable, HeldReleases, ReleaseAltered
from app.store.catalogs import CatalogInvalid, FolderFiles
from app.web import catalog_watch
from app.web.catalog_watch import CatalogWatch
from tests.catalog.samples import CATALOG, spoilt, write_catalog
from tests.publishing import publish_unproven
from tests.web.conftest import services_of
from tests.web.samples import SignedGateway


@pytest.fixture
def services(database: Database) -> Services:
    return services_of(database, HeldReleases(), SignedGateway())


def versions(services: Services) -> list[str]:
    release = services.catalogs.recall("lamps", at=datetime.now(UTC))
    return [release.version] if release else []


def publish(services: Services, folder: Path, version: str) -> None:
    catalog = spoilt(('version: "1"', f'version: "{version}"'), text=CATALOG)
    files = FolderFiles(write_catalog(folder, catalog=catalog))
    publish_unproven(services.database, files, Order(by="ada", at=datetime.now(UTC)))


def test_the_first_look_publishes_the_folder_and_has_it_ready(services: Services, tmp_path: Path) -> None:
    write_catalog(tmp_path)
    watch = CatalogWatch(services, tmp_path, policy=Publish.MISSING)
    with capture_logs() as logs:
        watch._look()
    assert versions(services) == ["1"]
    assert [(one["event"], one["version"]) for one in logs] == [
        ("catalog of the folder", "1"),
        ("release in use", "1"),
    ]
    publish(services, tmp_path, "2")
    assert watch._looked()
    assert versions(services) == ["2"]


def test_a_broken_folder_stops_the_start_and_an_empty_one_too(services: Services, tmp_path: Path) -> None:
    watch = CatalogWatch(services, tmp_path, policy=Publish.MISSING)
    with pytest.raises(Misconfigured, match="no catalog"):
        watch.start()
    write_catalog(tmp_path, lamp=spoilt(("maximum: 4", "maximum: 0")))
    with pytest.raises(CatalogInvalid):
        watch.start()


@pytest.mark.parametrize(
    ("failure", "goes_on"),
    [
        (DatabaseUnavailable(), True),
        (ReleaseAltered("The stored release was altered."), False),
        (RuntimeError("a defect"), False),
    ],
)
def test_what_fails_is_told_and_the_release_before_stays(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception, goes_on: bool
) -> None:
    write_catalog(tmp_path)
    watch = CatalogWatch(services, tmp_path, policy=Publish.MISSING)
    watch._look()

    def fails(*_: object, **__: object) -> object:
        raise failure

    monkeypatch.setattr(catalog_watch, "switch_releases", fails)
    with capture_logs() as logs:
        assert watch._looked() is goes_on
    assert [one["event"] for one in logs] == ["catalogs"]
    assert versions(services) == ["1"]


def test_a_database_that_does_not_answer_at_the_start_is_waited_for(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_watch, "_EVERY_S", 3600.0)
    nowhere = Database.open(f"sqlite:///{tmp_path / 'no' / 'where.db'}", vault=services.database.vault)
    (tmp_path / "no").rmdir()
    watch = CatalogWatch(replace(services, database=nowhere), tmp_path, policy=Publish.MISSING)
    with capture_logs() as logs:
        watch.start()
    assert {one["code"] for one in logs} == {"database_unavailable"}
    nowhere.close()
