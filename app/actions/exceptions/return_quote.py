"""Edit and retry: the quote becomes a draft of its author again, who reads why and submits it anew."""

from app.actions.call import Call
from app.actions.exceptions.flow import check_open, check_reason, check_unsent, flow_of, moved, noted, stopped
from app.quoting import Deed
from app.services import Services
from app.store import exceptions


def return_quote(services: Services, call: Call, key: str, *, reason: str) -> None:
    """Raises NotOperator, WriteBackMissing, FlowUnderWay, FlowSettled, OutcomeUnknown, ReasonNeeded."""
    said = check_reason(reason)
    with services.database.transaction() as tx:
        flow = flow_of(tx, call, key)
        check_open(flow)
        check_unsent(tx, flow)
        stopped(tx, call, flow, reason=said)
        moved(tx, call, flow, Deed.EDIT, reason=said)
        exceptions.resolve(tx, flow.write_back.key, "edited")
        noted(tx, call, "return_quote", flow, reason=said)
