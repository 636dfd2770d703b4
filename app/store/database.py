"""The database and its transactions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, Table, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from app.actor import Actor
from app.quoting import Quote, QuoteId
from app.store.audit_entry import AuditEntry
from app.store.engines import database_url, make_engine, reading_engine
from app.store.failures import failures_of_writing, known_failures, told_as
from app.store.glances import glances_at
from app.store.recent import RecentQuotes
from app.store.vault import Vault
from app.telemetry.traces import span


@dataclass(frozen=True, slots=True)
class Transaction:
    """One open transaction. ``seen`` holds the quotes it has met: an update writes only what changed.
    ``acting``: who changes which of them. ``told``: what the audit gets, by a deed of ``at_end``: those are
    done right before the commit, when nothing else is waited for any more.
    """

    connection: Connection
    vault: Vault
    writes: bool
    recent: RecentQuotes
    seen: dict[QuoteId, Quote] = field(default_factory=dict)
    acting: dict[QuoteId, Actor] = field(default_factory=dict)
    told: list[AuditEntry] = field(default_factory=list)
    at_end: list[Callable[[], None]] = field(default_factory=list)

    def execute(
        self, statement: Executable, rows: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None
    ) -> CursorResult[Any]:
        return self.connection.execute(statement, rows)

    def save(self, table: Table, row: Mapping[str, Any]) -> None:
        """Inserts the row, or replaces the one with the same primary key."""
        self.execute(_saving(self.connection.dialect.name, table, tuple(row)), [row])

    def add_if_absent(self, table: Table, row: Mapping[str, Any]) -> None:
        """Inserts the row unless one with the same primary key is there."""
        self.execute(_adding(self.connection.dialect.name, table), [row])


# Made once for each table: to build such a statement costs more than to run it.
@lru_cache(maxsize=128)
def _saving(dialect: str, table: Table, names: tuple[str, ...]) -> Executable:
    insert = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    changes = {name: insert.excluded[name] for name in names if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changes)


@lru_cache(maxsize=128)
def _adding(dialect: str, table: Table) -> Executable:
    keys = [column.name for column in table.primary_key]
    return _insert(dialect, table).on_conflict_do_nothing(index_elements=keys)


def _insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    # Both databases know ON CONFLICT, yet SQLAlchemy offers it in each dialect only.
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


class Database:
    """Every transaction raises DatabaseUnavailable when the database is gone or stays locked."""

    def __init__(self, engine: Engine, *, vault: Vault) -> None:
        self._engine = engine
        self._readers = reading_engine(engine)
        self._glances = glances_at(engine)
        self._failures = (OperationalError, engine.dialect.loaded_dbapi.OperationalError)
        self.vault = vault
        self._recent = RecentQuotes()

    @classmethod
    def open(cls, url: str, *, vault: Vault) -> "Database":
        """Connects lazily. Raises Misconfigured for an address that names no supported database."""
        return cls(make_engine(database_url(url)), vault=vault)

    @property
    def url(self) -> URL:
        """With its password, which the type hides when it is printed."""
        return self._engine.url

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """For writing: committed at the end of the block, undone if it raises."""
        with failures_of_writing(), self._engine.begin() as connection:
            tx = Transaction(connection, self.vault, writes=True, recent=self._recent)
            with span("action") as traced:
                yield tx
                for deed in tx.at_end:
                    deed()
                if traced and tx.told:
                    # A verb is called what the audit calls it.
                    traced.update_name(f"action {tx.told[-1].verb}")
        self._recent.keep(tx.seen.values())

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """For reading: the whole block sees one moment; the database refuses a write in it."""
        with known_failures(), self._readers.begin() as connection:
            tx = Transaction(connection, self.vault, writes=False, recent=self._recent)
            yield tx
        self._recent.keep(tx.seen.values())

    def glance(self, statement: str, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row of one reading statement, as the driver gives it.

        Given as text with ``:name`` for each value and run past the query builder, which costs ten times as
        much as the statement: for what is counted in microseconds. Raises DatabaseUnavailable.
        """
        try:
            return self._glances.first_row(statement, values)
        except self._failures as failure:
            raise told_as(failure) from failure

    def ping(self) -> None:
        """Raises DatabaseUnavailable."""
        with self.reading() as tx:
            tx.execute(select(text("1")))

    def close(self) -> None:
        self._glances.close()
        self._engine.dispose()
