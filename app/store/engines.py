"""SQLAlchemy engines set up so that concurrent processes lose nothing, for SQLite and PostgreSQL.

SQLite takes its write lock at BEGIN (IMMEDIATE): taken later, two processes that read before they write
either overwrite each other or fail with a lock error.
"""

import sqlite3
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from app.errors import Misconfigured

READING = "quotewright_reading"

_BUSY_SECONDS = 30

# Errors are logged, and a statement's parameters are what users wrote.
_QUIET: dict[str, Any] = {"hide_parameters": True}


def database_url(text: str) -> URL:
    """``sqlite:///FILE`` or ``postgresql://…`` (``postgres://`` too). Raises Misconfigured."""
    try:
        url = make_url(text)
    except ArgumentError:
        raise Misconfigured("DATABASE_URL cannot be read. Write sqlite:///FILE or postgresql://…") from None
    if url.get_backend_name() in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise Misconfigured(
            "DATABASE_URL names no supported database. Write sqlite:///FILE or postgresql://…"
        )
    return url


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database, absolute; ``None`` for PostgreSQL."""
    if url.get_backend_name() != "sqlite" or url.database is None:
        return None
    return Path(url.database).resolve()


def flows_file(url: URL) -> Path | None:
    """Beside it, that of the engine of flows; ``None`` for PostgreSQL, where it is the same database."""
    file = sqlite_file(url)
    return None if file is None else file.with_name(f"{file.stem}-flows{file.suffix}")


def make_engine(url: URL) -> Engine:
    file = sqlite_file(url)
    if file is None:
        return create_engine(url, **_QUIET, pool_pre_ping=True, pool_size=8, max_overflow=16)
    file.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url.set(database=str(file)),
        **_QUIET,
        # The driver must start no transactions of its own; the begin event below does.
        connect_args={"isolation_level": None, "timeout": _BUSY_SECONDS},
        pool_size=8,
        max_overflow=16,
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def flow_engine(url: URL) -> Engine:
    """For the engine of durable flows: a file beside the SQLite database, the same database on PostgreSQL.

    It never shares a connection with the app: it begins its transactions in its own way.
    """
    beside = flows_file(url)
    if beside is None:
        return create_engine(url, **_QUIET, pool_pre_ping=True, pool_size=8, max_overflow=16)
    engine = create_engine(
        url.set(database=str(beside)),
        **_QUIET,
        connect_args={"isolation_level": "IMMEDIATE", "timeout": _BUSY_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "connect", _mend_clock)
    return engine


def reading_engine(engine: Engine) -> Engine:
    """The same connections for transactions that see one moment and cannot write."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(**{READING: True})
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def reading_connection(file: Path) -> sqlite3.Connection:
    """One that cannot write, for single statements. Threads may hand it on to each other."""
    connection = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    _prepare_sqlite(connection)
    connection.execute("PRAGMA query_only = 1")
    return connection


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry | None = None) -> None:
    cursor: sqlite3.Cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _mend_clock(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # Asked for the time, SQLite before 3.42 answers in whole seconds, or not at all to "subsec".
    connection.create_function("strftime", 2, _strftime)
    connection.create_function("unixepoch", 1, _unixepoch)


def _strftime(form: str, moment: str) -> float | str:
    if (form, moment) == ("%s", "now"):
        return time.time()
    return datetime.fromisoformat(moment).strftime(form)


def _unixepoch(_precision: str) -> float:
    return time.time()


def _begin_sqlite(connection: Connection) -> None:
    reading = bool(connection.get_execution_options().get(READING))
    connection.exec_driver_sql(f"PRAGMA query_only = {int(reading)}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
