"""Releases in the database: immutable, verified when they are read, counting from their moment on."""

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.catalog import FORM, Release
from app.store import (
    Database,
    HeldReleases,
    ReleaseAltered,
    ReleaseMissing,
    ReleaseRow,
    opened_release,
    releases,
    stored_release,
)
from app.store.catalogs import FolderFiles, KeptFiles, pack, read_all, release_of_files, unpack
from tests.catalog.samples import CATALOG, PRODUCT, spoilt, write_catalog
from tests.forks import together
from tests.store.examples import AT
from tests.thorough import tried


def a_release(folder: Path, version: str = "1", *, key: str = "lamps", product: str = PRODUCT) -> ReleaseRow:
    catalog = spoilt(('version: "1"', f'version: "{version}"'), text=CATALOG)
    files = replace(read_all(FolderFiles(write_catalog(folder, catalog=catalog, lamp=product))), key=key)
    return stored_release(release_of_files(files), files, version=version, at=AT, by="Ada")


def add(database: Database, row: ReleaseRow, **after: float) -> None:
    with database.transaction() as tx:
        releases.lock(tx, row.catalog)
        if releases.find(tx, row.fingerprint) is None:
            releases.add(tx, row)
        moment = AT + timedelta(**after)
        releases.enter(tx, row.catalog, row.fingerprint, effective_from=moment, at=AT, by="Ada", note="")


def read(database: Database, fingerprint: str) -> Release:
    with database.reading() as tx:
        return opened_release(releases.load(tx, fingerprint))


def test_a_stored_release_comes_back_exactly(database: Database, tmp_path: Path) -> None:
    row = a_release(tmp_path)
    add(database, row)
    with database.reading() as tx:
        assert releases.load(tx, row.fingerprint) == row
    read_back = read(database, row.fingerprint)
    assert read_back == release_of_files(FolderFiles(tmp_path / "lamps"))
    assert read_back.fingerprint == row.fingerprint
    with database.reading() as tx, pytest.raises(ReleaseMissing):
        releases.load(tx, "0" * 64)


@pytest.mark.parametrize("table", ["releases", "release_entries"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET catalog = 'x'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_what_is_published(
    database: Database, tmp_path: Path, table: str, statement: str
) -> None:
    add(database, a_release(tmp_path))
    with pytest.raises(DBAPIError, match="never changed"), database.transaction() as tx:
        tx.execute(text(statement.format(table)))


Alteration = Callable[[ReleaseRow], ReleaseRow]


def dearer(row: ReleaseRow) -> KeptFiles:
    content = dict(unpack(row.catalog, row.content).content)
    content["products/lamp.yaml"] = content["products/lamp.yaml"].replace(b"EUR: 10", b"EUR: 11")
    return KeptFiles(row.catalog, content)


def _other_content(row: ReleaseRow) -> ReleaseRow:
    return replace(row, content=pack(dearer(row)))


def _other_content_and_hash(row: ReleaseRow) -> ReleaseRow:
    files = dearer(row)
    forged = stored_release(release_of_files(files), files, version=row.version, at=AT, by="Ada")
    return replace(forged, fingerprint=row.fingerprint)


def _noise(row: ReleaseRow) -> ReleaseRow:
    return replace(row, content=b"no archive")


def _cut(row: ReleaseRow) -> ReleaseRow:
    return replace(row, content=row.content[:-40])


@pytest.mark.parametrize("alter", [_other_content, _other_content_and_hash, _noise, _cut])
def test_altered_content_is_refused_with_its_name(
    database: Database, tmp_path: Path, alter: Alteration
) -> None:
    row = a_release(tmp_path)
    add(database, alter(row))
    with pytest.raises(ReleaseAltered, match="release 1 of lamps is not what was published"):
        read(database, row.fingerprint)


def test_a_release_of_an_older_form_keeps_the_fingerprint_that_quotes_name(
    database: Database, tmp_path: Path
) -> None:
    row = replace(a_release(tmp_path), form=f"{FORM}-before", fingerprint="f" * 64)
    add(database, row)
    assert read(database, "f" * 64).fingerprint == "f" * 64
    other = replace(_other_content(row), version="2", fingerprint="e" * 64)
    add(database, other)
    with pytest.raises(ReleaseAltered):
        read(database, "e" * 64)


def test_the_newest_moment_counts_and_of_equal_ones_the_last_entered(
    database: Database, tmp_path: Path
) -> None:
    first, second = a_release(tmp_path, "1"), a_release(tmp_path, "2")
    other = a_release(tmp_path, "1", key="torches")

    def counts(**after: float) -> dict[str, str]:
        with database.reading() as tx:
            return dict(releases.effective(tx, at=AT + timedelta(**after)))

    assert counts() == {}
    add(database, first)
    add(database, second, days=10)
    add(database, other, days=5)
    assert counts(days=-1) == {}
    assert counts() == {"lamps": first.fingerprint}
    assert counts(days=5) == {"lamps": first.fingerprint, "torches": other.fingerprint}
    assert counts(days=9, hours=23) == counts(days=5)
    assert counts(days=10)["lamps"] == second.fingerprint
    add(database, first, days=10)
    assert counts(days=10)["lamps"] == first.fingerprint


@settings(deadline=None, max_examples=tried(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), max_size=8), st.integers(-1, 6))
def test_what_counts_equals_a_walk_over_all_entries(
    database: Database, made: list[tuple[int, int]], day: int
) -> None:
    catalog = secrets.token_hex(8)
    expected, since = None, -1
    for which, start in made:
        row = ReleaseRow(f"{catalog}{which}", catalog, str(which), FORM, b"", "", AT, "Ada")
        add(database, row, days=start)
        if since <= start <= day:
            expected, since = row.fingerprint, start
    with database.reading() as tx:
        assert releases.effective(tx, at=AT + timedelta(days=day)).get(catalog) == expected
        listed = [(one.version, one.effective_from) for one in releases.entries(tx) if one.catalog == catalog]
    assert sorted(listed) == sorted((str(which), AT + timedelta(days=start)) for which, start in made)


def test_processes_that_publish_at_once_number_their_entries(
    url: str, database: Database, tmp_path: Path
) -> None:
    a_release(tmp_path)
    program = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from app.actions.candidate import Order
from tests.publishing import publish_unproven
from app.store import Database, Vault
from app.store.catalogs import FolderFiles
database = Database.open({url!r}, vault=Vault.locked())
order = Order(by=sys.argv[1], at=datetime.now(UTC))
found = publish_unproven(database, FolderFiles(Path({str(tmp_path / "lamps")!r})), order)
print(found.known_as)
"""
    told = sorted(one.stdout.strip() for one in together(program, [(str(n),) for n in range(4)]))
    assert told == ["1", "1", "1", "None"]
    with database.reading() as tx:
        assert [entry.n for entry in releases.entries(tx)] == [1]


def test_a_process_reads_each_release_once_and_keeps_few(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [a_release(tmp_path, str(n)) for n in range(12)]
    for row in rows:
        add(database, row)
    loaded: list[str] = []
    load = releases.load

    def counted(tx: object, fingerprint: str) -> ReleaseRow:
        loaded.append(fingerprint)
        return load(tx, fingerprint)  # type: ignore[arg-type]

    monkeypatch.setattr(releases, "load", counted)
    held = HeldReleases()

    def ask(row: ReleaseRow) -> Release:
        with database.reading() as tx:
            return held.release(tx, row.fingerprint)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(ask, [rows[0]] * 12))
    assert all(one is found[0] for one in found)
    assert loaded == [rows[0].fingerprint]
    for row in rows:
        assert ask(row).fingerprint == row.fingerprint
    ask(rows[0])
    assert loaded.count(rows[0].fingerprint) == 2
    assert loaded.count(rows[-1].fingerprint) == 1
