"""Attempts at flows that ended: of use for a while, then forgotten."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, delete, exists, or_, select

from app.quoting import WriteBackState
from app.store import exceptions, stopped_errands
from app.store.database import Transaction
from app.store.flow_tables import errands, flow_attempts
from app.store.tables import quotes, write_backs

_COLUMNS: Final = flow_attempts.c
_UNFINISHED: Final = (WriteBackState.QUEUED.value, WriteBackState.WRITING.value)


def forget(tx: Transaction, *, before: datetime, most: int = 500) -> int:
    """Those that began before that moment, unless their flow goes on or is in the exception queue.

    Of how many flows some were forgotten: at most ``most``; call it again until there is none.
    """
    old = select(_COLUMNS.key).distinct().where(_COLUMNS.began_at < before, ~_is_open())
    keys = tx.execute(old.limit(most)).scalars().all()
    if keys:
        tx.execute(delete(flow_attempts).where(_COLUMNS.key.in_(keys), _COLUMNS.began_at < before))
    return len(keys)


def _is_open() -> ColumnElement[bool]:
    written = select(write_backs.c.key).join_from(write_backs, quotes, quotes.c.id == write_backs.c.quote_id)
    return or_(
        _one_of(written, write_backs.c, exceptions.is_exception()),
        _one_of(select(errands.c.key), errands.c, stopped_errands.is_exception()),
    )


def _one_of(flows: Select[Any], columns: Any, in_queue: ColumnElement[bool]) -> ColumnElement[bool]:
    goes_on = columns.state.in_(_UNFINISHED)
    return exists(flows.where(columns.key == _COLUMNS.key, or_(goes_on, in_queue)).correlate(flow_attempts))
