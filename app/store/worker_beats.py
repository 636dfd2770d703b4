"""Signs of life of the workers, by their slot."""

from datetime import datetime

from sqlalchemy import delete, func, select

from app.store.database import Transaction
from app.store.tables import worker_beats


def beat(tx: Transaction, slot: str, *, at: datetime) -> None:
    tx.save(worker_beats, {"slot": slot, "at": at})


def last(tx: Transaction) -> datetime | None:
    """When any worker was last alive; ``None`` if there never was one, or it left in good order."""
    found: datetime | None = tx.execute(select(func.max(worker_beats.c.at))).scalar_one()
    return found


def leave(tx: Transaction, slot: str) -> None:
    tx.execute(delete(worker_beats).where(worker_beats.c.slot == slot))
