"""The clock as the workers last believed it, and that of the database's machine, where it is another one."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from app.store.database import Transaction
from app.store.flow_tables import believed_clock

_NAME: Final = "workers"


def believed(tx: Transaction) -> datetime | None:
    """``None`` before there was any."""
    found = select(believed_clock.c.at).where(believed_clock.c.name == _NAME)
    moment: datetime | None = tx.execute(found).scalar()
    return moment


def believe(tx: Transaction, at: datetime) -> None:
    tx.save(believed_clock, {"name": _NAME, "at": at})


def of_database(tx: Transaction) -> datetime | None:
    """That of its server; ``None`` where the database is a file of this machine."""
    if tx.connection.dialect.name == "sqlite":
        return None
    moment: datetime = tx.execute(select(func.clock_timestamp())).scalar_one()
    return moment
