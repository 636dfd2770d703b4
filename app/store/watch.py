"""What operators of one connection see of its flows as a whole: states, classes, age, time taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select

from app.actor import ConnectionName
from app.delivery import FailureClass
from app.quoting import Status, WriteBackState
from app.store import exceptions
from app.store.database import Transaction
from app.store.flow_tables import errands
from app.store.tables import quotes, write_backs

_UNFINISHED: Final = (WriteBackState.QUEUED.value, WriteBackState.WRITING.value)
PERIOD: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Took:
    """From the click to the record, of those asked for within ``PERIOD``; None where there is none."""

    count: int
    median_ms: int | None
    p95_ms: int | None


@dataclass(frozen=True, slots=True)
class Watch:
    """``queue``: of the exception queue, by class; None for what earlier releases left. ``oldest``: since
    when the one that waits longest waits. ``approvals``: quotes that wait for people.
    """

    write_backs: Mapping[WriteBackState, int]
    errands: Mapping[WriteBackState, int]
    queue: Mapping[FailureClass | None, int]
    oldest: datetime | None
    approvals: int
    took: Took


def watch(tx: Transaction, connection: ConnectionName, *, at: datetime) -> Watch:
    return Watch(
        write_backs=_states(tx, write_backs, connection),
        errands=_states(tx, errands, connection),
        queue=exceptions.counted(tx, connection),
        oldest=tx.execute(
            select(func.min(write_backs.c.requested_at)).where(
                write_backs.c.connection == connection, write_backs.c.state.in_(_UNFINISHED)
            )
        ).scalar_one(),
        approvals=tx.execute(
            select(func.count()).where(
                quotes.c.connection == connection, quotes.c.status == Status.IN_APPROVAL.value
            )
        ).scalar_one(),
        took=_took(tx, connection, since=at - PERIOD),
    )


def _states(tx: Transaction, table: Any, connection: ConnectionName) -> Mapping[WriteBackState, int]:
    counted = select(table.c.state, func.count()).where(table.c.connection == connection)
    rows: Sequence[Any] = tx.execute(counted.group_by(table.c.state)).all()
    found = {row[0]: row[1] for row in rows}
    return {state: found.get(state.value, 0) for state in WriteBackState}


def _took(tx: Transaction, connection: ConnectionName, *, since: datetime) -> Took:
    took = write_backs.c.took_ms
    which = (write_backs.c.connection == connection, took.is_not(None), write_backs.c.requested_at >= since)
    count = tx.execute(select(func.count()).where(*which)).scalar_one()

    def at(share: int) -> int | None:
        """The value that so many percent do not exceed (nearest rank)."""
        if not count:
            return None
        place = -(-count * share // 100) - 1
        found: int = tx.execute(select(took).where(*which).order_by(took).offset(place).limit(1)).scalar_one()
        return found

    return Took(count, at(50), at(95))
