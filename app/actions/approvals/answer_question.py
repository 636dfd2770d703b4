"""The author answers what they were asked; the time of those who are asked begins anew."""

from app.actions.approvals.asked_approval import Meant, meant_case, said_by
from app.actions.approvals.decided import keep_decision
from app.actions.call import Call
from app.approvals import ApprovalRequest, Verb, answer
from app.services import Services


def answer_question(
    services: Services, call: Call, quote_id: str, *, meant: Meant, comment: str
) -> ApprovalRequest:
    """Raises QuoteMissing, RequestMissing, RequestSuperseded, RequestChanged, RequestForbids, NotTheAuthor,
    CommentInvalid, RequestFull.
    """
    with services.database.transaction() as tx:
        case = meant_case(services, tx, call, quote_id, meant=meant)
        after = answer(case.request, said_by(call, comment), case.circle)
        return keep_decision(services, tx, call, case, after, verb=Verb.ANSWER)
