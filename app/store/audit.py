"""The audit trail: written with the change it tells of, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, insert, select

from app.actor import ConnectionName, OrgId, UserId
from app.store.database import Transaction
from app.store.tables import audit_entries


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what to which thing. ``facts`` are JSON-able and hold no secrets."""

    at: datetime
    connection: ConnectionName
    org: OrgId
    user: UserId
    verb: str
    subject: str
    correlation_id: str
    facts: Mapping[str, object]


def write(tx: Transaction, entry: AuditEntry) -> None:
    row = {
        "at": entry.at,
        "connection": entry.connection,
        "org": entry.org,
        "user_id": entry.user,
        "verb": entry.verb,
        "subject": entry.subject,
        "correlation_id": entry.correlation_id,
        "facts": dict(entry.facts),
    }
    tx.execute(insert(audit_entries), [row])


def read(tx: Transaction, subject: str) -> tuple[AuditEntry, ...]:
    """All entries about one thing, oldest first."""
    found = select(audit_entries).where(audit_entries.c.subject == subject).order_by(audit_entries.c.id)
    return tuple(_value(row) for row in tx.execute(found).mappings())


def _value(row: RowMapping) -> AuditEntry:
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
