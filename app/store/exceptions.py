"""The exception queue: flows that stopped, or wait for somebody, and that nobody has settled yet.

Write-backs are told here, errands in ``stopped_errands``; ``listed`` and ``counted`` tell both as one queue.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Row, Table, and_, func, or_, select, update

from app.actor import ConnectionName, UserId
from app.delivery import FailureClass, is_errand
from app.quoting import Failure, QuoteId, Status, WriteBack, WriteBackKey, WriteBackState
from app.store import stopped_errands
from app.store.database import Transaction
from app.store.flow_tables import errands
from app.store.stopped_errands import StoppedErrand
from app.store.tables import quotes, write_backs
from app.store.write_back_rows import write_back_value
from app.store.write_backs import WriteBackMissing

MOST_LISTED: Final = 200
_COLUMNS = write_backs.c


@dataclass(frozen=True, slots=True)
class StoppedFlow:
    """``next_at``: when it is tried again, None if nobody knows or its flow pauses for seconds.
    ``is_running``: an attempt is under way, or about to be. ``resolution``: what an operator made of it.
    """

    write_back: WriteBack
    number: str
    opportunity: str
    user: UserId
    status: Status
    failure_class: FailureClass | None
    waits_for: str
    next_at: datetime | None
    is_running: bool
    resolution: str
    correlation: str

    @property
    def key(self) -> WriteBackKey:
        return self.write_back.key

    @property
    def quote(self) -> QuoteId:
        return self.write_back.quote

    @property
    def state(self) -> WriteBackState:
        return self.write_back.state

    @property
    def failure(self) -> Failure | None:
        return self.write_back.failure

    @property
    def attempts(self) -> int:
        return self.write_back.attempts

    @property
    def requested_at(self) -> datetime:
        return self.write_back.requested_at


Stopped: TypeAlias = StoppedFlow | StoppedErrand


@dataclass(frozen=True, slots=True)
class Wanted:
    """None: any. ``after``: goes on behind that key."""

    failure_class: FailureClass | None = None
    state: WriteBackState | None = None
    after: str = ""
    limit: int = 50


def listed(tx: Transaction, connection: ConnectionName, wanted: Wanted) -> tuple[Stopped, ...]:
    """Oldest first."""
    at = _asked_at(tx, connection, wanted.after) if wanted.after else None
    if wanted.after and at is None:
        return ()
    limit = min(wanted.limit, MOST_LISTED)
    ours = _joined().where(
        _COLUMNS.connection == connection, is_exception(), *_which(write_backs, wanted, at)
    )
    first = ours.order_by(_COLUMNS.requested_at, _COLUMNS.key).limit(limit)
    found = tuple(_value(row) for row in tx.execute(first))
    others = stopped_errands.found(tx, connection, *_which(errands, wanted, at), limit=limit)
    both: list[Stopped] = [*found, *others]
    return tuple(sorted(both, key=_since)[:limit])


def _since(one: Stopped) -> datetime:
    return one.requested_at


def counted(tx: Transaction, connection: ConnectionName) -> Mapping[FailureClass | None, int]:
    """How many are in the queue, by class; None for what earlier releases left."""
    ours = select(_COLUMNS.failure_class, func.count()).join_from(
        write_backs, quotes, quotes.c.id == _COLUMNS.quote_id
    )
    others = select(errands.c.failure_class, func.count())
    halves = (
        ours.where(_COLUMNS.connection == connection, is_exception()).group_by(_COLUMNS.failure_class),
        others.where(errands.c.connection == connection, stopped_errands.is_exception()).group_by(
            errands.c.failure_class
        ),
    )
    counts: Counter[FailureClass | None] = Counter()
    for half in halves:
        rows: Sequence[Any] = tx.execute(half).all()
        counts.update({FailureClass(told) if told else None: count for told, count in rows})
    return counts


def load(tx: Transaction, key: WriteBackKey, *, connection: ConnectionName) -> StoppedFlow:
    """Any write-back of that connection, kept from other writers. Raises WriteBackMissing."""
    found = _joined().where(_COLUMNS.key == key, _COLUMNS.connection == connection)
    row = tx.execute(found.with_for_update(of=write_backs) if tx.writes else found).first()
    if row is None:
        raise WriteBackMissing("There is no such write-back.")
    return _value(row)


def of_quote(tx: Transaction, quote: QuoteId) -> tuple[StoppedFlow, ...]:
    """All write-backs of the quote, whatever became of them, oldest first."""
    found = _joined().where(_COLUMNS.quote_id == quote).order_by(_COLUMNS.revision)
    return tuple(_value(row) for row in tx.execute(found))


def resolve(tx: Transaction, key: WriteBackKey, resolution: str) -> None:
    """Empty: it is open again."""
    tx.execute(update(write_backs).where(_COLUMNS.key == key).values(resolution=resolution))


def is_exception() -> ColumnElement[bool]:
    other = write_backs.alias()
    newest = select(func.max(other.c.revision)).where(other.c.quote_id == quotes.c.id).scalar_subquery()
    # A failed one whose author went on with the quote is settled by that.
    stopped = and_(_COLUMNS.state == WriteBackState.FAILED.value, quotes.c.status != Status.DRAFT.value)
    waits = and_(_COLUMNS.state == WriteBackState.QUEUED.value, _COLUMNS.failure.is_not(None))
    return and_(_COLUMNS.resolution == "", _COLUMNS.revision == newest, or_(stopped, waits))


def _which(table: Table, wanted: Wanted, at: datetime | None) -> list[ColumnElement[bool]]:
    which: list[ColumnElement[bool]] = []
    if wanted.failure_class is not None:
        which.append(table.c.failure_class == wanted.failure_class.value)
    if wanted.state is not None:
        which.append(table.c.state == wanted.state.value)
    if at is not None:
        which.append(_is_behind(table, wanted.after, at))
    return which


def _is_behind(table: Table, key: str, at: datetime) -> ColumnElement[bool]:
    """Of one moment write-backs come first, then errands; keys are compared where both are of one kind."""
    asked = table.c.requested_at
    if table is (errands if is_errand(key) else write_backs):
        return or_(asked > at, and_(asked == at, table.c.key > key))
    return asked >= at if table is errands else asked > at


def _asked_at(tx: Transaction, connection: ConnectionName, key: str) -> datetime | None:
    table = errands if is_errand(key) else write_backs
    which = table.c.key == key, table.c.connection == connection
    return tx.execute(select(table.c.requested_at).where(*which)).scalar_one_or_none()


def _joined() -> Any:
    return select(write_backs, quotes.c.number, quotes.c.status).join_from(
        write_backs, quotes, quotes.c.id == _COLUMNS.quote_id
    )


def _value(row: Row[Any]) -> StoppedFlow:
    named = row._mapping  # noqa: SLF001 - SQLAlchemy's public way to read a row by name
    unfinished = named["state"] in (WriteBackState.QUEUED.value, WriteBackState.WRITING.value)
    told = named["failure_class"]
    return StoppedFlow(
        write_back=write_back_value(named),
        number=named["number"],
        opportunity=named["opportunity"],
        user=named["user_id"],
        status=Status(named["status"]),
        failure_class=FailureClass(told) if told else None,
        waits_for=named["waits_for"],
        next_at=named["due_at"] if unfinished else None,
        # One that failed and is due at no moment pauses in its flow: no attempt is under way.
        is_running=unfinished and named["due_at"] is None and named["failure"] is None,
        resolution=named["resolution"],
        correlation=named["correlation"],
    )
