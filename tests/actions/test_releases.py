"""Publishing, reverting and switching: what was published stays, and each process works with what counts."""

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions import Publish, list_products, publish_folder, start_quote, switch_releases
from app.actions.candidate import EffectiveInPast, NoteTooLong, Order, read_candidate
from app.actions.list_releases import Standing, list_releases
from app.actions.publish_release import VersionTaken, outlook_of
from app.actions.revert_release import ReleaseInForce, revert_release
from app.catalog import Release
from app.configuration import ProductImpossible
from app.errors import Misconfigured
from app.store import (
    HeldReleases,
    ReleaseAltered,
    ReleaseMissing,
    ReleaseRow,
    audit,
    releases,
    stored_release,
)
from app.store.catalogs import CatalogInvalid, FolderFiles, read_all, release_of_files, shipped_catalog
from tests.actions.conftest import NOW, World
from tests.catalog.samples import CATALOG, PRODUCT, spoilt, write_catalog
from tests.fixtures_catalog import DEARER, next_telecom
from tests.publishing import publish_unproven, unwatched

ORDER = Order(by="ada", at=NOW)


def lamps(folder: Path, version: str = "1", *changes: tuple[str, str]) -> FolderFiles:
    catalog = spoilt(('version: "1"', f'version: "{version}"'), text=CATALOG)
    return FolderFiles(write_catalog(folder, catalog=catalog, lamp=spoilt(*changes)))


def counting(world: World, *, after: timedelta = timedelta(0)) -> dict[str, str]:
    with world.services.database.reading() as tx:
        return dict(releases.effective(tx, at=NOW + after))


def test_a_published_release_counts_and_leaves_an_audit_entry(world: World, tmp_path: Path) -> None:
    outlook = publish_unproven(world.services.database, lamps(tmp_path), ORDER)
    assert (outlook.known_as, outlook.in_force) == (None, None)
    assert counting(world) == {"lamps": outlook.release.fingerprint}
    with world.services.database.reading() as tx:
        (entry,) = audit.read(tx, "catalog/lamps")
    assert (entry.verb, entry.user, entry.at) == ("publish_release", "ada", NOW)
    assert entry.facts["version"] == "1"
    assert entry.facts["fingerprint"] == outlook.release.fingerprint


def test_the_same_content_again_changes_nothing(world: World, tmp_path: Path) -> None:
    database = world.services.database
    first = publish_unproven(database, lamps(tmp_path), ORDER)
    (tmp_path / "lamps" / "products" / "lamp.yaml").write_text(f"# a comment\n{PRODUCT}")
    again = publish_unproven(
        database, FolderFiles(tmp_path / "lamps"), replace(ORDER, at=NOW + timedelta(days=1))
    )
    assert (again.known_as, again.in_force) == ("1", first.release.fingerprint)
    assert len(list_releases(database, at=NOW)) == 1
    with database.reading() as tx:
        assert len(audit.read(tx, "catalog/lamps")) == 1


def test_a_version_is_given_once(world: World, tmp_path: Path) -> None:
    database = world.services.database
    publish_unproven(database, lamps(tmp_path), ORDER)
    with pytest.raises(VersionTaken, match='change "version" in catalog'):
        publish_unproven(database, lamps(tmp_path, "1", ("EUR: 10,", "EUR: 12,")), ORDER)
    assert publish_unproven(database, lamps(tmp_path, "2", ("EUR: 10,", "EUR: 12,")), ORDER).known_as is None


def test_a_release_of_an_older_form_is_recognised_by_its_files(world: World, tmp_path: Path) -> None:
    database = world.services.database
    files = lamps(tmp_path)
    row = replace(_row(files), form="an older one", fingerprint="f" * 64)
    with database.transaction() as tx:
        releases.add(tx, row)
    assert publish_unproven(database, files, ORDER).known_as == "1"
    with pytest.raises(VersionTaken):
        publish_unproven(database, lamps(tmp_path, "1", ("EUR: 10,", "EUR: 12,")), ORDER)


def _row(files: FolderFiles) -> ReleaseRow:
    kept = read_all(files)
    return stored_release(release_of_files(kept), kept, version="1", at=NOW, by="ada")


def test_what_publishing_would_come_to_is_said_before_and_nothing_is_stored(
    world: World, tmp_path: Path
) -> None:
    database = world.services.database
    outlook = outlook_of(database, read_candidate(lamps(tmp_path), ORDER), ORDER)
    assert counting(world) == {}
    assert publish_unproven(database, lamps(tmp_path), ORDER) == outlook


def test_what_cannot_be_sold_is_not_published(world: World, tmp_path: Path) -> None:
    database = world.services.database
    with pytest.raises(CatalogInvalid, match=r"products/lamp.yaml:\d+"):
        publish_unproven(database, lamps(tmp_path, "1", ("rule: bulbs *", "rule: blubs *")), ORDER)
    nothing = ("rule: bulbs * bulb.power_w <= 20", "rule: bulbs < 1")
    with pytest.raises(ProductImpossible):
        publish_unproven(database, lamps(tmp_path, "1", nothing), ORDER)
    with pytest.raises(EffectiveInPast):
        publish_unproven(database, lamps(tmp_path), replace(ORDER, effective_from=NOW - timedelta(days=1)))
    with pytest.raises(NoteTooLong):
        publish_unproven(database, lamps(tmp_path), replace(ORDER, note="x" * 501))
    assert counting(world) == {}


def test_an_earlier_release_counts_again_by_a_new_entry(world: World, tmp_path: Path) -> None:
    database = world.services.database
    first = publish_unproven(database, lamps(tmp_path), ORDER).release
    second = publish_unproven(database, lamps(tmp_path, "2", ("EUR: 10,", "EUR: 12,")), ORDER).release
    assert counting(world) == {"lamps": second.fingerprint}
    revert_release(database, "lamps", "1", replace(ORDER, note="too dear"))
    assert counting(world) == {"lamps": first.fingerprint}
    listed = list_releases(database, at=NOW)
    assert [(one.entry.version, one.standing) for one in listed] == [
        ("1", Standing.IN_FORCE),
        ("2", Standing.PAST),
        ("1", Standing.PAST),
    ]
    assert listed[0].entry.note == "too dear"
    with pytest.raises(ReleaseInForce):
        revert_release(database, "lamps", "1", ORDER)
    with pytest.raises(ReleaseMissing, match="never published"):
        revert_release(database, "lamps", "3", ORDER)
    with pytest.raises(ReleaseMissing, match="Nothing of that catalog"):
        revert_release(database, "torches", "1", ORDER)


def test_a_release_of_tomorrow_counts_tomorrow_and_can_be_called_off(world: World, tmp_path: Path) -> None:
    database, day = world.services.database, timedelta(days=1)
    first = publish_unproven(database, lamps(tmp_path), ORDER).release
    tomorrow = replace(ORDER, effective_from=NOW + day)
    second = publish_unproven(database, lamps(tmp_path, "2", ("EUR: 10,", "EUR: 12,")), tomorrow).release
    assert counting(world)["lamps"] == first.fingerprint
    assert counting(world, after=day)["lamps"] == second.fingerprint
    assert [one.standing for one in list_releases(database, at=NOW)] == [Standing.LATER, Standing.IN_FORCE]
    revert_release(database, "lamps", "1", tomorrow)
    assert counting(world, after=day)["lamps"] == first.fingerprint


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    lamps(tmp_path)
    return tmp_path


def test_a_folder_is_published_where_the_database_has_nothing_of_it(world: World, folder: Path) -> None:
    database = world.services.database

    def publish(policy: Publish) -> list[tuple[str, bool, bool]]:
        found = publish_folder(database, folder, policy=policy, at=NOW, watch=unwatched)
        return [(one.version, one.published, one.in_force) for one in found]

    assert publish(Publish.MISSING) == [("1", True, True)]
    assert publish(Publish.MISSING) == []
    assert publish(Publish.CHANGED) == [("1", False, True)]
    lamps(folder, "1", ("EUR: 10,", "EUR: 12,"))
    assert publish(Publish.MISSING) == []
    ((version, *rest),) = publish(Publish.CHANGED)
    assert version.startswith("1+")
    assert rest == [True, True]
    assert publish(Publish.CHANGED) == [(version, False, True)]
    # What an admin made count again is not overruled by the folder.
    revert_release(database, "lamps", "1", ORDER)
    assert publish(Publish.CHANGED) == [(version, False, False)]


def test_neither_folder_nor_database_is_told_with_the_remedy(world: World, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="quotewright catalog publish"):
        publish_folder(world.services.database, tmp_path, policy=Publish.MISSING, at=NOW, watch=unwatched)


@pytest.fixture
def dearer(world: World, tmp_path: Path) -> Release:
    """The shipped catalog is published, and then a dearer one."""
    database = world.services.database
    publish_unproven(database, FolderFiles(shipped_catalog("telecom")), ORDER)
    return publish_unproven(database, FolderFiles(next_telecom(tmp_path, "2099.1", DEARER)), ORDER).release


def price(world: World, *, after: timedelta = timedelta(0)) -> str:
    products = list_products(world.services, world.call(at=NOW + after))
    return str(next(one for one in products if one.key == "sc300").prices["EUR"])


@pytest.mark.usefixtures("dearer")
def test_a_process_notices_within_seconds(world: World) -> None:
    assert price(world) == "1790"
    revert_release(
        world.services.database, "telecom", _shipped(world), replace(ORDER, at=NOW + timedelta(seconds=1))
    )
    assert price(world, after=timedelta(seconds=2)) == "1790"
    assert price(world, after=timedelta(seconds=6)) == "1690"


def _shipped(world: World) -> str:
    return list_releases(world.services.database, at=NOW)[-1].entry.version


def test_a_watched_process_answers_from_the_release_before_until_the_next_is_ready(
    world: World, tmp_path: Path
) -> None:
    services = world.services
    publish_unproven(services.database, FolderFiles(shipped_catalog("telecom")), ORDER)
    assert [one.key for one in switch_releases(services, at=NOW).done] == ["telecom"]
    services.catalogs.watched = True
    later = replace(ORDER, at=NOW + timedelta(seconds=10))
    publish_unproven(services.database, FolderFiles(next_telecom(tmp_path, "2099.1", DEARER)), later)
    assert price(world, after=timedelta(seconds=60)) == "1690"
    (new,) = switch_releases(services, at=NOW + timedelta(seconds=61)).done
    assert new.version == "2099.1"
    assert price(world, after=timedelta(seconds=61)) == "1790"
    assert switch_releases(services, at=NOW + timedelta(seconds=62)).done == ()


def alter(world: World, fingerprint: str) -> None:
    """As somebody with the file at hand could."""
    with sqlite3.connect(world.services.database.url.database or "") as file:
        file.execute("DROP TRIGGER releases_no_update")
        file.execute("UPDATE releases SET content_hash = ? WHERE fingerprint = ?", ("0" * 64, fingerprint))
    file.close()


def test_an_altered_release_is_refused_and_the_one_before_goes_on(world: World, tmp_path: Path) -> None:
    services, call = world.services, world.call()
    publish_unproven(services.database, FolderFiles(shipped_catalog("telecom")), ORDER)
    switch_releases(services, at=NOW)
    services.catalogs.watched = True
    new = publish_unproven(services.database, FolderFiles(next_telecom(tmp_path, "2099.1", DEARER)), ORDER)
    alter(world, new.release.fingerprint)
    publish_unproven(services.database, lamps(tmp_path), ORDER)
    switched = switch_releases(services, at=NOW)
    assert [one.key for one in switched.done] == ["lamps"]
    assert [one.code for one in switched.failed] == ["release_altered"]
    assert price(world, after=timedelta(seconds=60)) == "1690"
    with pytest.raises(ReleaseAltered):
        start_quote(replace(services, catalogs=HeldReleases()), call)
