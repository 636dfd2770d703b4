"""The worker: the process that runs durable flows.

Every tenth of a second it hands what is due in the outbox over to the engine of flows; beside that it gives
signs of life, takes over from dead workers, mends what got stranded, and tidies up. It may be killed at any
moment: what it was doing goes on when the next one starts.
"""

import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NoReturn, TypeAlias

import structlog

from app.actions.approvals.follow_approvals import follow_approvals
from app.actions.expire_quotes import expire_quotes
from app.actions.follow_write_back import follow_write_back
from app.actions.letters import send_letters, write_letters
from app.actions.reconcile import ask_for_overdue
from app.actions.watch_clock import ClockWatch
from app.errors import Misconfigured
from app.quoting import Outcome, WriteBackKey
from app.services import Services
from app.settings import read_settings
from app.store import (
    Database,
    DatabaseUnavailable,
    Slot,
    Start,
    accesses,
    check_migrated,
    claim_slot,
    errands,
    flow_engine,
    idempotency,
    launches,
    old_attempts,
    outbox,
    worker_beats,
    write_backs,
)
from app.telemetry import configure_logs
from app.telemetry.serving import serve_measures
from app.telemetry.traces import configure_traces, continued, flush, is_traced
from app.wiring import open_services
from app.workflows import Deeds, Flows, FlowState

Attempt: TypeAlias = Callable[..., Outcome]
Follow: TypeAlias = Callable[[datetime], None]

_TICK = 0.1
_PATIENCE = timedelta(seconds=20)

# A start that is not over by then is looked at; an attempt and its short pauses take less.
_OVERDUE = timedelta(minutes=1)
_OUTDATED = timedelta(minutes=10)
_SET_ASIDE = timedelta(hours=1)
_KEEP_FLOWS = timedelta(days=7)
_KEEP_ATTEMPTS = timedelta(days=90)
_KEEP_KEYS = timedelta(days=30)
# A signed request may carry no time of its own, so it is remembered until its secret is surely replaced.
_KEEP_LAUNCHES = timedelta(days=365)

log = structlog.get_logger("quotewright.worker")


def run_worker(services: Services, *, at_once: int = 8) -> NoReturn:
    """Ends on SIGTERM or SIGINT, attempts that run first. Raises WorkerRunning when every slot is taken."""

    def attempt(key: WriteBackKey, *, at: datetime) -> Outcome:
        return follow_write_back(services, key, clock=_now)

    def follow(at: datetime) -> None:
        follow_approvals(services, at=at)
        if services.post_office is not None:
            write_letters(services, at=at)
            send_letters(services, at=at)

    work(services.database, attempt=attempt, at_once=at_once, follow=follow)


def _nothing(at: datetime) -> None:
    """Where no approvals are followed."""


def work(database: Database, *, attempt: Attempt, at_once: int, follow: Follow = _nothing) -> NoReturn:
    """``attempt`` takes the key of a write-back and ``at``; ``follow`` does what time does to approvals.

    Raises WorkerRunning, and Misconfigured.
    """
    check_migrated(database)
    slot = claim_slot(database)
    flows = Flows(flow_engine(database.url), slot=slot.name, deeds=_deeds(database, attempt), at_once=at_once)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    flows.begin()
    log.info("Worker ready", slot=slot.name)
    _serve(_duties(database, flows, slot, follow), slot, stopping)
    in_time = flows.stop(patience=_PATIENCE)
    log.info("Worker stopped" if in_time else "Worker stopped; an attempt that still ran will be repeated")
    _leave(0)


def _deeds(database: Database, attempt: Attempt) -> Deeds:
    def attempted(key: WriteBackKey) -> Outcome:
        return attempt(key, at=_now())

    def postponed(key: WriteBackKey, number: int, pause: timedelta) -> None:
        _start_again(database, Start(key, number), after=pause)

    def around(key: WriteBackKey) -> AbstractContextManager[object]:
        if not is_traced():
            return nullcontext()
        with database.reading() as tx:
            parent = write_backs.traceparent_of(tx, key)
        return continued(parent, "flow quote_write_back")

    return Deeds(attempted, postponed, around)


@dataclass(slots=True)
class _Duty:
    """Something done again and again, every so many seconds."""

    every: float
    deed: Callable[[], None]
    next: float = 0.0

    def run(self) -> None:
        self.next = time.monotonic() + self.every
        try:
            self.deed()
        except DatabaseUnavailable:
            log.warning("The database does not answer; trying again in a second")
            self.next = max(self.next, time.monotonic() + 1)
        except Exception:
            # One duty's defect must not stop the others.
            log.exception("A duty of the worker failed")
            self.next = max(self.next, time.monotonic() + 10)


def _duties(database: Database, flows: Flows, slot: Slot, follow: Follow) -> tuple[_Duty, ...]:
    sure = partial(ClockWatch(database).guarded, now=_now, steady=time.monotonic)
    return (
        _Duty(_TICK, lambda: _hand_over(database, flows)),
        _Duty(2, lambda: _give_a_sign(database, slot)),
        _Duty(1, lambda: _take_over(database, flows, slot)),
        _Duty(30, lambda: _mend(database, flows)),
        _Duty(60, sure(lambda: expire_quotes(database, at=_now()))),
        _Duty(60, sure(lambda: _reconcile(database))),
        _Duty(5, sure(lambda: follow(_now()))),
        _Duty(600, sure(lambda: _tidy(database, flows))),
    )


def _serve(duties: tuple[_Duty, ...], slot: Slot, stopping: threading.Event) -> None:
    while not stopping.wait(_TICK):
        _check(slot)
        for duty in duties:
            if time.monotonic() >= duty.next:
                duty.run()


def _check(slot: Slot) -> None:
    try:
        slot.check()
    except DatabaseUnavailable:
        # Another worker may hold the slot by now; two in one slot would do the same work at the same time.
        log.error("The worker lost its slot and ends; start it again")
        _leave(1)


def _hand_over(database: Database, flows: Flows) -> None:
    """From the outbox to the engine. Interrupted in between, the same start is simply handed over again."""
    with database.reading() as tx:
        starts = outbox.due(tx, at=_now(), limit=flows.room)
    for start in starts:
        flows.start(start.key, start.number)
        with database.transaction() as tx:
            outbox.hand_over(tx, start, at=_now())


def _give_a_sign(database: Database, slot: Slot) -> None:
    with database.transaction() as tx:
        worker_beats.beat(tx, slot.name, at=_now())


def _take_over(database: Database, flows: Flows, slot: Slot) -> None:
    """Goes on with the work of workers that died and were not replaced."""
    with database.reading() as tx:
        others = [name for name in worker_beats.seen(tx) if name != slot.name]
    for name in others:
        if slot.take_dead(name):
            try:
                count = flows.take_over(name)
                with database.transaction() as tx:
                    worker_beats.forget(tx, name)
            finally:
                slot.give_back(name)
            log.warning("Took over the flows of a dead worker", count=count, slot=name)


def _mend(database: Database, flows: Flows) -> None:
    """Looks at what should be over by now, and gets it going again where nobody is at it."""
    now = _now()
    with database.reading() as tx:
        overdue = outbox.handed_over(tx, before=now - _OVERDUE)
        long_overdue = set(outbox.handed_over(tx, before=now - _OUTDATED))
    states = flows.states((start.key, start.number) for start in overdue)
    for start in overdue:
        _mend_one(database, flows, start, state=states[start.key, start.number], long=start in long_overdue)


def _mend_one(database: Database, flows: Flows, start: Start, *, state: FlowState, long: bool) -> None:
    if state is FlowState.STRANDED:
        flows.resume((start.key, start.number))
    elif state is FlowState.DEADLY:
        # It may be innocent, having run beside the deadly one: so it is not given up for good.
        _start_again(database, start, after=_SET_ASIDE)
        log.error("A write-back was there at each of many deaths of its worker; set aside", key=start.key)
    elif state is FlowState.OVER or (state is FlowState.OUTDATED and long):
        if state is FlowState.OUTDATED:
            flows.cancel((start.key, start.number))
        _start_again(database, start, after=timedelta(0))


def _start_again(database: Database, start: Start, *, after: timedelta) -> None:
    with database.transaction() as tx:
        outbox.postpone(tx, start, until=_now() + after)


def _reconcile(database: Database) -> None:
    with database.transaction() as tx:
        ask_for_overdue(tx, at=_now())


def _tidy(database: Database, flows: Flows) -> None:
    now = _now()
    with database.transaction() as tx:
        accesses.forget_expired(tx, now)
        launches.forget_before(tx, now - _KEEP_LAUNCHES)
        idempotency.forget_before(tx, now - _KEEP_KEYS)
        errands.forget_done(tx, before=now - _KEEP_FLOWS)
    _forget_attempts(database, before=now - _KEEP_ATTEMPTS)
    while flows.forget_finished(before=now - _KEEP_FLOWS):
        pass


def _forget_attempts(database: Database, *, before: datetime) -> None:
    """In parts, so that nobody waits long for the database."""
    while True:
        with database.transaction() as tx:
            if not old_attempts.forget(tx, before=before):
                return


def _now() -> datetime:
    return datetime.now(UTC)


def _leave(code: int) -> NoReturn:
    """At once: threads of flows that pause would hold the process for as long as they pause."""
    flush()
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def main() -> int:
    """``python -m app.worker``: 2 when something has to be set up first."""
    try:
        settings = read_settings()
        configure_logs(form=settings.log_form, process="worker")
        configure_traces(settings.traces, process="worker")
        if settings.worker_metrics_port:
            serve_measures(settings.worker_metrics_port, host=settings.host, token=settings.metrics_token)
        run_worker(open_services(settings))
    except Misconfigured as failure:
        print(failure.detail, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
