"""The outbox: which flows are to be started, of write-backs and errands alike.

A row is due from its insert, which is in its cause's own transaction, until ``hand_over`` marks it. Waking or
postponing one makes it due again, now or later, under the next start number: each number is started once.

What is due is taken in turns, one connection after the other, and of one opportunity only the oldest: nothing
overtakes what is still trying. What waits for a person holds nobody up.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy import update as update_rows

from app.actor import ConnectionName, UserId
from app.delivery import ERRAND_KINDS, LONGEST_REST, Order, is_errand
from app.quoting import WriteBackKey, WriteBackState
from app.store.database import Transaction
from app.store.flow_tables import errands, roads
from app.store.tables import write_backs

UNFINISHED: Final = (WriteBackState.QUEUED.value, WriteBackState.WRITING.value)
AT_ONCE: Final = 5
"""So many flows of one connection run at the same time, over all workers."""

# Further away than anything is ever postponed: then the clock was set back.
_JUMP: Final = timedelta(hours=2)
_TABLES: Final = (write_backs, errands)
_UNORDERED: Final = tuple(f"{k.name}:" for k in ERRAND_KINDS.values() if k.order is Order.ANY)
# Made once: they run at every sign-in, nearly always for nothing.
_WAKE: Final = tuple(
    update_rows(table)
    .where(
        table.c.connection == bindparam("of_connection"),
        table.c.user_id == bindparam("of_user"),
        table.c.waits_for == "user",
        table.c.due_at.is_(None),
        table.c.state.in_(UNFINISHED),
    )
    .values(due_at=bindparam("due"), start_number=table.c.start_number + 1, waits_for="")
    for table in _TABLES
)


@dataclass(frozen=True, slots=True)
class Start:
    """One start of the flow of a write-back or errand; ``number`` counts from 1."""

    key: WriteBackKey
    number: int


def due(tx: Transaction, *, at: datetime, limit: int = 100) -> tuple[Start, ...]:
    """Flows to be started now, in turns, of each connection the one that waits longest first."""
    if limit <= 0 or not any(tx.execute(_any_due(table, at)).first() for table in _TABLES):
        return ()
    return tuple(Start(row.key, row.start_number) for row in tx.execute(_in_turns(at, limit)))


def hand_over(tx: Transaction, start: Start, *, at: datetime) -> None:
    """That start is with the engine now. A wake that came in between stays due."""
    table = _table_of(start.key)
    tx.execute(update_rows(table).where(_is(table, start)).values(due_at=None, handed_over_at=at))


def handed_over(tx: Transaction, *, before: datetime, limit: int = 1000) -> tuple[Start, ...]:
    """Unfinished ones that wait for no person and were given to the engine before that moment."""
    found: list[Row[Any]] = []
    for table in _TABLES:
        columns = table.c
        given = or_(columns.handed_over_at < before, columns.handed_over_at > before + _JUMP)
        query = select(columns.key, columns.start_number, columns.handed_over_at).where(
            columns.due_at.is_(None), given, columns.waits_for != "user", columns.state.in_(UNFINISHED)
        )
        found += tx.execute(query.order_by(columns.handed_over_at).limit(limit)).all()
    found.sort(key=lambda row: row.handed_over_at)
    return tuple(Start(row.key, row.start_number) for row in found[:limit])


def postpone(tx: Transaction, start: Start, *, until: datetime) -> None:
    """Due again at that moment, unless it was woken since that start."""
    table = _table_of(start.key)
    tx.execute(
        update_rows(table)
        .where(_is(table, start), table.c.state.in_(UNFINISHED))
        .values(due_at=until, start_number=table.c.start_number + 1)
    )


def wake(tx: Transaction, key: WriteBackKey, *, at: datetime) -> None:
    """Due at once under the next start number, whatever it waited for."""
    table = _table_of(key)
    tx.execute(
        update_rows(table)
        .where(table.c.key == key, table.c.state.in_(UNFINISHED))
        .values(due_at=at, start_number=table.c.start_number + 1, waits_for="")
    )


def wake_for_user(tx: Transaction, *, connection: ConnectionName, user: UserId, at: datetime) -> int:
    """Those that wait for this user are due at once, and wait no longer. How many there were."""
    waking = {"of_connection": connection, "of_user": user, "due": at}
    return sum(tx.execute(statement, waking).rowcount for statement in _WAKE)


def count_unfinished(tx: Transaction) -> int:
    return sum(
        tx.execute(select(func.count()).where(table.c.state.in_(UNFINISHED))).scalar_one()
        for table in _TABLES
    )


def _table_of(key: str) -> Table:
    return errands if is_errand(key) else write_backs


def _is(table: Table, start: Start) -> ColumnElement[bool]:
    return and_(table.c.key == start.key, table.c.start_number == start.number)


def _come(moment: ColumnElement[Any], at: datetime) -> ColumnElement[bool]:
    return or_(moment <= at, moment > at + _JUMP)


def _any_due(table: Table, at: datetime) -> Select[Any]:
    columns = table.c
    return select(columns.key).where(_come(columns.due_at, at), columns.state.in_(UNFINISHED)).limit(1)


def _unfinished(table: Table) -> Select[Any]:
    """With its lane: what shares one goes one after the other."""
    columns = table.c
    alone: list[ColumnElement[bool]] = [columns.opportunity == ""]
    if table is errands:
        alone += [columns.key.startswith(prefix, autoescape=True) for prefix in _UNORDERED]
    lane = case((or_(*alone), literal("key ", String) + columns.key), else_=columns.opportunity)
    return select(
        columns.key,
        columns.start_number,
        columns.connection,
        columns.requested_at,
        columns.due_at,
        lane.label("lane"),
        case((columns.due_at.is_(None), 1), else_=0).label("running"),
    ).where(columns.state.in_(UNFINISHED), or_(columns.waits_for != "user", columns.due_at.is_not(None)))


def _in_turns(at: datetime, limit: int) -> Select[Any]:
    everything = union_all(*(_unfinished(table) for table in _TABLES)).subquery("everything")
    of_lane = (everything.c.connection, everything.c.lane)
    oldest = (everything.c.requested_at, everything.c.key)
    laned = select(
        everything,
        func.row_number().over(partition_by=of_lane, order_by=oldest).label("place"),
        func.sum(everything.c.running).over(partition_by=of_lane).label("lane_runs"),
        func.sum(everything.c.running).over(partition_by=everything.c.connection).label("runs"),
    ).subquery("laned")
    longest = (laned.c.due_at, laned.c.requested_at, laned.c.key)
    ready = (
        select(
            laned,
            func.row_number().over(partition_by=laned.c.connection, order_by=longest).label("turn"),
        )
        .where(laned.c.place == 1, laned.c.lane_runs == 0, _come(laned.c.due_at, at))
        .subquery("ready")
    )
    half_open = func.coalesce(roads.c.rests, 0) > 0
    # Whoever tries the road goes first, beside what still sleeps; nobody else is worth a start meanwhile.
    tried = and_(roads.c.trial != "", roads.c.trial_until > at, roads.c.trial_until <= at + LONGEST_REST)
    others = case((tried, 0), (half_open, 1), else_=AT_ONCE)
    closed = and_(roads.c.closed_until > at, roads.c.closed_until <= at + LONGEST_REST)
    turn = ready.c.runs + ready.c.turn
    return (
        select(ready.c.key, ready.c.start_number)
        .outerjoin_from(ready, roads, roads.c.connection == ready.c.connection)
        .where(
            or_(roads.c.closed_until.is_(None), ~closed), or_(turn <= others, ready.c.key == roads.c.trial)
        )
        .order_by(turn, ready.c.due_at, ready.c.requested_at, ready.c.key)
        .limit(limit)
    )
