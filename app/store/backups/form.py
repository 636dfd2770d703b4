"""The file of a backup: a tar archive of ``manifest.json`` and the databases' files, not compressed."""

import hashlib
import json
import sqlite3
import tarfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

from sqlalchemy import URL

from app.errors import Misconfigured, Refused
from app.store.engines import flows_file, sqlite_file

MANIFEST: Final = "manifest.json"
QUOTES: Final = "quotes.db"
FLOWS: Final = "flows.db"
_FORM: Final = 1
_MANIFEST_BYTES: Final = 64 * 1024
_CHUNK: Final = 1024 * 1024


class BackupRefused(Refused):
    """It cannot be made there, or is none that can be restored here."""

    code: ClassVar[str] = "backup_refused"


@dataclass(frozen=True, slots=True)
class Backup:
    """``made_at`` is ISO 8601; ``revision`` is the shape of the database; ``digests`` are SHA-256 by file."""

    made_at: str
    release: str
    revision: str
    digests: Mapping[str, str]


def places(url: URL) -> dict[str, Path]:
    """Where the files of a backup belong. Raises Misconfigured for PostgreSQL."""
    quotes, flows = sqlite_file(url), flows_file(url)
    if quotes is None or flows is None:
        raise Misconfigured(
            "This database is PostgreSQL, which brings better means: take `pg_dump --format=custom` (the "
            "schema `flows` included) or your provider's snapshots, and `pg_restore` while no process of "
            "Quotewright runs. Then run `quotewright migrate`."
        )
    return {QUOTES: quotes, FLOWS: flows}


def digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def check_whole(file: Path) -> None:
    """Looks at every page. Raises BackupRefused. The file ends up without companions."""
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        copy.execute("PRAGMA journal_mode = DELETE")
        said = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(3)")]
        dangling = copy.execute("PRAGMA foreign_key_check").fetchone()
    if said != ["ok"] or dangling is not None:
        raise BackupRefused(f"The copy of {file.name} is damaged ({said[0][:80]}). It is not used.")


def revision_of(file: Path) -> str:
    """Empty for a file without one."""
    with closing(sqlite3.connect(file)) as copy:
        try:
            row = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            return ""
    return str(row[0]) if row else ""


def manifest(backup: Backup) -> str:
    return json.dumps({"form": _FORM, **asdict(backup)}, indent=2)


def unpacked(archive: Path, folder: Path) -> Backup:
    """Puts the files into the folder. Raises BackupRefused for anything but a whole backup."""
    try:
        with tarfile.open(archive, "r:") as opened:
            backup = _manifest_in(opened)
            for name in backup.digests:
                _take(opened, name, folder)
    except (OSError, tarfile.TarError, ValueError, KeyError, TypeError) as failure:
        raise BackupRefused(
            f"{archive.name} is no backup that this release can read ({type(failure).__name__})."
        ) from failure
    for name, digest in backup.digests.items():
        if digest_of(folder / name) != digest:
            raise BackupRefused(f"The part {name} of {archive.name} was changed or is damaged.")
        check_whole(folder / name)
    return backup


def _manifest_in(opened: tarfile.TarFile) -> Backup:
    content = opened.extractfile(MANIFEST)
    found: Any = json.loads(content.read(_MANIFEST_BYTES)) if content else None
    if found.pop("form") != _FORM:
        raise ValueError("another form")
    backup = Backup(**found)
    if QUOTES not in backup.digests or not set(backup.digests) <= {QUOTES, FLOWS}:
        raise ValueError("other files")
    return backup


def _take(opened: tarfile.TarFile, name: str, folder: Path) -> None:
    content = opened.extractfile(name)
    if content is None:
        raise ValueError("no file")
    with (folder / name).open("xb") as target:
        while part := content.read(_CHUNK):
            target.write(part)
