"""One flow in an operator's hands: found, checked, moved, noted."""

from dataclasses import replace
from typing import ClassVar, Final

from app.actions.call import Call, audited
from app.crm import CrmUnavailable, ReceiptMismatch
from app.delivery import is_errand, tried_now
from app.errors import Refused
from app.quoting import (
    Deed,
    Failure,
    Quote,
    Status,
    WriteBackKey,
    WriteBackState,
    check_operates,
)
from app.store import (
    KeptDeed,
    Transaction,
    attempts,
    audit,
    deeds,
    exceptions,
    outbox,
    quotes,
    roads,
    write_backs,
)
from app.store.attempts import Ended
from app.store.exceptions import StoppedFlow

LONGEST_REASON: Final = 500


class FlowUnderWay(Refused):
    code: ClassVar[str] = "flow_under_way"


class FlowSettled(Refused):
    code: ClassVar[str] = "flow_settled"


class OutcomeUnknown(Refused):
    """It may be in the CRM: only the CRM can tell, when it is asked by the key."""

    code: ClassVar[str] = "outcome_unknown"


class NotForErrands(Refused):
    """The deed is one of quotes alone."""

    code: ClassVar[str] = "not_for_errands"


class ReasonNeeded(Refused):
    code: ClassVar[str] = "reason_needed"


def flow_of(tx: Transaction, call: Call, key: str) -> StoppedFlow:
    """Raises NotOperator, NotForErrands, WriteBackMissing, FlowUnderWay."""
    check_operates(call.actor)
    if is_errand(key):
        raise NotForErrands("An errand writes no quote: retry it, or skip it with a reason.")
    flow = exceptions.load(tx, WriteBackKey(key), connection=call.actor.connection)
    if flow.is_running:
        raise FlowUnderWay("It is being tried right now. Look again in a moment.")
    return flow


def check_open(flow: StoppedFlow) -> None:
    """Raises FlowSettled for one that is written, or whose author has gone on with the quote."""
    state = flow.write_back.state
    open_again = state is WriteBackState.FAILED and flow.status in (Status.FAILED, Status.SUBMITTED)
    if not (open_again or state is WriteBackState.QUEUED):
        raise FlowSettled(
            "There is nothing left to do: it is written, or its author has gone on with the quote."
        )


def check_unsent(tx: Transaction, flow: StoppedFlow) -> None:
    """Raises OutcomeUnknown unless it is certain that the CRM does not hold it."""
    failure = flow.write_back.failure
    told = flow.write_back.state is WriteBackState.FAILED
    mismatch = failure is not None and failure.code == ReceiptMismatch.code
    unknown = not told and any(
        one.outcome in (Ended.INTERRUPTED, Ended.RUNNING) or one.code == CrmUnavailable.code
        for one in attempts.of_flow(tx, flow.write_back.key)
    )
    if mismatch or unknown or flow.write_back.receipt is not None:
        raise OutcomeUnknown(
            "The quote is in the CRM, or may be: its answer was lost. Retry: it is found there by its key."
        )


def check_reason(reason: str) -> str:
    """Raises ReasonNeeded."""
    said = reason.strip()[:LONGEST_REASON]
    if not said:
        raise ReasonNeeded("Say why: the quote's author will read it.")
    return said


def queued_again(tx: Transaction, call: Call, flow: StoppedFlow) -> None:
    """Under the key that it has, due at once."""
    again = replace(flow.write_back, state=WriteBackState.QUEUED, failure=None)
    write_backs.update(tx, again)
    exceptions.resolve(tx, flow.write_back.key, "")
    outbox.wake(tx, flow.write_back.key, at=call.at)
    road_tried_now(tx, call)


def road_tried_now(tx: Transaction, call: Call) -> None:
    """A closed road does not keep waiting what an operator wants tried at once: one alone tries it."""
    known = roads.load(tx, call.actor.connection)
    after = replace(known, road=tried_now(known.road))
    if after != known:
        roads.save(tx, after, at=call.at)


def stopped(tx: Transaction, call: Call, flow: StoppedFlow, *, reason: str) -> None:
    """No attempt follows; the quote is its author's again. Nothing is in the CRM: ``check_unsent`` before."""
    if flow.write_back.state is WriteBackState.QUEUED:
        told = Failure("given_up", reason, "", call.at, "policy")
        write_backs.update(tx, replace(flow.write_back, state=WriteBackState.FAILED, failure=told))
        moved(tx, call, flow, Deed.FAIL, reason=reason)


def moved(tx: Transaction, call: Call, flow: StoppedFlow, deed: Deed, *, reason: str) -> Quote:
    """Raises StatusForbids."""
    quote = quotes.load(tx, flow.write_back.quote, connection=call.actor.connection)
    after = quote.moved(deed, at=call.at)
    quotes.update(tx, after, expected=quote.revision)
    kept = KeptDeed(call.at, call.actor.user, call.actor.name, deed, quote.status, after.status, reason)
    deeds.note(tx, after, kept)
    return after


def noted(tx: Transaction, call: Call, verb: str, flow: StoppedFlow, **facts: object) -> None:
    audit.write(tx, audited(call, verb, flow.write_back.quote, key=flow.write_back.key, **facts))
