"""What went through a connection, and when: counted and dated, never who or what it was."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from app.actor import ConnectionName
from app.quoting import WriteBackState
from app.store.database import Transaction
from app.store.flow_tables import errands
from app.store.tables import audit_entries, quotes, write_backs

_UNDER_WAY: Final = (WriteBackState.QUEUED.value, WriteBackState.WRITING.value)


def quotes_of(tx: Transaction, connection: ConnectionName) -> int:
    found = select(func.count()).select_from(quotes).where(quotes.c.connection == connection)
    count: int = tx.execute(found).scalar_one()
    return count


def flows_under_way(tx: Transaction, connection: ConnectionName) -> int:
    """Write-backs and errands that have not come to an end."""
    count = 0
    for table in (write_backs, errands):
        under_way = table.c.connection == connection, table.c.state.in_(_UNDER_WAY)
        count += tx.execute(select(func.count()).select_from(table).where(*under_way)).scalar_one()
    return count


def last_write(tx: Transaction, connection: ConnectionName) -> datetime | None:
    """When the last quote was asked for that is in the CRM."""
    written = write_backs.c.connection == connection, write_backs.c.state == WriteBackState.WRITTEN.value
    found: datetime | None = tx.execute(select(func.max(write_backs.c.requested_at)).where(*written)).scalar()
    return found


def last_done(tx: Transaction, connection: ConnectionName, verbs: Collection[str]) -> datetime | None:
    """When the audit last told of one of these; None where it never did."""
    told = select(audit_entries.c.at).where(
        audit_entries.c.connection == connection, audit_entries.c.verb.in_(verbs)
    )
    found: datetime | None = tx.execute(told.order_by(audit_entries.c.place.desc()).limit(1)).scalar()
    return found
