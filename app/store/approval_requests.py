"""Users on their way through the CRM's approval page: what is needed when they come back, once."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy import insert as insert_rows

from app.actor import ConnectionName
from app.store.database import Transaction
from app.store.tables import approval_requests


def keep(tx: Transaction, *, connection: ConnectionName, state: str, secret: str, at: datetime) -> None:
    row = {
        "state": state,
        "connection": connection,
        "sealed_secret": tx.vault.seal(secret, context=_context(connection, state)),
        "asked_at": at,
    }
    tx.execute(insert_rows(approval_requests), [row])


def take(tx: Transaction, *, connection: ConnectionName, state: str, since: datetime) -> str | None:
    """The secret kept under that state, which is then gone; ``None`` for one unknown, used or too old."""
    asked = approval_requests.c
    found = select(asked.sealed_secret).where(
        asked.state == state, asked.connection == connection, asked.asked_at >= since
    )
    sealed = tx.execute(found).scalar_one_or_none()
    tx.execute(delete(approval_requests).where(asked.state == state))
    return None if sealed is None else tx.vault.open(sealed, context=_context(connection, state))


def forget_before(tx: Transaction, moment: datetime) -> int:
    """How many were forgotten."""
    return tx.execute(delete(approval_requests).where(approval_requests.c.asked_at < moment)).rowcount


def _context(connection: ConnectionName, state: str) -> str:
    return f"approval/{connection}/{state}"
