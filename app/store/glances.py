"""Single statements that read, past the query builder and, where it can be, past the pool: each of them costs
more than such a statement.
"""

import re
import sqlite3
from collections import deque
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Engine

from app.store.engines import reading_connection, sqlite_file

Row = tuple[Any, ...]


class Glances(Protocol):
    """Written with ``:name`` for each value. Raises what the driver raises."""

    def first_row(self, statement: str, values: Mapping[str, Any]) -> Row | None: ...

    def close(self) -> None: ...


def glances_at(engine: Engine) -> Glances:
    file = sqlite_file(engine.url)
    return LentGlances(engine) if file is None else OwnGlances(file)


class OwnGlances:
    """On SQLite, over connections that nothing else uses, as many as threads that look at the same time.

    They never write: one that is switched between reading and writing forgets its prepared statements.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        # Taking and giving back are one step each, so threads need no lock.
        self._idle: deque[sqlite3.Connection] = deque()

    def first_row(self, statement: str, values: Mapping[str, Any]) -> Row | None:
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = reading_connection(self._file)
        try:
            row: Row | None = connection.execute(statement, values).fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        self._idle.append(connection)
        return row

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()


class LentGlances:
    """On a server, over connections of the pool, which notices when one was cut."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def first_row(self, statement: str, values: Mapping[str, Any]) -> Row | None:
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(_spelled(statement), values)
            row: Row | None = cursor.fetchone()
        except self._engine.dialect.loaded_dbapi.OperationalError:
            connection.invalidate()
            raise
        finally:
            connection.close()
        return row

    def close(self) -> None:
        """Whoever made the engine closes it."""


@lru_cache(maxsize=32)
def _spelled(statement: str) -> str:
    return re.sub(r":([a-z_]+)", r"%(\1)s", statement)
