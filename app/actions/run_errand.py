"""One attempt of an errand in the CRM, as the user whose errand it is.

As with write-backs every outcome is stored before it is reported, and an attempt may be repeated at any time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from app.actions.attempting import SESSION_ENDED, Ending, abandon, ending, passage, settle
from app.actions.reconcile import reconcile
from app.actions.tell_crm import told
from app.crm import CrmSessionExpired
from app.delivery import kind_of, pause
from app.errors import Forbidden, Missing, Outside, Refused, Stale, Unverified
from app.quoting import Outcome, WriteBackState
from app.services import Services
from app.store import Transaction, accesses, attempts, errands
from app.store.attempts import Ended
from app.store.errands import StoredErrand
from app.telemetry import counted, current_trail

Deed: TypeAlias = Callable[..., Mapping[str, Any]]

_DEEDS: Final[Mapping[str, Deed]] = MappingProxyType({"status_update": told, "reconcile": reconcile})
_DONE: Final = (WriteBackState.WRITTEN, WriteBackState.FAILED)
# A newer release left it: this one will not know it tomorrow either.
_UNKNOWN: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Job:
    errand: StoredErrand
    deed: Deed


def run_errand(services: Services, key: str, *, at: datetime, chance: int = 1000) -> Outcome:
    """Never raises an expected failure. ``chance`` of 0 to 1000 spreads the pauses. Raises ErrandMissing."""
    kind = kind_of(key)
    deed = None if kind is None else _DEEDS.get(kind.name)
    if deed is None:
        return Outcome(WriteBackState.QUEUED, retry_in=_UNKNOWN)
    started = _started(services, key, at=at)
    if isinstance(started, Outcome):
        return started
    return _attempt(services, _Job(started, deed), at=at, chance=chance)


def _started(services: Services, key: str, *, at: datetime) -> StoredErrand | Outcome:
    with services.database.transaction() as tx:
        errand = errands.load(tx, key)
        if errand.state in _DONE:
            return Outcome(errand.state)
        if not _may(tx, errand, at=at):
            waiting = replace(errand, state=WriteBackState.QUEUED, failure=SESSION_ENDED.told("user", at=at))
            errands.update(tx, waiting)
            abandon(tx, errand.connection, key, at=at)
            return Outcome(WriteBackState.QUEUED, waits_for="user")
        wait = passage(tx, errand.connection, key, at=at)
        if wait is not None:
            return Outcome(WriteBackState.QUEUED, retry_in=wait)
        begun = replace(errand, state=WriteBackState.WRITING, attempts=errand.attempts + 1, failure=None)
        errands.update(tx, begun)
        attempts.begin(tx, key, begun.attempts, at=at, correlation=current_trail().correlation)
    return begun


def _may(tx: Transaction, errand: StoredErrand, *, at: datetime) -> bool:
    """Whether there is a token of that user: nobody else's is used."""
    return accesses.load(tx, connection=errand.connection, user=errand.user, at=at) is not None


def _attempt(services: Services, job: _Job, *, at: datetime, chance: int) -> Outcome:
    with counted() as tally:
        try:
            result = job.deed(services, job.errand, at=at)
        except CrmSessionExpired as failure:
            return _wait_for_user(services, job, ending(Ended.WAITS_FOR_USER, failure, tally), at=at)
        except (Outside, Stale) as failure:
            return _later(services, job, ending(Ended.POSTPONED, failure, tally), at=at, chance=chance)
        except (Refused, Missing, Unverified, Forbidden) as failure:
            return _failed(services, job, ending(Ended.FAILED, failure, tally), at=at)
        return _done(services, job, ending(Ended.DONE, None, tally), result, at=at)


def _done(
    services: Services, job: _Job, ended: Ending, result: Mapping[str, Any], *, at: datetime
) -> Outcome:
    after = replace(job.errand, state=WriteBackState.WRITTEN, result=result)
    return _stored(services, after, ended, at=at, outcome=Outcome(WriteBackState.WRITTEN))


def _failed(services: Services, job: _Job, ended: Ending, *, at: datetime) -> Outcome:
    after = replace(job.errand, state=WriteBackState.FAILED, failure=ended.told("", at=at))
    return _stored(services, after, ended, at=at, outcome=Outcome(WriteBackState.FAILED))


def _wait_for_user(services: Services, job: _Job, ended: Ending, *, at: datetime) -> Outcome:
    errand = job.errand
    with services.database.transaction() as tx:
        accesses.forget(tx, connection=errand.connection, user=errand.user)
    after = replace(errand, state=WriteBackState.QUEUED, failure=SESSION_ENDED.told("user", at=at))
    waiting = Outcome(WriteBackState.QUEUED, waits_for="user")
    return _stored(services, after, ended, at=at, outcome=waiting)


def _later(services: Services, job: _Job, ended: Ending, *, at: datetime, chance: int) -> Outcome:
    after = replace(job.errand, state=WriteBackState.QUEUED, failure=ended.told("crm", at=at))
    outcome = _stored(services, after, ended, at=at, outcome=Outcome(WriteBackState.QUEUED))
    if outcome.state in _DONE:
        return outcome
    with services.database.reading() as tx:
        streak = attempts.streak(tx, after.key, ended.code)
    wait = pause(ended.treatment, streak, chance=chance, asked=ended.asked)
    return Outcome(WriteBackState.QUEUED, retry_in=wait)


def _stored(
    services: Services, after: StoredErrand, ended: Ending, *, at: datetime, outcome: Outcome
) -> Outcome:
    """How it ended meanwhile, if another attempt of the same was faster."""
    with services.database.transaction() as tx:
        now = errands.load(tx, after.key)
        overtaken = now.state in _DONE
        settle(tx, after.connection, after, ended.overtaken if overtaken else ended, at=at)
        if overtaken:
            return Outcome(now.state)
        errands.update(tx, after)
    return outcome
