"""Signed requests that were seen, so that an old one that comes again is noticed."""

from datetime import datetime

from sqlalchemy import delete, select

from app.actor import ConnectionName
from app.store.database import Transaction
from app.store.tables import launches


def remember(tx: Transaction, *, connection: ConnectionName, fingerprint: bytes, at: datetime) -> datetime:
    """When it was first seen: ``at`` for a new one."""
    tx.add_if_absent(launches, {"connection": connection, "fingerprint": fingerprint, "first_seen": at})
    first_seen = select(launches.c.first_seen).where(
        launches.c.connection == connection, launches.c.fingerprint == fingerprint
    )
    found: datetime = tx.execute(first_seen).scalar_one()
    return found


def forget_before(tx: Transaction, moment: datetime) -> int:
    """How many were forgotten."""
    return tx.execute(delete(launches).where(launches.c.first_seen < moment)).rowcount
