"""One errand in an operator's hands: found, checked, moved, noted."""

from dataclasses import replace

from app.actions.call import Call, audited
from app.actions.exceptions.flow import FlowSettled, FlowUnderWay, road_tried_now
from app.quoting import Failure, WriteBackKey, WriteBackState, check_operates
from app.store import Transaction, audit, errands, outbox, stopped_errands
from app.store.stopped_errands import StoppedErrand


def errand_of(tx: Transaction, call: Call, key: str) -> StoppedErrand:
    """Raises NotOperator, ErrandMissing, FlowUnderWay, and FlowSettled for one that is done."""
    check_operates(call.actor)
    stopped = stopped_errands.load(tx, key, connection=call.actor.connection)
    if stopped.is_running:
        raise FlowUnderWay("It is being tried right now. Look again in a moment.")
    if stopped.state is WriteBackState.WRITTEN:
        raise FlowSettled("There is nothing left to do: it is done.")
    return stopped


def run_again(tx: Transaction, call: Call, stopped: StoppedErrand) -> None:
    """Under the key that it has, due at once."""
    errands.update(tx, replace(stopped.errand, state=WriteBackState.QUEUED, failure=None))
    stopped_errands.resolve(tx, stopped.key, "")
    outbox.wake(tx, WriteBackKey(stopped.key), at=call.at)
    road_tried_now(tx, call)


def given_up(tx: Transaction, call: Call, stopped: StoppedErrand, *, reason: str) -> None:
    """No attempt follows."""
    if stopped.state is WriteBackState.QUEUED:
        told = Failure("given_up", reason, "", call.at, "policy")
        errands.update(tx, replace(stopped.errand, state=WriteBackState.FAILED, failure=told))
    stopped_errands.resolve(tx, stopped.key, "skipped")


def noted(tx: Transaction, call: Call, verb: str, stopped: StoppedErrand, **facts: object) -> None:
    """Of its quote, or of the connection where it is about no single one."""
    subject = stopped.quote or call.actor.connection
    audit.write(tx, audited(call, verb, subject, key=stopped.key, **facts))
