"""Errands: what is to be done in the CRM beside write-backs. Each is a row of the outbox, due at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import RowMapping, delete, or_, select
from sqlalchemy import update as update_rows

from app.actor import ConnectionName, OrgId, UserId
from app.errors import Missing
from app.quoting import Failure, WriteBackState
from app.store.database import Transaction
from app.store.flow_tables import errands
from app.store.write_back_rows import failure_row, failure_value
from app.telemetry import Trail, current_trail


class ErrandMissing(Missing):
    code: ClassVar[str] = "errand_not_found"


@dataclass(frozen=True, slots=True)
class StoredErrand:
    """``key`` as ``app.delivery.errand_key`` makes it; the same key is the same errand. ``user``: as whom it
    is run; ``opportunity`` is empty for one that is about more than one.
    """

    key: str
    connection: ConnectionName
    org: OrgId
    user: UserId
    opportunity: str
    requested_at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    state: WriteBackState = WriteBackState.QUEUED
    attempts: int = 0
    result: Mapping[str, Any] | None = None
    failure: Failure | None = None


def add(tx: Transaction, errand: StoredErrand) -> None:
    """Due at once. One with the same key is left as it is."""
    row = {
        **_row(errand),
        "key": errand.key,
        "requested_at": errand.requested_at,
        "payload": dict(errand.payload),
        "connection": errand.connection,
        "org": errand.org,
        "user_id": errand.user,
        "opportunity": errand.opportunity,
        "start_number": 1,
        "due_at": errand.requested_at,
        "correlation": current_trail().correlation,
    }
    tx.add_if_absent(errands, row)


def load(tx: Transaction, key: str) -> StoredErrand:
    """Raises ErrandMissing. In a writing transaction the row is kept from other writers until its end."""
    found = select(errands).where(errands.c.key == key)
    row = tx.execute(found.with_for_update() if tx.writes else found).mappings().first()
    if row is None:
        raise ErrandMissing("There is no such errand.")
    return errand_value(row)


def update(tx: Transaction, errand: StoredErrand) -> None:
    """Its state, attempts, result and failure. Raises ErrandMissing."""
    changed = update_rows(errands).where(errands.c.key == errand.key).values(_row(errand))
    if tx.execute(changed).rowcount != 1:
        raise ErrandMissing("There is no such errand.")


def trail(tx: Transaction, key: str) -> Trail:
    """To which request the next attempt belongs. Raises ErrandMissing."""
    row = tx.execute(select(errands.c.correlation, errands.c.attempts).where(errands.c.key == key)).first()
    if row is None:
        raise ErrandMissing("There is no such errand.")
    return Trail(row.correlation or key, row.attempts + 1)


def overtake(tx: Transaction, *, connection: ConnectionName, about: str) -> None:
    """What a later one has done is open no longer. ``about``: how the keys of those that failed begin."""
    stopped = (errands.c.connection == connection, errands.c.state == WriteBackState.FAILED.value)
    same = (errands.c.resolution == "", errands.c.key.startswith(about, autoescape=True))
    tx.execute(update_rows(errands).where(*stopped, *same).values(resolution="overtaken"))


def forget_done(tx: Transaction, *, before: datetime) -> int:
    """How many were forgotten of those that are done or settled and were asked for before that moment."""
    done = or_(errands.c.state == WriteBackState.WRITTEN.value, errands.c.resolution != "")
    return tx.execute(delete(errands).where(done, errands.c.requested_at < before)).rowcount


def _row(errand: StoredErrand) -> dict[str, Any]:
    failure = errand.failure
    return {
        "state": errand.state.value,
        "attempts": errand.attempts,
        "result": None if errand.result is None else dict(errand.result),
        "failure": None if failure is None else dict(failure_row(failure)),
        "failure_class": "" if failure is None else failure.failure_class,
        "waits_for": "" if failure is None else failure.waits_for,
    }


def errand_value(row: RowMapping) -> StoredErrand:
    return StoredErrand(
        key=row["key"],
        connection=row["connection"],
        org=row["org"],
        user=row["user_id"],
        opportunity=row["opportunity"],
        requested_at=row["requested_at"],
        payload=row["payload"],
        state=WriteBackState(row["state"]),
        attempts=row["attempts"],
        result=row["result"],
        failure=None if row["failure"] is None else failure_value(row["failure"]),
    )
