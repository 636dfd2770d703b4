"""Compiled starts in the database: verified when read, bounded, never in the way of a transaction."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from app.configuration import StartKey
from app.store import Database, StoredStarts, pack_start, starts
from app.store.tables import compiled_starts
from tests.store.examples import AT
from tests.store.test_releases import a_release, add

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def key(database: Database, tmp_path: Path) -> StartKey:
    row = a_release(tmp_path)
    add(database, row)
    return StartKey(row.fingerprint, "lamp", None)


def kept(database: Database, key: StartKey, content: bytes = CONTENT, *, after: int = 0) -> None:
    packed = pack_start(key, content)
    assert packed is not None
    with database.transaction() as tx:
        starts.keep(tx, [packed], at=AT + timedelta(seconds=after))


def test_what_was_kept_is_read_and_replaced(database: Database, key: StartKey) -> None:
    shelf = StoredStarts(database)
    assert shelf.read(key) is None
    kept(database, key)
    assert shelf.read(key) == CONTENT
    kept(database, key, b"another")
    assert shelf.read(key) == b"another"


def test_each_product_and_era_has_its_own(database: Database, key: StartKey) -> None:
    shelf, later = StoredStarts(database), replace(key, era=date(2027, 1, 1))
    kept(database, key)
    kept(database, later, b"later")
    assert (shelf.read(key), shelf.read(later)) == (CONTENT, b"later")
    assert shelf.read(replace(key, product="torch")) is None


def test_nothing_is_kept_of_a_release_that_is_not_stored(database: Database, key: StartKey) -> None:
    unknown = replace(key, release="f" * 64)
    kept(database, unknown)
    assert StoredStarts(database).read(unknown) is None


@pytest.mark.parametrize("altered", [b"", b"\x80\x04.", b"x" * 100])
def test_altered_content_is_not_read(database: Database, key: StartKey, altered: bytes) -> None:
    kept(database, key)
    with database.transaction() as tx:
        tx.execute(text("UPDATE compiled_starts SET content = :content"), {"content": altered})
    assert StoredStarts(database).read(key) is None


def test_content_that_grows_beyond_measure_is_neither_kept_nor_read(
    database: Database, key: StartKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(database, key, bytes(200_000))
    monkeypatch.setattr(starts, "MOST_BYTES", 100_000)
    assert StoredStarts(database).read(key) is None
    assert pack_start(key, bytes(100_001)) is None


def test_the_oldest_go_where_all_together_are_too_many(
    database: Database, key: StartKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [replace(key, product=f"p{n}") for n in range(6)]
    for n, one in enumerate(keys):
        kept(database, one, after=n)
    with database.reading() as tx:
        size = tx.execute(select(func.max(compiled_starts.c.size))).scalar_one()
    monkeypatch.setattr(starts, "MOST_KEPT_BYTES", 3 * size)
    kept(database, replace(key, product="p6"), after=6)
    shelf = StoredStarts(database)
    found = [n for n, one in enumerate([*keys, replace(key, product="p6")]) if shelf.read(one)]
    assert found == [4, 5, 6]


def test_a_start_is_read_while_the_same_thread_writes(database: Database, key: StartKey) -> None:
    kept(database, key)
    with database.transaction() as tx:
        tx.execute(text("UPDATE counters SET last = last"))
        assert StoredStarts(database).read(key) == CONTENT
