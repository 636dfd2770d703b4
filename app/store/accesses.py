"""Each user's own token for the CRM: one a user and connection, sealed, gone when it expires."""

from datetime import datetime

from sqlalchemy import delete, select

from app.actor import ConnectionName, UserId
from app.store.database import Transaction
from app.store.tables import accesses


def keep(
    tx: Transaction,
    *,
    connection: ConnectionName,
    user: UserId,
    token: str,
    instance_url: str,
    expires_at: datetime,
) -> None:
    """Replaces the one that the user had."""
    row = {
        "connection": connection,
        "user_id": user,
        "sealed_token": tx.vault.seal(token, context=_context(connection, user)),
        "instance_url": instance_url,
        "expires_at": expires_at,
    }
    tx.save(accesses, row)


def load(
    tx: Transaction, *, connection: ConnectionName, user: UserId, at: datetime
) -> tuple[str, str] | None:
    """Token and instance URL, or ``None`` when there is none that still holds. Raises Misconfigured."""
    found = select(accesses).where(
        accesses.c.connection == connection, accesses.c.user_id == user, accesses.c.expires_at > at
    )
    row = tx.execute(found).mappings().first()
    if row is None:
        return None
    return tx.vault.open(row["sealed_token"], context=_context(connection, user)), row["instance_url"]


def forget(tx: Transaction, *, connection: ConnectionName, user: UserId) -> None:
    tx.execute(delete(accesses).where(accesses.c.connection == connection, accesses.c.user_id == user))


def forget_expired(tx: Transaction, at: datetime) -> int:
    """How many were forgotten."""
    return tx.execute(delete(accesses).where(accesses.c.expires_at <= at)).rowcount


def _context(connection: ConnectionName, user: UserId) -> str:
    return f"access/{connection}/{user}"
