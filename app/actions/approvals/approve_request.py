"""Somebody agrees to what waits for them; the last of all submits the quote."""

from collections.abc import Iterable

from app.actions.approvals.asked_approval import Meant, meant_case, said_by
from app.actions.approvals.decided import keep_decision
from app.actions.call import Call
from app.approvals import ApprovalRequest, Verb, approve
from app.services import Services


def approve_request(
    services: Services,
    call: Call,
    quote_id: str,
    *,
    meant: Meant,
    comment: str = "",
    needs: Iterable[int] = (),
) -> ApprovalRequest:
    """``needs``: numbers; none for all that wait for the caller.

    Raises QuoteMissing, RequestMissing, RequestSuperseded, RequestChanged, RequestForbids, AuthorDecides,
    ApproverGone, NotAsked, CommentInvalid.
    """
    with services.database.transaction() as tx:
        case = meant_case(services, tx, call, quote_id, meant=meant)
        after = approve(case.request, said_by(call, comment), case.circle, only=needs)
        return keep_decision(services, tx, call, case, after, verb=Verb.APPROVE)
