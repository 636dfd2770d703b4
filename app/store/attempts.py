"""Every attempt of a flow: when, for how long, what came of it, on which trail, in how many calls."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import delete, insert, select, update

from app.store.database import Transaction
from app.store.flow_tables import flow_attempts

_COLUMNS = flow_attempts.c
MOST_KEPT: Final = 200
"""Of one flow; the first is kept beside the last ones."""

_LONGEST_STREAK: Final = 20


class Ended(StrEnum):
    RUNNING = "running"
    INTERRUPTED = "interrupted"
    DONE = "done"
    POSTPONED = "postponed"
    WAITS_FOR_USER = "waits_for_user"
    FAILED = "failed"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Attempt:
    n: int
    began_at: datetime
    took_ms: int | None
    outcome: Ended
    code: str = ""
    detail: str = ""
    correlation: str = ""
    calls: int = 0


def begin(tx: Transaction, key: str, n: int, *, at: datetime, correlation: str) -> None:
    """One that still runs under that key was interrupted: its process died."""
    if n > 1:
        tx.execute(
            update(flow_attempts)
            .where(_COLUMNS.key == key, _COLUMNS.outcome == Ended.RUNNING.value)
            .values(outcome=Ended.INTERRUPTED.value)
        )
    if n > MOST_KEPT:
        tx.execute(
            delete(flow_attempts).where(_COLUMNS.key == key, _COLUMNS.n > 1, _COLUMNS.n <= n - MOST_KEPT)
        )
    row = {
        "key": key,
        "n": n,
        "began_at": at,
        "outcome": Ended.RUNNING.value,
        "correlation": correlation,
    }
    tx.execute(insert(flow_attempts), [row])


def end(
    tx: Transaction,
    key: str,
    n: int,
    *,
    outcome: Ended,
    code: str,
    detail: str,
    took_ms: int,
    calls: int,
) -> None:
    tx.execute(
        update(flow_attempts)
        .where(_COLUMNS.key == key, _COLUMNS.n == n)
        .values(took_ms=took_ms, outcome=outcome.value, code=code, detail=detail, calls=calls)
    )


def of_flow(tx: Transaction, key: str) -> tuple[Attempt, ...]:
    """Oldest first."""
    rows = tx.execute(select(flow_attempts).where(_COLUMNS.key == key).order_by(_COLUMNS.n)).mappings()
    return tuple(
        Attempt(
            row["n"],
            row["began_at"],
            row["took_ms"],
            Ended(row["outcome"]),
            row["code"],
            row["detail"],
            row["correlation"],
            row["calls"],
        )
        for row in rows.all()
    )


def streak(tx: Transaction, key: str, code: str) -> int:
    """How many of the last attempts ended with that code, without another in between; counted to 20."""
    last = select(_COLUMNS.code).where(_COLUMNS.key == key, _COLUMNS.outcome != Ended.RUNNING.value)
    codes = tx.execute(last.order_by(_COLUMNS.n.desc()).limit(_LONGEST_STREAK)).scalars().all()
    return next((n for n, one in enumerate(codes) if one != code), len(codes))
