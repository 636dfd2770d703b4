"""Idempotency keys: a repeated request gets the first one's answer instead of a second effect."""

from datetime import datetime
from hashlib import sha256
from typing import ClassVar

from sqlalchemy import delete, select
from sqlalchemy import insert as insert_rows

from app.actor import ConnectionName, UserId
from app.errors import Refused
from app.store.database import Transaction
from app.store.tables import idempotency_keys


class IdempotencyConflict(Refused):
    code: ClassVar[str] = "idempotency_conflict"


def find(
    tx: Transaction, *, connection: ConnectionName, user: UserId, key: str, request_hash: str
) -> str | None:
    """The answer's reference if the request was made before. Raises IdempotencyConflict for another one."""
    keys = idempotency_keys.c
    row = tx.execute(
        select(keys.request_hash, keys.answer).where(
            keys.connection == connection, keys.user_id == user, keys.key == _digest(key)
        )
    ).first()
    if row is None:
        return None
    if row.request_hash != request_hash:
        raise IdempotencyConflict(
            "This Idempotency-Key was used for a different request. Send a new key with a new request."
        )
    answer: str = row.answer
    return answer


def remember(
    tx: Transaction,
    *,
    connection: ConnectionName,
    user: UserId,
    key: str,
    request_hash: str,
    answer: str,
    at: datetime,
) -> None:
    """In the transaction of the effect itself, after ``find`` found nothing."""
    row = {
        "connection": connection,
        "user_id": user,
        "key": _digest(key),
        "request_hash": request_hash,
        "answer": answer,
        "used_at": at,
    }
    tx.execute(insert_rows(idempotency_keys), [row])


def forget_before(tx: Transaction, moment: datetime) -> int:
    """How many were forgotten."""
    return tx.execute(delete(idempotency_keys).where(idempotency_keys.c.used_at < moment)).rowcount


def _digest(key: str) -> str:
    # The caller chooses the key: any length, any character.
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
