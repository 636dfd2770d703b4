"""Putting a backup in place of the database, while no process uses it."""

import fcntl
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.actor import ConnectionName, OrgId, UserId
from app.store import audit
from app.store.audit_entry import AuditEntry
from app.store.backups.form import QUOTES, Backup, BackupRefused, places, unpacked
from app.store.database import Database
from app.store.engines import database_url
from app.store.migrating import is_of_later_release, migrate
from app.store.vault import Vault

_IN_USE: Final = (
    "A process uses the database ({}). Stop web and worker first: what they still wrote would be lost."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """``aside``: where the files from before are now."""

    backup: Backup
    aside: tuple[Path, ...]


def restore(url: str, archive: Path, *, at: datetime) -> Restored:
    """The backup is looked at wholly before anything is touched; then the database is brought to the shape of
    this release.

    Raises BackupRefused, Misconfigured for PostgreSQL, DatabaseUnavailable.
    """
    files = places(database_url(url))
    home = files[QUOTES].parent
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as name:
        folder = Path(name)
        backup = unpacked(archive, folder)
        if is_of_later_release(backup.revision):
            raise BackupRefused(
                f"The backup was made by a newer release ({backup.release}). Install that one first."
            )
        with _alone(files):
            aside = _set_aside(files, at=at)
            _put(folder, files, backup)
    migrate(url)
    _note(url, backup, at=at)
    return Restored(backup, aside)


@contextmanager
def _alone(files: dict[str, Path]) -> Iterator[None]:
    """Raises BackupRefused while any process has one of the files open."""
    quotes = files[QUOTES]
    with ExitStack() as stack:
        for lock, who in ((".worker", "a worker"), (".migrating", "a migration")):
            held = stack.enter_context(quotes.with_name(quotes.name + lock).open("w"))
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise BackupRefused(_IN_USE.format(who)) from None
        for file in files.values():
            if file.exists():
                stack.enter_context(closing(_seized(file)))
        yield


def _seized(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=0, isolation_level=None)
    try:
        # A file leaves this mode only when nobody else has it open, idle or not.
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        if mode == "delete":
            connection.execute("BEGIN EXCLUSIVE")
            return connection
    except sqlite3.OperationalError:
        pass
    except sqlite3.DatabaseError:
        # It is damaged, which may be just why somebody restores.
        return connection
    connection.close()
    raise BackupRefused(_IN_USE.format(f"it has {file.name} open"))


def _set_aside(files: dict[str, Path], *, at: datetime) -> tuple[Path, ...]:
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    aside: list[Path] = []
    # The engine's file first: interrupted in between, flows are only begun anew.
    for file in reversed(list(files.values())):
        for ending in ("", "-wal", "-shm"):
            found = file.with_name(file.name + ending)
            if found.exists():
                kept = file.with_name(f"{file.name}.before-{stamp}{ending}")
                if kept.exists():
                    raise BackupRefused(f"{kept} is there already. Wait a second and try again.")
                found.rename(kept)
                aside.append(kept)
    return tuple(aside)


def _put(folder: Path, files: dict[str, Path], backup: Backup) -> None:
    for name in reversed(list(backup.digests)):
        part = folder / name
        with part.open("rb") as content:
            os.fsync(content.fileno())
        part.rename(files[name])
    home = os.open(files[QUOTES].parent, os.O_RDONLY)
    os.fsync(home)
    os.close(home)


def _note(url: str, backup: Backup, *, at: datetime) -> None:
    """In the chain of the installation: heads from after the backup are in no chain any more."""
    entry = AuditEntry(
        at=at,
        connection=ConnectionName(""),
        org=OrgId(""),
        user=UserId("command-line"),
        verb="restore_backup",
        subject="database",
        correlation_id="command-line",
        facts={"made_at": backup.made_at, "release": backup.release, "revision": backup.revision},
    )
    database = Database.open(url, vault=Vault.locked())
    try:
        with database.transaction() as tx:
            audit.write(tx, entry)
    finally:
        database.close()
