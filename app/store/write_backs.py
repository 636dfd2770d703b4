"""Write-backs, and with them the outbox: a row that is due is a durable flow still to be started.

A row is due from its insert, which is in the submit's own transaction, until ``hand_over`` marks it. Waking
or postponing one makes it due again, now or later, under the next start number: each number is started once.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy import insert as insert_rows
from sqlalchemy import update as update_rows

from app.actor import ConnectionName, OrgId, UserId
from app.errors import Missing
from app.quoting import Quote, QuoteId, WriteBack, WriteBackKey, WriteBackState
from app.store.database import Transaction
from app.store.tables import write_backs
from app.store.write_back_rows import write_back_row, write_back_value
from app.telemetry import Trail, current_trail
from app.telemetry.traces import traceparent

_UNFINISHED = (WriteBackState.QUEUED.value, WriteBackState.WRITING.value)

# Made once: it runs at every sign-in, nearly always for nothing.
_WAKE = (
    update_rows(write_backs)
    .where(
        write_backs.c.connection == bindparam("of_connection"),
        write_backs.c.user_id == bindparam("of_user"),
        write_backs.c.waits_for == "user",
        write_backs.c.due_at.is_(None),
        write_backs.c.state.in_(_UNFINISHED),
    )
    .values(due_at=bindparam("due"), start_number=write_backs.c.start_number + 1, waits_for="")
)


class WriteBackMissing(Missing):
    code: ClassVar[str] = "write_back_not_found"


@dataclass(frozen=True, slots=True)
class Requester:
    """As whom a write-back runs."""

    connection: ConnectionName
    org: OrgId
    user: UserId


@dataclass(frozen=True, slots=True)
class Start:
    """One start of the flow of a write-back; ``number`` counts from 1."""

    key: WriteBackKey
    number: int


def insert(tx: Transaction, write_back: WriteBack, *, quote: Quote, requested_by: UserId) -> None:
    """Due at once."""
    row = {
        **write_back_row(write_back),
        "connection": quote.connection,
        "org": quote.org,
        "user_id": requested_by,
        "start_number": 1,
        "due_at": write_back.requested_at,
        "correlation": current_trail().correlation,
        "traceparent": traceparent(),
    }
    tx.execute(insert_rows(write_backs), [row])


def load(tx: Transaction, key: WriteBackKey) -> WriteBack:
    """Raises WriteBackMissing. In a writing transaction the row is kept from other writers until its end."""
    found = select(write_backs).where(write_backs.c.key == key)
    row = tx.execute(found.with_for_update() if tx.writes else found).mappings().first()
    if row is None:
        raise WriteBackMissing("There is no such write-back.")
    return write_back_value(row)


def requester(tx: Transaction, key: WriteBackKey) -> Requester:
    """Raises WriteBackMissing."""
    columns = (write_backs.c.connection, write_backs.c.org, write_backs.c.user_id)
    row = tx.execute(select(*columns).where(write_backs.c.key == key)).first()
    if row is None:
        raise WriteBackMissing("There is no such write-back.")
    return Requester(row.connection, row.org, row.user_id)


def trail(tx: Transaction, key: WriteBackKey) -> Trail:
    """To which request the next attempt belongs. Raises WriteBackMissing."""
    columns = (write_backs.c.correlation, write_backs.c.attempts)
    row = tx.execute(select(*columns).where(write_backs.c.key == key)).first()
    if row is None:
        raise WriteBackMissing("There is no such write-back.")
    return Trail(row.correlation or key, row.attempts + 1)


def traceparent_of(tx: Transaction, key: WriteBackKey) -> str:
    """The span of the request that asked for it; empty if nothing was traced."""
    found = tx.execute(select(write_backs.c.traceparent).where(write_backs.c.key == key)).scalar_one_or_none()
    return found or ""


def of_quote(tx: Transaction, quote_id: QuoteId) -> WriteBack | None:
    """The latest one, or ``None`` for a quote that was never submitted."""
    found = select(write_backs).where(write_backs.c.quote_id == quote_id)
    row = tx.execute(found.order_by(write_backs.c.revision.desc()).limit(1)).mappings().first()
    return None if row is None else write_back_value(row)


def latest(tx: Transaction, quote_id: QuoteId) -> WriteBack:
    """Raises WriteBackMissing for a quote that was never submitted."""
    found = of_quote(tx, quote_id)
    if found is None:
        raise WriteBackMissing("The quote was not submitted yet.")
    return found


def update(tx: Transaction, write_back: WriteBack) -> None:
    """Raises WriteBackMissing."""
    changed = update_rows(write_backs).where(write_backs.c.key == write_back.key)
    if tx.execute(changed.values(write_back_row(write_back))).rowcount != 1:
        raise WriteBackMissing("There is no such write-back.")


def due(tx: Transaction, *, at: datetime, limit: int = 100) -> tuple[Start, ...]:
    """Flows to be started now, the one that waits longest first."""
    return _starts(tx, write_backs.c.due_at <= at, order=write_backs.c.due_at, limit=limit)


def hand_over(tx: Transaction, start: Start, *, at: datetime) -> None:
    """That start is with the engine now. A wake that came in between stays due."""
    tx.execute(update_rows(write_backs).where(_is(start)).values(due_at=None, handed_over_at=at))


def handed_over(tx: Transaction, *, before: datetime, limit: int = 1000) -> tuple[Start, ...]:
    """Unfinished ones that wait for no person and were given to the engine before that moment."""
    given = and_(
        write_backs.c.due_at.is_(None),
        write_backs.c.handed_over_at < before,
        write_backs.c.waits_for != "user",
    )
    return _starts(tx, given, order=write_backs.c.handed_over_at, limit=limit)


def postpone(tx: Transaction, start: Start, *, until: datetime) -> None:
    """Due again at that moment, unless it was woken since that start."""
    _start_again(tx, _is(start), at=until)


def wake_for_user(tx: Transaction, *, connection: ConnectionName, user: UserId, at: datetime) -> int:
    """Those that wait for this user are due at once, and wait no longer. How many there were."""
    waking = {"of_connection": connection, "of_user": user, "due": at}
    return tx.execute(_WAKE, waking).rowcount


def count_unfinished(tx: Transaction) -> int:
    counted = select(func.count()).where(write_backs.c.state.in_(_UNFINISHED))
    found: int = tx.execute(counted).scalar_one()
    return found


def _is(start: Start) -> ColumnElement[bool]:
    return and_(write_backs.c.key == start.key, write_backs.c.start_number == start.number)


def _starts(
    tx: Transaction, which: ColumnElement[bool], *, order: ColumnElement[Any], limit: int
) -> tuple[Start, ...]:
    columns = (write_backs.c.key, write_backs.c.start_number)
    found = select(*columns).where(which, write_backs.c.state.in_(_UNFINISHED)).order_by(order).limit(limit)
    return tuple(Start(row.key, row.start_number) for row in tx.execute(found))


def _start_again(tx: Transaction, which: ColumnElement[bool], *, at: datetime) -> int:
    again = (
        update_rows(write_backs)
        .where(which, write_backs.c.state.in_(_UNFINISHED))
        .values(due_at=at, start_number=write_backs.c.start_number + 1)
    )
    return tx.execute(again).rowcount
