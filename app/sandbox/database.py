"""One SQLite file, one connection, one lock: each call is a transaction and none meets a locked file."""

import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from .day import Day
from .ids import numbered
from .like import soql_includes, soql_like, soql_part
from .schema import Entity, Field, Schema

Row = dict[str, Any]

_OWN_TABLES = """
CREATE TABLE IF NOT EXISTS _sequence (name TEXT PRIMARY KEY, n INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS _day (name TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS _blob (id TEXT PRIMARY KEY, data BLOB NOT NULL);
DROP TABLE IF EXISTS _token;
CREATE TABLE IF NOT EXISTS _bearer (
    token TEXT PRIMARY KEY, kind TEXT NOT NULL, user_id TEXT NOT NULL, app TEXT NOT NULL, scope TEXT NOT NULL,
    issued REAL NOT NULL, expires REAL NOT NULL, family TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS _bearer_family ON _bearer (family);
CREATE TABLE IF NOT EXISTS _approval (user_id TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS _app (name TEXT PRIMARY KEY, settings TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS _component (
    n INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL, files TEXT NOT NULL,
    UNIQUE (kind, name)
);
CREATE TABLE IF NOT EXISTS _job (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, result TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS _bulk (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, info TEXT NOT NULL, content TEXT,
    results TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS _event (
    n INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, payload TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS _switch (name TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS _recent (
    user_id TEXT NOT NULL, record_id TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (user_id, record_id)
);
"""
_JOBS = ("_component", "_job", "_bulk", "_event")
_OWN = ("_sequence", "_blob", "_bearer", "_approval", "_app", "_switch", "_recent", *_JOBS)
_WHOLE = {"boolean", "currency", "double", "percent", "int"}


def _column(field: Field) -> str:
    if field.name == "Id":
        return '"Id" TEXT PRIMARY KEY'
    kind = "INTEGER" if field.type in _WHOLE else "TEXT"
    ignore_case = kind == "TEXT" and field.type not in ("reference", "datetime", "date")
    return f'"{field.name}" {kind}' + (" COLLATE FOLDED" if ignore_case else "")


def _tables(entity: Entity) -> Iterator[str]:
    columns = ", ".join(_column(field) for field in entity.fields.values() if field.type != "base64")
    yield f'CREATE TABLE IF NOT EXISTS "{entity.name}" ({columns})'
    for field in entity.fields.values():
        if (field.type == "reference" and field.children) or field.unique:
            name = f"{entity.name}_{field.name}"
            yield f'CREATE INDEX IF NOT EXISTS "{name}" ON "{entity.name}" ("{field.name}")'


def _folded(left: str, right: str) -> int:
    one, other = left.casefold(), right.casefold()
    return (one > other) - (one < other)


@lru_cache(maxsize=64)
def _insert(entity: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{entity}" ({names}) VALUES ({", ".join("?" * len(columns))})'  # noqa: S608 (names come from the schema)


class OtherOrg(Exception):
    """The file holds the records of an org with another number, or with another first day."""

    def __init__(self, which: str) -> None:
        super().__init__(f"the records that lie there are those of {which}")


class Database:
    """Rows as dicts of stored values: text, whole numbers of the last decimal, 0 and 1, None."""

    def __init__(
        self, path: Path, schema: Schema, *, number: int | None = None, day: Day | None = None
    ) -> None:
        """`number` and `day` are the org's; left out, those of the records, or 1 and INSTALLED.

        Raises OtherOrg.
        """
        self.schema = schema
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=10)
        self._connection.create_collation("FOLDED", _folded)
        for function in (soql_like, soql_includes, soql_part):
            self._connection.create_function(function.__name__, 2, function, deterministic=True)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._make_tables()
        self.number = self._kept_number(number)
        self.day = self._kept_day(day)

    def _kept_number(self, wanted: int | None) -> int:
        kept = int(self.select("PRAGMA user_version")[0][0]) or self._before_numbers()
        if wanted is not None and kept not in (0, wanted):
            self.close()
            raise OtherOrg(f"the org number {kept}")
        number = kept or wanted or 1
        self.execute(f"PRAGMA user_version = {number}")
        return number

    def _kept_day(self, wanted: Day | None) -> Day:
        rows = self.select("SELECT name FROM _day")
        kept = Day(rows[0][0]) if rows else Day.INSTALLED if self._before_numbers() else None
        if wanted is not None and kept not in (None, wanted):
            self.close()
            raise OtherOrg(f"an org that began {kept}")
        day = kept or wanted or Day.INSTALLED
        if not rows:
            self.execute("INSERT INTO _day VALUES (?)", (day,))
        return day

    def _before_numbers(self) -> int:
        """Records of a start before orgs had numbers are those of the first; 0 where there are none."""
        return int("Organization" in self.schema.entities and not self.is_empty())

    def _make_tables(self) -> None:
        self._connection.executescript(_OWN_TABLES)
        for entity in self.schema.entities.values():
            self._make_table(entity)

    def _make_table(self, entity: Entity) -> None:
        table, *indexes = _tables(entity)
        self._connection.execute(table)
        self._add_fields(entity)
        for index in indexes:
            self._connection.execute(index)

    def adopt(self, schema: Schema) -> None:
        """Objects and fields that come get their place; those that go, go with what is in them.

        In a transaction of the caller; what else fails there comes before.
        """
        with self._lock:
            for name in self.schema.entities.keys() - schema.entities.keys():
                self._connection.execute(f'DROP TABLE "{name}"')
            for entity in schema.entities.values():
                before = self.schema.entities.get(entity.name)
                if before is not None:
                    self._drop_fields(entity.name, before.fields.keys() - entity.fields.keys())
                if before is None or before.fields != entity.fields:
                    self._make_table(entity)
            self.schema = schema

    def _drop_fields(self, entity: str, names: Iterable[str]) -> None:
        for name in sorted(names):
            self._connection.execute(f'DROP INDEX IF EXISTS "{entity}_{name}"')
            self._connection.execute(f'ALTER TABLE "{entity}" DROP COLUMN "{name}"')

    def _add_fields(self, entity: Entity) -> None:
        """Those that records of an earlier start do not have yet."""
        known = {row[1] for row in self._connection.execute(f'PRAGMA table_info("{entity.name}")')}
        for field in entity.fields.values():
            if field.type != "base64" and field.name not in known:
                self._connection.execute(f'ALTER TABLE "{entity.name}" ADD COLUMN {_column(field)}')

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Nested use is a part that can fail alone (a savepoint)."""
        with self._lock:
            nested = self._connection.in_transaction
            self._connection.execute("SAVEPOINT part" if nested else "BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._connection.execute("ROLLBACK TO part" if nested else "ROLLBACK")
                if nested:
                    self._connection.execute("RELEASE part")
                raise
            self._connection.execute("RELEASE part" if nested else "COMMIT")

    def select(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def select_within(
        self, seconds: int, statement: str, values: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        """As `select`; raises sqlite3.OperationalError "interrupted" when it takes longer."""
        end = time.monotonic() + seconds
        with self._lock:
            self._connection.set_progress_handler(lambda: time.monotonic() > end, 10_000)
            try:
                return self._connection.execute(statement, values).fetchall()
            finally:
                self._connection.set_progress_handler(None, 0)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> int:
        with self._lock:
            return self._connection.execute(statement, values).rowcount

    def rows(self, entity: str, where: str = "1", values: Sequence[Any] = ()) -> list[Row]:
        """`where` is a text of this package, never one from outside."""
        with self._lock:
            cursor = self._connection.execute(f'SELECT * FROM "{entity}" WHERE {where}', values)  # noqa: S608 (names come from the schema)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, entity: str, record_id: str) -> Row | None:
        found = self.rows(entity, '"Id" = ?', (record_id,))
        return found[0] if found else None

    def insert(self, entity: str, row: Mapping[str, Any]) -> None:
        self.execute(_insert(entity, tuple(row)), tuple(row.values()))

    def update(self, entity: str, record_id: str, changes: Mapping[str, Any]) -> None:
        pairs = ", ".join(f'"{name}" = ?' for name in changes)
        self.execute(f'UPDATE "{entity}" SET {pairs} WHERE "Id" = ?', (*changes.values(), record_id))  # noqa: S608 (names come from the schema)

    def next_number(self, name: str) -> int:
        statement = (
            "INSERT INTO _sequence VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET n = n + 1 RETURNING n"
        )
        return int(self.select(statement, (name,))[0][0])

    def new_id(self, prefix: str, sequence: str) -> str:
        return numbered(prefix, self.next_number(sequence), org=self.number)

    def is_empty(self) -> bool:
        return not self.select('SELECT 1 FROM "Organization" LIMIT 1')

    def clear(self) -> None:
        for table in (*self.schema.entities, *_OWN):
            self.execute(f'DELETE FROM "{table}"')  # noqa: S608 (names come from the schema)

    def close(self) -> None:
        with self._lock:
            self._connection.close()
