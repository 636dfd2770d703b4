"""Signs of life of the workers, by the slot that each one holds."""

from datetime import datetime

from sqlalchemy import delete, func, select

from app.store.database import Transaction
from app.store.tables import worker_beats


def beat(tx: Transaction, slot: str, *, at: datetime) -> None:
    tx.save(worker_beats, {"slot": slot, "at": at})


def last(tx: Transaction) -> datetime | None:
    """When any worker was last alive; ``None`` if there never was one. A live one beats every 2 seconds."""
    found: datetime | None = tx.execute(select(func.max(worker_beats.c.at))).scalar_one()
    return found


def seen(tx: Transaction) -> tuple[str, ...]:
    """The slots of all workers that may have left work behind."""
    return tuple(tx.execute(select(worker_beats.c.slot).order_by(worker_beats.c.slot)).scalars())


def forget(tx: Transaction, slot: str) -> None:
    tx.execute(delete(worker_beats).where(worker_beats.c.slot == slot))
