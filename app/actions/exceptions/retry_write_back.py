"""Trying a flow again that stopped or waits: the same offer under the same key."""

from app.actions.call import Call
from app.actions.exceptions.flow import check_open, flow_of, moved, noted, queued_again
from app.quoting import Deed, Status, WriteBackState
from app.services import Services


def retry_write_back(services: Services, call: Call, key: str) -> None:
    """Raises NotOperator, WriteBackMissing, FlowUnderWay, FlowSettled."""
    with services.database.transaction() as tx:
        flow = flow_of(tx, call, key)
        check_open(flow)
        if flow.write_back.state is WriteBackState.FAILED and flow.status is Status.FAILED:
            moved(tx, call, flow, Deed.SUBMIT, reason="Tried again")
        queued_again(tx, call, flow)
        noted(tx, call, "retry_write_back", flow)
