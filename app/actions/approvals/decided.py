"""What comes of a decision: it is stored, and the quote moves with its request."""

from app.actions.approvals.asked_approval import Case
from app.actions.call import Call, audited
from app.actions.deeds import MOST_IN_REASON, note
from app.actions.submitting import check_submits, submit_now
from app.approvals import ApprovalRequest, RequestStatus, Verb
from app.errors import Missing, Refused
from app.quoting import Deed, Quote
from app.services import Services
from app.store import Transaction, approvals, audit, quotes

_DEEDS = {
    RequestStatus.APPROVED: Deed.APPROVE,
    RequestStatus.REJECTED: Deed.RETURN,
    RequestStatus.EXPIRED: Deed.RETURN,
    RequestStatus.RECALLED: Deed.RECALL,
}


def keep_decision(
    services: Services, tx: Transaction, call: Call, case: Case, after: ApprovalRequest, *, verb: Verb
) -> ApprovalRequest:
    """Raises RequestChanged. The last approval submits the quote, in this transaction."""
    stored = approvals.update_request(tx, case.request, after)
    new = stored.decisions[len(case.request.decisions) :]
    facts = {
        "request": stored.id,
        "needs": [one.need for one in new],
        "seats": [one.seat for one in new],
        "facts": [one.facts for one in new],
        "ways": [one.way for one in new],
        "status": stored.status.value,
    }
    audit.write(tx, audited(call, f"approval_{verb.value}", stored.quote, **facts))
    if not stored.is_live:
        _ended(services, tx, call, case.quote, stored)
    return stored


def _ended(services: Services, tx: Transaction, call: Call, quote: Quote, request: ApprovalRequest) -> None:
    deed = _DEEDS[request.status]
    moved = quote.moved(deed, at=call.at)
    quotes.update(tx, moved, expected=quote.revision)
    last = request.decisions[-1].comment if request.decisions else ""
    note(tx, call, quote, moved, deed=deed, reason=" ".join(last.split())[:MOST_IN_REASON])
    if request.status is RequestStatus.APPROVED and request.submits:
        _submit(services, tx, call, moved, request)


def _submit(services: Services, tx: Transaction, call: Call, quote: Quote, request: ApprovalRequest) -> None:
    """What keeps it back by now leaves the approval as it is: the quote stays approved."""
    try:
        check_submits(services, tx, quote, call=call)
    except (Refused, Missing) as why:
        audit.write(tx, audited(call, "submit_after_approval_refused", quote.id, code=why.code))
        return
    submit_now(services, tx, quote, call=call)
