"""What waits for somebody: the requests that they may decide, on opportunities that the CRM shows them."""

from app.actions.approvals.asked_approval import circle_of
from app.actions.approvals.show_approval import ApprovalView, view_of
from app.actions.call import Call
from app.actions.deputies import for_whom
from app.actions.known import current_connection
from app.crm import Access, CrmSessionExpired
from app.services import Services
from app.store import Transaction, accesses, approvals, quotes


def list_approvals(services: Services, call: Call) -> tuple[ApprovalView, ...]:
    """The one that waits longest first. The CRM is asked, as this user, which opportunities they may read.

    Raises CrmSessionExpired, and Outside.
    """
    actor = call.actor
    with services.database.reading() as tx:
        found = _waiting(services, tx, call)
        kept = accesses.load(tx, connection=actor.connection, user=actor.user, at=call.at)
    if not found:
        return ()
    if kept is None:
        raise CrmSessionExpired("Your CRM session has ended. Open the panel again from your CRM.")
    crm = services.gateway.crm(current_connection(services, actor.connection, at=call.at))
    shown = crm.readable(Access(*kept), {one.request.opportunity for one in found})
    return tuple(one for one in found if one.request.opportunity in shown)


def _waiting(services: Services, tx: Transaction, call: Call) -> tuple[ApprovalView, ...]:
    actor = call.actor
    releases = approvals.releases_asked(tx, connection=actor.connection)
    users = for_whom(services, tx, call, releases=releases)
    requests = approvals.waiting_for(tx, users, connection=actor.connection)
    views = []
    for request in requests:
        quote = quotes.load(tx, request.quote, connection=actor.connection)
        view = view_of(request, call, circle_of(services, tx, quote, at=call.at))
        if view.yours and quote.revision == request.revision:
            views.append(view)
    return tuple(views)
