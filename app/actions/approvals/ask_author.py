"""Whoever is asked to agree asks the author of the quote back."""

from app.actions.approvals.asked_approval import Meant, meant_case, said_by
from app.actions.approvals.decided import keep_decision
from app.actions.call import Call
from app.approvals import ApprovalRequest, Verb, ask
from app.services import Services


def ask_author(
    services: Services, call: Call, quote_id: str, *, meant: Meant, comment: str
) -> ApprovalRequest:
    """Raises QuoteMissing, RequestMissing, RequestSuperseded, RequestChanged, RequestForbids, AuthorDecides,
    ApproverGone, NotAsked, CommentInvalid, RequestFull.
    """
    with services.database.transaction() as tx:
        case = meant_case(services, tx, call, quote_id, meant=meant)
        after = ask(case.request, said_by(call, comment), case.circle)
        return keep_decision(services, tx, call, case, after, verb=Verb.ASK)
