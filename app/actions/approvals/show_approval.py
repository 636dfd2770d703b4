"""Where the approval of a quote stands: what is needed and why, of whom, and all that was said."""

from dataclasses import dataclass, replace

from app.actions.approvals.asked_approval import case_of, circle_of, is_asked
from app.actions.call import Call
from app.approvals import (
    ApprovalRequest,
    Circle,
    Need,
    Step,
    can_be_met,
    deciders,
    next_step,
    waits_for,
    without_costs,
)
from app.services import Services
from app.store import approvals, quotes


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """``yours``: the needs that the reader may decide now; ``stuck``: those that nobody can decide.
    ``deciders``: by the number of a need who may decide it now, by name.
    """

    request: ApprovalRequest
    yours: tuple[int, ...]
    stuck: tuple[int, ...]
    deciders: dict[int, tuple[str, ...]]
    next: Step | None
    circle: Circle


def show_approval(services: Services, call: Call, quote_id: str) -> ApprovalView:
    """Raises QuoteMissing, RequestMissing."""
    with services.database.reading() as tx:
        case = case_of(services, tx, call, quote_id)
    return view_of(case.request, call, case.circle)


def export_approvals(services: Services, call: Call, quote_id: str) -> tuple[ApprovalView, ...]:
    """The whole record of the quote's offer, over all its editions, oldest first."""
    with services.database.reading() as tx:
        case = case_of(services, tx, call, quote_id)
        family = approvals.of_family(tx, case.quote.family, connection=case.quote.connection)
    theirs = [one for one in family if one.quote == case.quote.id or _may_see(one, call, case.circle)]
    return tuple(view_of(one, call, case.circle) for one in theirs)


def _may_see(request: ApprovalRequest, call: Call, circle: Circle) -> bool:
    return call.actor.user == request.author or is_asked(request, call.actor.user, circle)


def view_of(request: ApprovalRequest, call: Call, circle: Circle) -> ApprovalView:
    shown = request if _may_see(request, call, circle) else _without_costs(request)
    return ApprovalView(
        request=shown,
        yours=tuple(one.n for one in waits_for(request, call.actor.user, circle)),
        stuck=tuple(one.n for one in request.open_needs if not can_be_met(request, one, circle)),
        deciders={
            need.n: tuple(
                dict.fromkeys(
                    circle.directory.name(user)
                    for seat in need.seats
                    for user in deciders(request, seat, circle)
                )
            )
            for need in request.open_needs
        },
        next=next_step(request),
        circle=circle,
    )


def _without_costs(request: ApprovalRequest) -> ApprovalRequest:
    def hidden(need: Need) -> Need:
        return without_costs((need,))[0]

    needs = tuple(
        replace(one, need=hidden(one.need), changed=(), carried=None) if one.need.tells_cost else one
        for one in request.needs
    )
    return replace(request, needs=needs)


def view_after(services: Services, call: Call, request: ApprovalRequest) -> ApprovalView:
    """Of a request that the caller has just decided, whether or not they may read the quote still."""
    with services.database.reading() as tx:
        quote = quotes.load(tx, request.quote, connection=request.connection)
        circle = circle_of(services, tx, quote, at=call.at)
    return view_of(request, call, circle)
