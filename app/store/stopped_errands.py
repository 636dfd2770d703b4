"""Errands that stopped, or wait for somebody, and that nobody has settled yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, and_, or_, select
from sqlalchemy import update as update_rows

from app.actor import ConnectionName, UserId
from app.delivery import FailureClass
from app.quoting import Failure, Quote, QuoteId, Status, WriteBackState
from app.store.database import Transaction
from app.store.errands import ErrandMissing, StoredErrand, errand_value
from app.store.flow_tables import errands
from app.store.tables import quotes

MOST_OF_QUOTE: Final = 100
_COLUMNS: Final = errands.c
_Named = Mapping[str, tuple[str, Status]]


@dataclass(frozen=True, slots=True)
class StoppedErrand:
    """As ``StoppedFlow``. ``quote`` and ``status`` are None, and ``number`` is empty, for one that is about
    no single quote. ``resolution``: ``skipped`` by an operator, ``overtaken`` by a later one of its kind.
    """

    errand: StoredErrand
    quote: QuoteId | None
    number: str
    status: Status | None
    waits_for: str
    next_at: datetime | None
    is_running: bool
    resolution: str
    correlation: str

    @property
    def key(self) -> str:
        return self.errand.key

    @property
    def state(self) -> WriteBackState:
        return self.errand.state

    @property
    def failure(self) -> Failure | None:
        return self.errand.failure

    @property
    def failure_class(self) -> FailureClass | None:
        told = "" if self.errand.failure is None else self.errand.failure.failure_class
        return FailureClass(told) if told else None

    @property
    def attempts(self) -> int:
        return self.errand.attempts

    @property
    def requested_at(self) -> datetime:
        return self.errand.requested_at

    @property
    def opportunity(self) -> str:
        return self.errand.opportunity

    @property
    def user(self) -> UserId:
        return self.errand.user


def is_exception() -> ColumnElement[bool]:
    stopped = _COLUMNS.state == WriteBackState.FAILED.value
    waits = and_(_COLUMNS.state == WriteBackState.QUEUED.value, _COLUMNS.failure.is_not(None))
    return and_(_COLUMNS.resolution == "", or_(stopped, waits))


def found(
    tx: Transaction, connection: ConnectionName, *which: ColumnElement[bool], limit: int
) -> tuple[StoppedErrand, ...]:
    """Those of the queue that are wanted, oldest first."""
    wanted = select(errands).where(_COLUMNS.connection == connection, is_exception(), *which)
    oldest = wanted.order_by(_COLUMNS.requested_at, _COLUMNS.key).limit(limit)
    return _values(tx, connection, tx.execute(oldest).mappings().all())


def load(tx: Transaction, key: str, *, connection: ConnectionName) -> StoppedErrand:
    """Any errand of that connection, kept from other writers. Raises ErrandMissing."""
    wanted = select(errands).where(_COLUMNS.key == key, _COLUMNS.connection == connection)
    rows = tx.execute(wanted.with_for_update() if tx.writes else wanted).mappings().all()
    if not rows:
        raise ErrandMissing("There is no such errand. Done ones are forgotten after a week.")
    return _values(tx, connection, rows)[0]


def of_quote(tx: Transaction, quote: Quote) -> tuple[StoppedErrand, ...]:
    """The last ones about that quote, whatever became of them, oldest first."""
    there = (_COLUMNS.connection == quote.connection, _COLUMNS.opportunity == quote.opportunity)
    about = _COLUMNS.key.startswith(f"status_update:{quote.id}-", autoescape=True)
    newest = select(errands).where(*there, about).order_by(_COLUMNS.requested_at.desc(), _COLUMNS.key.desc())
    rows = tx.execute(newest.limit(MOST_OF_QUOTE)).mappings().all()
    return _values(tx, quote.connection, list(reversed(rows)))


def resolve(tx: Transaction, key: str, resolution: str) -> None:
    """Empty: it is open again."""
    tx.execute(update_rows(errands).where(_COLUMNS.key == key).values(resolution=resolution))


def _values(
    tx: Transaction, connection: ConnectionName, rows: Iterable[RowMapping]
) -> tuple[StoppedErrand, ...]:
    stored = [(row, errand_value(row)) for row in rows]
    named = _quotes(tx, connection, {about for _, one in stored if (about := _about(one))})
    return tuple(_value(row, one, named) for row, one in stored)


def _about(errand: StoredErrand) -> str:
    return str(errand.payload.get("quote", ""))


def _quotes(tx: Transaction, connection: ConnectionName, ids: set[str]) -> _Named:
    if not ids:
        return {}
    wanted = select(quotes.c.id, quotes.c.number, quotes.c.status)
    rows = tx.execute(wanted.where(quotes.c.connection == connection, quotes.c.id.in_(ids)))
    return {row.id: (row.number, Status(row.status)) for row in rows}


def _value(row: Mapping[Any, Any], errand: StoredErrand, named: _Named) -> StoppedErrand:
    about = _about(errand)
    number, status = named.get(about, ("", None))
    unfinished = errand.state in (WriteBackState.QUEUED, WriteBackState.WRITING)
    return StoppedErrand(
        errand=errand,
        quote=QuoteId(about) if about in named else None,
        number=number,
        status=status,
        waits_for=row["waits_for"],
        next_at=row["due_at"] if unfinished else None,
        is_running=unfinished and row["due_at"] is None and errand.failure is None,
        resolution=row["resolution"],
        correlation=row["correlation"],
    )
