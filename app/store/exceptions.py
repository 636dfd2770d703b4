"""The exception queue: write-backs that stopped, or wait for somebody, and that nobody has settled yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, func, or_, select, update

from app.actor import ConnectionName, UserId
from app.delivery import FailureClass
from app.quoting import QuoteId, Status, WriteBack, WriteBackKey, WriteBackState
from app.store.database import Transaction
from app.store.tables import quotes, write_backs
from app.store.write_back_rows import write_back_value
from app.store.write_backs import WriteBackMissing

MOST_LISTED: Final = 200
_COLUMNS = write_backs.c


@dataclass(frozen=True, slots=True)
class StoppedFlow:
    """``next_at``: when it is tried again, None if nobody knows. ``is_running``: an attempt is under way, or
    about to be. ``resolution``: what an operator made of it.
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


@dataclass(frozen=True, slots=True)
class Wanted:
    """None: any. ``after``: goes on behind that key."""

    failure_class: FailureClass | None = None
    state: WriteBackState | None = None
    after: str = ""
    limit: int = 50


def listed(tx: Transaction, connection: ConnectionName, wanted: Wanted) -> tuple[StoppedFlow, ...]:
    """Oldest first."""
    which = [_COLUMNS.connection == connection, _COLUMNS.resolution == "", _is_exception()]
    if wanted.failure_class is not None:
        which.append(_COLUMNS.failure_class == wanted.failure_class.value)
    if wanted.state is not None:
        which.append(_COLUMNS.state == wanted.state.value)
    if wanted.after:
        at = select(_COLUMNS.requested_at).where(_COLUMNS.key == wanted.after).scalar_subquery()
        later = and_(_COLUMNS.requested_at == at, _COLUMNS.key > wanted.after)
        which.append(or_(_COLUMNS.requested_at > at, later))
    found = _joined().where(*which).order_by(_COLUMNS.requested_at, _COLUMNS.key)
    return tuple(_value(row) for row in tx.execute(found.limit(min(wanted.limit, MOST_LISTED))))


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


def _is_exception() -> ColumnElement[bool]:
    other = write_backs.alias()
    newest = select(func.max(other.c.revision)).where(other.c.quote_id == quotes.c.id).scalar_subquery()
    # A failed one whose author went on with the quote is settled by that.
    stopped = and_(_COLUMNS.state == WriteBackState.FAILED.value, quotes.c.status != Status.DRAFT.value)
    waits = and_(_COLUMNS.state == WriteBackState.QUEUED.value, _COLUMNS.failure.is_not(None))
    return and_(_COLUMNS.revision == newest, or_(stopped, waits))


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
        is_running=unfinished and named["due_at"] is None and named["waits_for"] != "user",
        resolution=named["resolution"],
        correlation=named["correlation"],
    )
