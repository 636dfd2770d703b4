"""Signed requests that were seen, so that an old one that comes again is noticed."""

from datetime import datetime

from sqlalchemy import delete, select

from app.actor import ConnectionName
from app.store.columns import moment_of
from app.store.database import Database, Transaction
from app.store.tables import launches

_FIRST_SEEN = "SELECT first_seen FROM launches WHERE connection = :connection AND fingerprint = :fingerprint"


def first_seen(database: Database, *, connection: ConnectionName, fingerprint: bytes) -> datetime | None:
    """Asked with each launch, before anything is remembered of it."""
    row = database.glance(_FIRST_SEEN, {"connection": connection, "fingerprint": fingerprint})
    return None if row is None else moment_of(row[0])


def remember(tx: Transaction, *, connection: ConnectionName, fingerprint: bytes, at: datetime) -> datetime:
    """When it was first seen: ``at`` for a new one."""
    tx.add_if_absent(launches, {"connection": connection, "fingerprint": fingerprint, "first_seen": at})
    seen = select(launches.c.first_seen).where(
        launches.c.connection == connection, launches.c.fingerprint == fingerprint
    )
    found: datetime = tx.execute(seen).scalar_one()
    return found


def forget_before(tx: Transaction, moment: datetime) -> int:
    """How many were forgotten."""
    return tx.execute(delete(launches).where(launches.c.first_seen < moment)).rowcount
