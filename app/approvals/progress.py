"""How a request goes on by itself: stages open, people who left are passed over, the last need ends it."""

from dataclasses import replace
from datetime import datetime

from app.actor import UserId
from app.approvals.deciders import Circle, can_be_met, quorum
from app.approvals.people import MOST_SEATS, meant
from app.approvals.request import ApprovalRequest, AskedNeed, NeedState, Seat
from app.approvals.status import RequestStatus
from app.catalog.approvals import Approver


def settled(request: ApprovalRequest, circle: Circle) -> ApprovalRequest:
    """With every need that is met noted, the next stage open, and others asked where those who were asked
    are gone. A need that nobody can decide stays open: it blocks the request, and approves nothing.
    """
    if not request.is_live:
        return request
    for need in request.open_needs:
        if len(request.approvals(need.n)) >= quorum(need):
            request = request.with_need(replace(need, state=NeedState.MET))
    while request.is_live and not request.open_needs:
        request = _next_stage(request, at=circle.at)
    for need in request.open_needs:
        request = request.with_need(_with_others(request, need, circle))
    return request


def with_seats(request: ApprovalRequest, need: AskedNeed, approver: Approver, circle: Circle) -> AskedNeed:
    """Others are asked beside those who were."""
    there = {user for seat in need.seats for user in seat.holders}
    found = asked_by(approver, request, circle)
    return replace(need, seats=(*need.seats, *(Seat((user,)) for user in found if user not in there)))


def asked_by(approver: Approver, request: ApprovalRequest, circle: Circle) -> tuple[UserId, ...]:
    """Those who are active and not barred, which the author always is."""
    found = meant(approver, circle.policy, circle.directory, owner=request.author)
    return tuple(user for user in found if user not in request.barred)[:MOST_SEATS]


def escalation(need: AskedNeed, circle: Circle) -> Approver | None:
    """Who is asked where those who are asked do not, or cannot, decide."""
    return need.need.timing.escalate_to or circle.policy.escalates(need.need.approver)


def _next_stage(request: ApprovalRequest, *, at: datetime) -> ApprovalRequest:
    waiting = [one for one in request.needs if one.state is NeedState.WAITING]
    if not waiting:
        return replace(request, status=RequestStatus.APPROVED, ended_at=at)
    stage = min(one.need.stage for one in waiting)
    for one in waiting:
        if one.need.stage == stage:
            request = request.with_need(replace(one, state=NeedState.OPEN, since=at))
    return request


def _with_others(request: ApprovalRequest, need: AskedNeed, circle: Circle) -> AskedNeed:
    """Those whom the rule means by now, and where that does not help those whom it escalates to."""
    if can_be_met(request, need, circle):
        return need
    need = with_seats(request, need, need.need.approver, circle)
    target = escalation(need, circle)
    if target is None or can_be_met(request, need, circle):
        return need
    widened = with_seats(request, need, target, circle)
    return need if widened == need else replace(widened, escalated_at=circle.at)
