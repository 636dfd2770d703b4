"""The flow of one write-back: attempt after attempt until it is written, refused, or waits for its user.

Short pauses are slept in the flow. For a longer one the flow ends and is started again when it is over, so
that an outage of the CRM fills no process with sleeping flows.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import TypeAlias

from dbos import DBOS

from app.errors import Outside
from app.quoting import Outcome, WriteBackKey, WriteBackState

Start: TypeAlias = tuple[WriteBackKey, int]

# Seconds that are slept within the flow.
_LONGEST_SLEEP = 10.0
_SHORTEST_SLEEP = 0.05
_ROUNDS = 20
_AFTER_AN_OUTAGE = timedelta(seconds=5)
_AFTER_A_DEFECT = timedelta(minutes=1)
# A flow that was running at so many deaths of its process is set aside: it may be what kills it.
_DEATHS = 10

_log = logging.getLogger("quotewright.workflows")


class Gate:
    """How many attempts may run at once, and who is inside. Closed, it lets nobody in any more."""

    def __init__(self, width: int) -> None:
        self._room = threading.Semaphore(width)
        self._lock = threading.Lock()
        self._closed = False
        self.width = width
        self.attempts = 0
        self.flows: set[str] = set()
        self.pausing: set[str] = set()

    def close(self) -> None:
        with self._lock:
            self._closed = True

    @contextmanager
    def attempt(self) -> Iterator[None]:
        with self._room:
            self._enter()
            try:
                yield
            finally:
                with self._lock:
                    self.attempts -= 1

    @contextmanager
    def flow(self) -> Iterator[None]:
        one = str(DBOS.workflow_id)
        self.flows.add(one)
        try:
            yield
        finally:
            self.flows.discard(one)

    @contextmanager
    def pause(self) -> Iterator[None]:
        one = str(DBOS.workflow_id)
        self.pausing.add(one)
        try:
            yield
        finally:
            self.pausing.discard(one)

    def _enter(self) -> None:
        with self._lock:
            if not self._closed:
                self.attempts += 1
                return
        # The process is about to end. To fail instead would be recorded as the flow's own failure.
        threading.Event().wait()


def quote_write_back(
    attempt: Callable[[WriteBackKey], Outcome],
    postpone: Callable[[WriteBackKey, int, timedelta], None],
    *,
    around: Callable[[WriteBackKey], AbstractContextManager[object]],
    gate: Gate,
) -> Callable[[WriteBackKey, int], str]:
    """The flow, known to the engine by its name. It answers with the state it ended in."""

    @DBOS.step(name="attempt")
    def attempted(key: WriteBackKey) -> tuple[str, float | None]:
        """How it ended, and the seconds until the next one; ``None`` when there is none."""
        with gate.attempt():
            outcome = _attempted(attempt, key)
        if outcome.retry_in is None or outcome.waits_for == "user":
            return outcome.state.value, None
        return outcome.state.value, outcome.retry_in.total_seconds()

    @DBOS.step(name="postpone")
    def postponed(key: WriteBackKey, number: int, seconds: float) -> None:
        postpone(key, number, timedelta(seconds=seconds))

    @DBOS.workflow(name="quote_write_back", max_recovery_attempts=_DEATHS)
    def flow(key: WriteBackKey, number: int) -> str:
        with gate.flow(), around(key):
            state, pause = attempted(key)
            for _ in range(_ROUNDS):
                if pause is None or pause > _LONGEST_SLEEP:
                    break
                with gate.pause():
                    DBOS.sleep(max(pause, _SHORTEST_SLEEP))
                state, pause = attempted(key)
            if pause is not None:
                postponed(key, number, pause)
        return state

    return flow


def _attempted(attempt: Callable[[WriteBackKey], Outcome], key: WriteBackKey) -> Outcome:
    try:
        return attempt(key)
    except Outside as failure:
        _log.warning("Write-back %s could not be tried: %s", key, failure.code)
        return Outcome(WriteBackState.QUEUED, retry_in=_AFTER_AN_OUTAGE)
    except Exception:
        # A defect of ours must not end the flow: with the next release it goes on.
        _log.exception("Write-back %s met a defect", key)
        return Outcome(WriteBackState.QUEUED, retry_in=_AFTER_A_DEFECT)
