"""A database in which the shipped catalogs are published: made once a run, copied by whoever comes next.

Publishing takes a product some seconds of its start, and every test of the product would do the same again.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path


def published_file(folder: Path) -> bytes | None:
    """Its content, once there is one. ``folder`` is a temporary folder of the test."""
    kept = _place(folder)
    return kept.read_bytes() if kept is not None and kept.exists() else None


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
