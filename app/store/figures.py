"""What the database says of the business as a whole, in few statements: for graphs and alerts.

Nothing here grows with the number of customers or connections: counts by status, by state and by code.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, case, func, literal_column, select, text, update

from app.quoting import Status, WriteBackKey, WriteBackState
from app.store import roads
from app.store.database import Transaction
from app.store.flow_tables import errands
from app.store.roads import KnownRoad
from app.store.tables import quotes, worker_beats, write_backs

STEPS_MS: Final = (250, 500, 1_000, 1_500, 2_500, 5_000, 15_000, 60_000, 300_000, 3_600_000, 86_400_000)
"""Upper ends of the classes in which times from the click to the record are counted."""

MOST_CODES: Final = 50
MOST_ROADS: Final = 100
_UNWRITTEN: Final = (WriteBackState.QUEUED.value, WriteBackState.WRITING.value)
_UNSOLVED: Final = (*_UNWRITTEN, WriteBackState.FAILED.value)


@dataclass(frozen=True, slots=True)
class Times:
    """``counts``: how many took at most each of ``STEPS_MS``, the last number all; ``sum_ms`` over all."""

    counts: tuple[int, ...]
    sum_ms: int


@dataclass(frozen=True, slots=True)
class Figures:
    """``oldest``: since when the quote that waits longest waits, for its user and for anything else;
    ``failures``: of write-backs that did not succeed yet, by class and code; ``worker_seen``: any worker's
    last sign; ``roads``: to the CRMs, those with the least allowance first.
    """

    quotes: Mapping[str, int]
    write_backs: Mapping[str, int]
    errands: Mapping[str, int]
    failures: Mapping[tuple[str, str], int]
    oldest_for_user: datetime | None
    oldest: datetime | None
    times: Times
    worker_seen: datetime | None
    roads: tuple[KnownRoad, ...]

    @property
    def waiting_approvals(self) -> int:
        return self.quotes[Status.IN_APPROVAL.value]


def figures(tx: Transaction) -> Figures:
    """All of one moment."""
    for_user = write_backs.c.waits_for == "user"
    return Figures(
        quotes={status.value: 0 for status in Status} | _counted(tx, quotes.c.status),
        write_backs={state.value: 0 for state in WriteBackState} | _counted(tx, write_backs.c.state),
        errands={state.value: 0 for state in WriteBackState} | _counted(tx, errands.c.state),
        failures=_failures(tx),
        oldest_for_user=_oldest(tx, for_user),
        oldest=_oldest(tx, ~for_user),
        times=_times(tx),
        worker_seen=tx.execute(select(func.max(worker_beats.c.at))).scalar_one(),
        roads=tuple(sorted(roads.all_known(tx), key=_left)[:MOST_ROADS]),
    )


def note_time(tx: Transaction, key: WriteBackKey, *, at: datetime) -> None:
    """That the record was in the CRM by then; the first such moment counts."""
    which = write_backs.c.key == key, write_backs.c.took_ms.is_(None)
    asked = tx.execute(select(write_backs.c.requested_at).where(*which)).scalar_one_or_none()
    if asked is not None:
        took = max(at - asked, timedelta(0)) // timedelta(milliseconds=1)
        tx.execute(update(write_backs).where(*which).values(took_ms=took))


def _counted(tx: Transaction, column: ColumnElement[str]) -> dict[str, int]:
    found: Sequence[Any] = tx.execute(select(column, func.count()).group_by(column)).all()
    return {name: count for name, count in found}  # noqa: C416 - rows are no pairs to the type checker


def _failures(tx: Transaction) -> dict[tuple[str, str], int]:
    """The most frequent codes; what is left of them counts as ``other``."""
    path = (
        "json_extract(failure, '$.code')"
        if tx.connection.dialect.name == "sqlite"
        else "failure::json->>'code'"
    )
    which = write_backs.c.state.in_(_UNSOLVED), write_backs.c.failure.is_not(None)
    code: ColumnElement[str] = literal_column(path).label("code")
    counted = select(write_backs.c.failure_class, code, func.count()).where(*which)
    rows: Sequence[Any] = tx.execute(counted.group_by(write_backs.c.failure_class, text("code"))).all()
    found = sorted(rows, key=lambda row: -row[2])
    kept = {(str(row[0]), str(row[1])): int(row[2]) for row in found[:MOST_CODES]}
    rest = sum(row[2] for row in found[MOST_CODES:])
    return {**kept, ("other", "other"): rest} if rest else kept


def _left(known: KnownRoad) -> int:
    allowance = known.allowance
    return sys.maxsize if allowance.allowed < 0 else allowance.allowed - allowance.used


def _oldest(tx: Transaction, which: ColumnElement[bool]) -> datetime | None:
    found = select(func.min(write_backs.c.requested_at)).where(write_backs.c.state.in_(_UNWRITTEN), which)
    oldest: datetime | None = tx.execute(found).scalar_one()
    return oldest


def _times(tx: Transaction) -> Times:
    took = write_backs.c.took_ms
    step = case(*((took <= end, n) for n, end in enumerate(STEPS_MS)), else_=len(STEPS_MS))
    counted = select(step.label("step"), func.count(), func.sum(took)).where(took.is_not(None))
    counts, total = [0] * (len(STEPS_MS) + 1), 0
    row: Any
    for row in tx.execute(counted.group_by(text("step"))):
        counts[row[0]] = row[1]
        total += int(row[2])
    running, summed = 0, []
    for count in counts:
        running += count
        summed.append(running)
    return Times(tuple(summed), total)
