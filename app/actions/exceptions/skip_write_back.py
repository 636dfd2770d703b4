"""Giving a flow up: it is tried no more and leaves the queue. The quote stays its author's, who reads why."""

from app.actions.call import Call
from app.actions.exceptions.flow import check_open, check_reason, check_unsent, flow_of, noted, stopped
from app.quoting import WriteBackState
from app.services import Services
from app.store import exceptions


def skip_write_back(services: Services, call: Call, key: str, *, reason: str) -> None:
    """One that stopped may be skipped whatever the CRM holds: nothing is sent or unlocked by that.

    Raises NotOperator, WriteBackMissing, FlowUnderWay, FlowSettled, OutcomeUnknown, ReasonNeeded.
    """
    said = check_reason(reason)
    with services.database.transaction() as tx:
        flow = flow_of(tx, call, key)
        check_open(flow)
        if flow.write_back.state is WriteBackState.QUEUED:
            check_unsent(tx, flow)
            stopped(tx, call, flow, reason=said)
        exceptions.resolve(tx, flow.write_back.key, "skipped")
        noted(tx, call, "skip_write_back", flow, reason=said)
