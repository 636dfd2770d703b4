"""Backups of the embedded database: whole, of one moment, and back again."""

import json
import sqlite3
import tarfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url

from app.cli.main import commands
from app.errors import Misconfigured
from app.store import Database, Vault, audit, audit_proof, backups, claim_slot, quotes
from app.store.backups import BackupRefused
from app.store.engines import flow_engine
from tests.store.examples import DEMO, a_line, a_quote
from tests.store.test_audit_chain import ENTRY

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)


@contextmanager
def _opened(file: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{file}", vault=Vault.locked())
    yield database
    database.close()


def _add(database: Database) -> None:
    """A quote with its line and its entry: all of them, or none."""
    with database.transaction() as tx:
        quote = a_quote(a_line(1), number=quotes.next_number(tx, connection=DEMO))
        quotes.insert(tx, quote)
        audit.write(tx, replace(ENTRY, subject=quote.id))


def _counts(file: Path) -> tuple[int, ...]:
    with closing(sqlite3.connect(file)) as connection:
        tables = ("quotes", "quote_lines", "audit_entries")
        return tuple(connection.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in tables)  # noqa: S608 - own names


def test_a_backup_is_put_back_and_what_was_there_is_kept_aside(sqlite_file: Path, tmp_path: Path) -> None:
    url, archive = f"sqlite:///{sqlite_file}", tmp_path / "one.backup"
    flow_engine(make_url(url)).connect().close()
    with _opened(sqlite_file) as database:
        _add(database)
        made = backups.back_up(url, archive, at=AT)
        _add(database)
        assert set(made.digests) == {"quotes.db", "flows.db"}
        with pytest.raises(BackupRefused, match="Stop web and worker"):
            backups.restore(url, archive, at=AT)
        _add(database)
    assert archive.stat().st_mode & 0o077 == 0
    done = backups.restore(url, archive, at=AT)
    assert _counts(sqlite_file) == (1, 1, 2)
    kept = sqlite_file.with_name("quotes.db.before-20261126T120000Z")
    assert kept in done.aside
    assert len(done.aside) == 2
    assert _counts(kept) == (3, 3, 3)
    with _opened(sqlite_file) as database, database.reading() as tx:
        assert [chain.connection for chain in audit_proof.prove(tx)] == ["", "acme"]
        assert [entry.facts["made_at"] for entry in audit.read(tx, "database")] == [AT.isoformat()]


def test_a_backup_under_load_is_of_one_moment(sqlite_file: Path, tmp_path: Path) -> None:
    url, stop = f"sqlite:///{sqlite_file}", threading.Event()
    with _opened(sqlite_file) as database:

        def write() -> None:
            while not stop.is_set():
                _add(database)

        threads = [threading.Thread(target=write) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for number in range(3):
                backups.back_up(url, tmp_path / f"{number}.backup", at=AT)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        written = _counts(sqlite_file)[0]
    found = []
    for number in range(3):
        backups.restore(url, tmp_path / f"{number}.backup", at=AT + timedelta(seconds=number))
        quotes_, lines, entries = _counts(sqlite_file)
        assert quotes_ == lines == entries - 1
        found.append(quotes_)
        with _opened(sqlite_file) as database, database.reading() as tx:
            assert {chain.connection: chain.entries for chain in audit_proof.prove(tx)}.get(
                "acme", 0
            ) == quotes_
    assert sorted(found) == found
    assert 0 < found[-1] <= written


def test_a_file_that_is_there_is_never_overwritten(sqlite_file: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("precious")
    with pytest.raises(BackupRefused, match="never overwritten"):
        backups.back_up(f"sqlite:///{sqlite_file}", there, at=AT)
    assert there.read_text() == "precious"


def test_a_failed_backup_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 1000)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(sqlite3.DatabaseError):
        backups.back_up(f"sqlite:///{broken}", tmp_path / "new.backup", at=AT)
    assert sorted(tmp_path.iterdir()) == before


def _repacked(archive: Path, tmp_path: Path, **changes: bytes | None) -> Path:
    folder, target = tmp_path / "unpacked", tmp_path / "other.backup"
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    for name, content in changes.items():
        file = folder / name.replace("_", ".")
        file.unlink()
        if content is not None:
            file.write_bytes(content)
    with tarfile.open(target, "w") as packed:
        for file in sorted(folder.iterdir()):
            packed.add(file, arcname=file.name)
    return target


@pytest.mark.parametrize("damage", ["cut", "part", "manifest", "no part", "newer", "text", "outside"])
def test_what_is_no_whole_backup_is_refused_and_touches_nothing(
    sqlite_file: Path, tmp_path: Path, damage: str
) -> None:
    url, archive = f"sqlite:///{sqlite_file}", tmp_path / "one.backup"
    made = backups.back_up(url, archive, at=AT)
    manifest = {"form": 1, "made_at": "x", "release": "9", "revision": "v9999", "digests": dict(made.digests)}
    outside = {**manifest, "digests": {"quotes.db": made.digests["quotes.db"], "../evil": "0"}}
    if damage == "cut":
        archive.write_bytes(archive.read_bytes()[:50_000])
    elif damage == "part":
        archive = _repacked(archive, tmp_path, quotes_db=b"other")
    elif damage == "manifest":
        archive = _repacked(archive, tmp_path, manifest_json=b'{"form": 2}')
    elif damage == "no part":
        archive = _repacked(archive, tmp_path, quotes_db=None)
    elif damage == "newer":
        archive = _repacked(archive, tmp_path, manifest_json=json.dumps(manifest).encode())
    elif damage == "outside":
        archive = _repacked(archive, tmp_path, manifest_json=json.dumps(outside).encode())
    else:
        archive.write_text("hello")
    before = sqlite_file.read_bytes()
    with pytest.raises(BackupRefused):
        backups.restore(url, archive, at=AT)
    assert sqlite_file.read_bytes() == before


def test_a_worker_that_runs_keeps_its_database(sqlite_file: Path, tmp_path: Path) -> None:
    url, archive = f"sqlite:///{sqlite_file}", tmp_path / "one.backup"
    backups.back_up(url, archive, at=AT)
    with _opened(sqlite_file) as database:
        slot = claim_slot(database)
    with pytest.raises(BackupRefused, match="a worker"):
        backups.restore(url, archive, at=AT)
    slot.release()
    backups.restore(url, archive, at=AT)


def test_a_damaged_database_can_be_replaced(sqlite_file: Path, tmp_path: Path) -> None:
    url, archive = f"sqlite:///{sqlite_file}", tmp_path / "one.backup"
    backups.back_up(url, archive, at=AT)
    sqlite_file.write_bytes(b"no database" * 1000)
    backups.restore(url, archive, at=AT)
    assert _counts(sqlite_file)[0] == 0


def test_postgresql_is_told_what_to_use_instead(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="pg_dump"):
        backups.back_up("postgresql://h/d", tmp_path / "x", at=AT)
    with pytest.raises(Misconfigured, match="pg_dump"):
        backups.restore("postgresql://h/d", tmp_path / "x", at=AT)


def test_the_command_line_backs_up_and_restores(
    sqlite_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{sqlite_file}")
    archive = str(tmp_path / "one.backup")
    made = CliRunner().invoke(commands, ["backup", archive])
    assert (made.exit_code, "Checked and whole" in made.output) == (0, True)
    restored = CliRunner().invoke(commands, ["restore", archive])
    assert (restored.exit_code, "Kept aside" in restored.output) == (0, True)
