"""The engine of durable flows in this process: started, watched, stopped.

Each flow has an id, ``<write-back key>:<start number>``, and runs once under it however often it is started.
What a process did when it died is known by its slot and goes on in whoever holds that slot next, or in a
survivor that takes it over.
"""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID
from sqlalchemy import Engine

from app.quoting import Outcome, WriteBackKey
from app.workflows.quote_write_back import Gate, Start, quote_write_back

# Unfinished flows belong to the version that began them. Raised by hand whenever the steps of a flow change
# their order or meaning; those of another version are then begun anew, which their keys make safe.
VERSION = "1"

# Flows that pause cost a thread each.
_MOST = 64
_DELETED_AT_ONCE = 500


class FlowState(StrEnum):
    """What the engine says of a start that has not come to its end."""

    RUNNING = "running"
    STRANDED = "stranded"
    OVER = "over"
    OUTDATED = "outdated"
    DEADLY = "deadly"


@dataclass(frozen=True, slots=True)
class Deeds:
    """What a flow does. ``attempt`` never raises an expected failure; both may be repeated after a crash.
    ``around``: what the whole flow runs in, each time that it runs.
    """

    attempt: Callable[[WriteBackKey], Outcome]
    postpone: Callable[[WriteBackKey, int, timedelta], None]
    around: Callable[[WriteBackKey], AbstractContextManager[object]] = lambda _key: nullcontext()


class Flows:
    """Only one at a time in a process. ``at_once``: so many attempts run at the same time."""

    def __init__(self, engine: Engine, *, slot: str, deeds: Deeds, at_once: int) -> None:
        self._gate = Gate(at_once)
        DBOS(config=_config(engine, slot))
        self._flow = quote_write_back(deeds.attempt, deeds.postpone, around=deeds.around, gate=self._gate)

    def begin(self) -> None:
        """From here on flows run, first of all those that this slot left behind."""
        DBOS.launch()

    def start(self, key: WriteBackKey, number: int) -> None:
        """Begins the flow unless that start began before."""
        with SetWorkflowID(flow_id(key, number)):
            DBOS.start_workflow(self._flow, key, number)

    @property
    def room(self) -> int:
        """How many more this process should start; the rest is left for other workers, or for later."""
        busy = len(self._gate.flows - self._gate.pausing)
        return max(0, min(self._gate.width - busy, _MOST - len(self._gate.flows)))

    @property
    def busy(self) -> int:
        """How many flows are under way in this process."""
        return len(self._gate.flows)

    def states(self, starts: Iterable[Start]) -> Mapping[Start, FlowState]:
        """What became of each. ``OVER`` also for one that the engine has no memory of."""
        by_id = {flow_id(key, number): (key, number) for key, number in starts}
        found = {
            status.workflow_id: status
            for status in DBOS.list_workflows(workflow_ids=list(by_id), load_input=False, load_output=False)
        }
        return {
            start: self._state(
                one, found[one].status, version=found[one].app_version, slot=found[one].executor_id
            )
            if one in found
            else FlowState.OVER
            for one, start in by_id.items()
        }

    def resume(self, start: Start) -> None:
        """For a stranded one: the engine believes that it runs here, and it does not."""
        DBOS.resume_workflow(flow_id(*start))

    def cancel(self, start: Start) -> None:
        DBOS.cancel_workflow(flow_id(*start))

    def take_over(self, slot: str) -> int:
        """Goes on with what the dead holder of that slot was doing. How many flows that were."""
        # Not public: the public calls would reset the count of deaths that ends a deadly flow.
        return len(DBOS._recover_pending_workflows([slot]))  # noqa: SLF001 - a contract test pins it

    def forget_finished(self, *, before: datetime) -> int:
        """Removes what the engine remembers of flows that ended before that moment. How many."""
        finished = DBOS.list_workflows(
            status=["SUCCESS", "ERROR", "CANCELLED"],
            completed_before=before.isoformat(),
            limit=_DELETED_AT_ONCE,
            load_input=False,
            load_output=False,
        )
        if finished:
            DBOS.delete_workflows([status.workflow_id for status in finished])
        return len(finished)

    def stop(self, *, patience: timedelta) -> bool:
        """Begins no further attempt and waits for those that run. Whether all ended in time.

        Flows that pause are left as they are and go on at the next start.
        """
        self._gate.close()
        deadline = time.monotonic() + patience.total_seconds()
        while self._gate.attempts and time.monotonic() < deadline:
            time.sleep(0.02)
        ended = not self._gate.attempts
        DBOS.destroy()
        return ended

    def _state(self, one: str, status: str, *, version: str | None, slot: str | None) -> FlowState:
        if status == "MAX_RECOVERY_ATTEMPTS_EXCEEDED":
            return FlowState.DEADLY
        if status not in ("PENDING", "ENQUEUED", "DELAYED"):
            return FlowState.OVER
        if version != VERSION:
            return FlowState.OUTDATED
        here = status == "PENDING" and slot == DBOS.executor_id
        return FlowState.STRANDED if here and one not in self._gate.flows else FlowState.RUNNING


def flow_id(key: WriteBackKey, number: int) -> str:
    return f"{key}:{number}"


def _config(engine: Engine, slot: str) -> DBOSConfig:
    """Nothing in it makes the engine speak to anybody but the database."""
    return {
        "name": "quotewright",
        "system_database_engine": engine,
        "dbos_system_schema": "flows",
        "application_version": VERSION,
        "executor_id": slot,
        "serializer": DBOSPortableJSONSerializer(),
        # Flows wait for no messages, and polling needs no connection of its own.
        "use_listen_notify": False,
        "enable_otlp": False,
        # Below it, the engine advertises.
        "log_level": "WARNING",
    }
