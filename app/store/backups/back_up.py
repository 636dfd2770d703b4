"""Making a backup while web and worker go on."""

import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from app import __version__
from app.store.backups.form import (
    MANIFEST,
    QUOTES,
    Backup,
    BackupRefused,
    check_whole,
    digest_of,
    manifest,
    places,
    revision_of,
)
from app.store.engines import database_url

_PATIENCE_S: Final = 60.0
_PRIVATE: Final = 0o600


def back_up(url: str, target: Path, *, at: datetime) -> Backup:
    """Writers wait for the blink in which the moment is taken, and for nothing after it.

    Raises BackupRefused for a file that is there already, Misconfigured for PostgreSQL, and what copying
    raises (OSError, sqlite3.Error); then there is no file at ``target``.
    """
    found = {name: file for name, file in places(database_url(url)).items() if file.exists()}
    if QUOTES not in found:
        raise BackupRefused("There is no database yet, so there is nothing to back up.")
    if target.exists():
        raise BackupRefused(f"{target} is there already, and a backup is never overwritten.")
    with tempfile.TemporaryDirectory(dir=target.resolve().parent, prefix=".backup-") as name:
        folder = Path(name)
        _copy(found, folder)
        for part in found:
            check_whole(folder / part)
        backup = Backup(
            made_at=at.isoformat(),
            release=__version__,
            revision=revision_of(folder / QUOTES),
            digests={part: digest_of(folder / part) for part in found},
        )
        _pack(folder, backup, target)
    return backup


def _copy(files: dict[str, Path], folder: Path) -> None:
    with _moment(files) as sources:
        for name, source in sources.items():
            with closing(sqlite3.connect(folder / name)) as copy:
                source.backup(copy)


@contextmanager
def _moment(files: dict[str, Path]) -> Iterator[dict[str, sqlite3.Connection]]:
    """Connections that all see one moment: nobody wrote between the first and the last look."""
    with ExitStack() as stack:

        def opened(file: Path) -> sqlite3.Connection:
            connection = sqlite3.connect(file, timeout=_PATIENCE_S, isolation_level=None)
            return stack.enter_context(closing(connection))

        sources = {name: opened(file) for name, file in files.items()}
        holders = [opened(file) for file in files.values()]
        for holder in holders:
            holder.execute("BEGIN IMMEDIATE")
        for source in sources.values():
            source.execute("BEGIN")
            # A transaction sees the moment of its first look, and the copy is made within it.
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for holder in holders:
            holder.execute("ROLLBACK")
        yield sources


def _pack(folder: Path, backup: Backup, target: Path) -> None:
    (folder / MANIFEST).write_text(manifest(backup))
    packed = folder / "packed"
    with packed.open("xb") as file:
        packed.chmod(_PRIVATE)
        with tarfile.open(fileobj=file, mode="w") as archive:
            for name in (MANIFEST, *backup.digests):
                archive.add(folder / name, arcname=name)
        file.flush()
        os.fsync(file.fileno())
    try:
        # Unlike a rename it overwrites nothing that came to be meanwhile.
        os.link(packed, target)
    except FileExistsError:
        raise BackupRefused(f"{target} is there already, and a backup is never overwritten.") from None
