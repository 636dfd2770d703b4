"""One more is asked to agree, whom no rule names."""

from app.actions.approvals.asked_approval import Meant, meant_case, said_by
from app.actions.approvals.decided import keep_decision
from app.actions.call import Call
from app.actor import UserId
from app.approvals import ApprovalRequest, Verb, add
from app.services import Services


def add_approver(
    services: Services, call: Call, quote_id: str, *, meant: Meant, to: str, comment: str
) -> ApprovalRequest:
    """``to``: their id in the CRM.

    Raises QuoteMissing, RequestMissing, RequestSuperseded, RequestChanged, RequestForbids, AddingForbidden,
    ApproverInvalid, CommentInvalid, RequestFull.
    """
    with services.database.transaction() as tx:
        case = meant_case(services, tx, call, quote_id, meant=meant)
        after = add(case.request, said_by(call, comment), UserId(to), case.circle)
        return keep_decision(services, tx, call, case, after, verb=Verb.ADD)
