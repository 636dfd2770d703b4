"""What every attempt of a flow has in common: the road to the CRM, and the note of its end."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ClassVar, Final, Protocol

from app.actor import ConnectionName
from app.crm import CrmLimit, CrmSessionExpired
from app.delivery import CODES, Road, Treatment, failed, treatment_of, way
from app.errors import AppError, Outside
from app.quoting import Failure
from app.store import Transaction, attempts, roads
from app.store.attempts import Ended
from app.store.roads import Allowance, KnownRoad
from app.telemetry import Tally


class Tried(Protocol):
    """A write-back or an errand."""

    @property
    def key(self) -> str: ...
    @property
    def attempts(self) -> int: ...


_UNTOLD: Final = Allowance()


class Defect(Outside):
    """Of ours: told like any failure, so that nobody looks for it in logs alone."""

    code: ClassVar[str] = "defect"

    def __init__(self) -> None:
        super().__init__("Something went wrong on our side. It is tried again; nothing you entered is lost.")


@dataclass(frozen=True, slots=True)
class Ending:
    """How an attempt ended. ``treatment`` counts only where it failed; ``asked``: by the CRM, as a pause."""

    outcome: Ended
    code: str = ""
    detail: str = ""
    treatment: Treatment = CODES["defect"]
    asked: timedelta | None = None
    took_ms: int = 0
    calls: int = 0
    allowance: Allowance = _UNTOLD

    @property
    def overtaken(self) -> "Ending":
        return replace(self, outcome=Ended.OVERTAKEN)

    def told(self, waits_for: str, *, at: datetime) -> Failure:
        return Failure(self.code, self.detail, waits_for, at, self.treatment.failure_class.value)


SESSION_ENDED: Final = Ending(
    Ended.WAITS_FOR_USER,
    CrmSessionExpired.code,
    "Your CRM session ended before the quote was written. It goes on when you open the panel again.",
    CODES[CrmSessionExpired.code],
)
"""What its user is told."""


def ending(outcome: Ended, failure: AppError | None, spent: Tally) -> Ending:
    return Ending(
        outcome,
        "" if failure is None else failure.code,
        "" if failure is None else failure.detail,
        CODES["defect"] if failure is None else treatment_of(failure),
        None if spent.retry_after is None else timedelta(seconds=spent.retry_after),
        spent.took_ms,
        spent.calls,
        Allowance(spent.used, spent.allowed),
    )


def passage(tx: Transaction, connection: ConnectionName, key: str, *, at: datetime) -> timedelta | None:
    """None for an open road; how long to wait before a closed one is looked at again."""
    known = roads.load(tx, connection)
    found = way(known.road, key, at=at)
    if found.wait is None and found.road != known.road:
        roads.save(tx, replace(known, road=found.road), at=at)
    return found.wait


def abandon(tx: Transaction, connection: ConnectionName, key: str, *, at: datetime) -> None:
    """It waits for its user now: if it was the one that tries the road, another may."""
    known = roads.load(tx, connection)
    if known.road.trial == key:
        roads.save(tx, replace(known, road=replace(known.road, trial="", trial_until=None)), at=at)


def settle(
    tx: Transaction, connection: ConnectionName, tried: Tried, ending: Ending, *, at: datetime
) -> None:
    """Notes the end of the attempt, and what it says of the road."""
    attempts.end(
        tx,
        tried.key,
        tried.attempts,
        outcome=ending.outcome,
        code=ending.code,
        detail=ending.detail,
        took_ms=ending.took_ms,
        calls=ending.calls,
    )
    if not ending.calls:
        return
    known = roads.load(tx, connection)
    now = at + timedelta(milliseconds=ending.took_ms)
    told = known.allowance
    if ending.allowance.allowed >= 0:
        told = replace(ending.allowance, told_at=now)
    after = KnownRoad(connection, _road(known.road, ending, at=now), told)
    if after != known:
        roads.save(tx, after, at=now)


def _road(road: Road, ending: Ending, *, at: datetime) -> Road:
    if ending.code:
        return failed(road, ending.treatment, code=ending.code, at=at, asked=ending.asked)
    left = ending.allowance.allowed - ending.allowance.used
    if ending.allowance.allowed > 0 and left <= 0:
        # The next call would be refused: not made, it is not counted against the customer either.
        return failed(road, CODES[CrmLimit.code], code=CrmLimit.code, at=at)
    return Road()
