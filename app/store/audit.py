"""The audit trail: written with the change it tells of, never changed.

Each connection's entries are a chain: every entry holds the hash of the one before, so that a changed,
removed or swapped one is found (``audit_proof``). A transaction chains what it has to tell right before its
commit: from there until its end, and no longer, others of the same connection wait.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, text

from app.store.audit_entry import AuditEntry, Link, linked
from app.store.database import Transaction
from app.store.tables import audit_entries

# Any number that no other program uses as the first of two on the same database.
_LOCK_FAMILY = 71_621
_LOCK = text("SELECT pg_advisory_xact_lock(:family, hashtext(:connection))")
_COLUMNS = audit_entries.c
_LAST = (
    select(_COLUMNS.place, _COLUMNS.previous, _COLUMNS.hash)
    .where(_COLUMNS.connection == bindparam("of"), _COLUMNS.place.is_not(None))
    .order_by(_COLUMNS.place.desc())
    .limit(1)
)
_INSERT = insert(audit_entries)


def write(tx: Transaction, entry: AuditEntry) -> None:
    """Stored with the commit: the same transaction does not read it."""
    if not tx.told:
        tx.at_end.append(lambda: _chain(tx.connection, tx.told))
    tx.told.append(entry)


def read(tx: Transaction, subject: str) -> tuple[AuditEntry, ...]:
    """All entries about one thing, oldest first."""
    found = select(audit_entries).where(_COLUMNS.subject == subject).order_by(_COLUMNS.id)
    return tuple(entry_of(row) for row in tx.execute(found).mappings())


def last_link(connection: Connection, name: str) -> Link | None:
    """The head of a connection's chain; ``None`` before its first entry."""
    row = connection.execute(_LAST, {"of": name}).first()
    return None if row is None else Link(row.place, row.previous, row.hash)


def entry_of(row: RowMapping) -> AuditEntry:
    return AuditEntry(
        at=row["at"],
        connection=row["connection"],
        org=row["org"],
        user=row["user_id"],
        verb=row["verb"],
        subject=row["subject"],
        correlation_id=row["correlation_id"],
        facts=row["facts"],
    )


def link_of(row: RowMapping) -> Link | None:
    """``None`` for an entry that is in no chain."""
    return None if row["place"] is None else Link(row["place"], row["previous"] or "", row["hash"] or "")


def _chain(connection: Connection, entries: Iterable[AuditEntry]) -> None:
    by_chain = attrgetter("connection")
    # Always in the same order, so that two transactions never wait for each other.
    for name, of_chain in groupby(sorted(entries, key=by_chain), key=by_chain):
        if connection.dialect.name != "sqlite":
            connection.execute(_LOCK, {"family": _LOCK_FAMILY, "connection": name})
        rows = []
        last = last_link(connection, name)
        for entry in of_chain:
            last = linked(entry, after=last)
            rows.append(_row(entry, last))
        connection.execute(_INSERT, rows)


def _row(entry: AuditEntry, link: Link) -> dict[str, object]:
    return {
        "at": entry.at,
        "connection": entry.connection,
        "org": entry.org,
        "user_id": entry.user,
        "verb": entry.verb,
        "subject": entry.subject,
        "correlation_id": entry.correlation_id,
        "facts": dict(entry.facts),
        "place": link.place,
        "previous": link.previous,
        "hash": link.hash,
    }
