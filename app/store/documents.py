"""Rendered documents by write-back, so that a repeated attempt sends the very same bytes."""

from sqlalchemy import delete, select

from app.quoting import WriteBackKey
from app.store.database import Transaction
from app.store.tables import documents


def keep(tx: Transaction, key: WriteBackKey, content: bytes) -> None:
    """The first one stays."""
    tx.add_if_absent(documents, {"write_back": key, "content": content})


def load(tx: Transaction, key: WriteBackKey) -> bytes | None:
    found: bytes | None = tx.execute(
        select(documents.c.content).where(documents.c.write_back == key)
    ).scalar_one_or_none()
    return found


def forget(tx: Transaction, key: WriteBackKey) -> None:
    """The next attempt renders it anew: only for one that was never sent."""
    tx.execute(delete(documents).where(documents.c.write_back == key))
