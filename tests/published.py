"""A database in which the shipped catalogs are published: made once a run, copied by whoever comes next.

Publishing takes a product some seconds of its start, and every test of the product would do the same again.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from app.store.engines import database_url

_HELD = ("releases", "release_entries", "compiled_starts", "counters")


def published_file(folder: Path) -> bytes | None:
    """Its content, once there is one. ``folder`` is a temporary folder of the test."""
    kept = _place(folder)
    return kept.read_bytes() if kept is not None and kept.exists() else None


def put_published(folder: Path, url: str) -> None:
    """Its releases into a migrated database of another kind, once there is one."""
    kept = _place(folder)
    if kept is None or not kept.exists():
        return
    source, target = sa.create_engine(f"sqlite:///{kept}"), sa.create_engine(database_url(url))
    tables = sa.MetaData()
    with source.connect() as old, target.begin() as new:
        tables.reflect(old, only=_HELD)
        for name in _HELD:
            rows = [dict(row) for row in old.execute(sa.select(tables.tables[name])).mappings()]
            new.execute(sa.insert(tables.tables[name]), rows)
    source.dispose()
    target.dispose()


def keep_published(folder: Path, database: Path) -> None:
    """From the database of a product that has just begun to answer, without its connections."""
    kept = _place(folder)
    if kept is None or kept.exists():
        return
    made = folder / f"published-{os.getpid()}.db"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(made)) as copy:
        source.backup(copy)
        copy.execute("DELETE FROM connections")
        copy.commit()
        copy.execute("PRAGMA journal_mode = DELETE")
    # One of several processes that do the same at the same time is the last; all made the same.
    made.replace(kept)


def _place(folder: Path) -> Path | None:
    """The same for all processes of a run, and for no other run."""
    for one in folder.parents:
        if one.name.startswith("pytest-") and one.name.removeprefix("pytest-").isdigit():
            return one / "published.db"
    return None
