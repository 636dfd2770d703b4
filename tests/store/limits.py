"""Databases that cannot do what they usually can."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from app.store import Database

NO_ROOM = "PRAGMA max_page_count = 1"
"""The file does not grow: what has free pages may still be written."""


@contextmanager
def connections_with(database: Database, prepare: str) -> Iterator[None]:
    """Every connection of the block is set up with the statement; those from before are closed."""
    engine = database._engine

    def prepared(connection: Any, _entry: object) -> None:
        connection.execute(prepare)

    engine.dispose()
    event.listen(engine, "connect", prepared)
    try:
        yield
    finally:
        event.remove(engine, "connect", prepared)
        engine.dispose()
