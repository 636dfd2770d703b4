"""Who decides changes: somebody hands their part over, or one more is asked by hand."""

from dataclasses import replace
from typing import ClassVar, Final

from app.actor import UserId
from app.approvals.deciders import Circle, check_decides, deciders, free_seats, waits_for
from app.approvals.deciding import Said, needed, noted
from app.approvals.delegation import DelegationCycle, DelegationInvalid
from app.approvals.need import Need
from app.approvals.progress import settled
from app.approvals.request import ApprovalRequest, AskedNeed, NeedState, Seat
from app.approvals.status import Verb, following
from app.catalog.approvals import UNTIMED, ApprovalPolicy, People
from app.errors import Forbidden, Refused

MOST_ADDED: Final = 20
ADDED_RULE: Final = "added"
"""The key of what no rule asks for, but somebody by hand."""


class AddingForbidden(Forbidden):
    code: ClassVar[str] = "approver_adding_forbidden"


class DelegationForbidden(Forbidden):
    code: ClassVar[str] = "delegation_forbidden"


class ApproverInvalid(Refused):
    code: ClassVar[str] = "approver_invalid"


def delegate(request: ApprovalRequest, said: Said, to: UserId, circle: Circle) -> ApprovalRequest:
    """For this request: what they hold themselves is ``to``'s to decide from now on.

    Raises RequestForbids, AuthorDecides, ApproverGone, NotAsked, DelegationInvalid, DelegationCycle.
    """
    following(request.status, Verb.DELEGATE)
    check_may_delegate(circle.policy)
    check_decides(request, said.user, circle)
    _check_taker(request, to, circle, kind=DelegationInvalid)
    for need in waits_for(request, said.user, circle):
        handed = _handed(request, need, said.user, to, circle)
        request = noted(request, Verb.DELEGATE, said, circle, need=need, to=to).with_need(handed)
    return settled(request, circle)


def add(request: ApprovalRequest, said: Said, to: UserId, circle: Circle) -> ApprovalRequest:
    """One more has to agree, beside all others. By the author, or by somebody it waits for.

    Raises RequestForbids, AddingForbidden, ApproverInvalid, CommentInvalid.
    """
    following(request.status, Verb.ADD)
    if not circle.policy.ad_hoc:
        raise AddingForbidden("The policy asks nobody but those whom its rules name.")
    if said.user != request.author and not waits_for(request, said.user, circle):
        raise AddingForbidden("Only its author, or somebody whom it waits for, can ask one more.")
    needed(said)
    _check_taker(request, to, circle, kind=ApproverInvalid)
    added = [one for one in request.needs if one.added_by]
    if len(added) >= MOST_ADDED:
        raise ApproverInvalid(f"At most {MOST_ADDED} approvers are added to a request.")
    if any(seat.holders == (to,) for one in added for seat in one.seats):
        raise ApproverInvalid("They were added to this request already. Name somebody else.")
    request = noted(request, Verb.ADD, said, circle, to=to)
    extra = _extra(request, said, to, circle)
    return settled(replace(request, needs=(*request.needs, extra)), circle)


def check_may_delegate(policy: ApprovalPolicy) -> None:
    """Raises DelegationForbidden."""
    if not policy.delegation:
        raise DelegationForbidden("The policy lets nobody hand their part to somebody else.")


def _handed(
    request: ApprovalRequest, need: AskedNeed, giver: UserId, to: UserId, circle: Circle
) -> AskedNeed:
    """Of the seats that are theirs to decide the first: their own, if one is."""
    ranks = {
        seat.first: deciders(request, seat, circle).index(giver)
        for seat in free_seats(request, need)
        if giver in deciders(request, seat, circle)
    }
    mine = min(ranks, key=lambda first: ranks[first])
    return replace(
        need, seats=tuple(_with_holder(seat, to) if seat.first == mine else seat for seat in need.seats)
    )


def _with_holder(seat: Seat, to: UserId) -> Seat:
    if to in seat.holders:
        raise DelegationCycle("They had it before and handed it on. Name somebody else, or decide yourself.")
    return Seat((*seat.holders, to))


def _check_taker(
    request: ApprovalRequest, to: UserId, circle: Circle, *, kind: type[DelegationInvalid | ApproverInvalid]
) -> None:
    if to in request.barred:
        raise kind("Whoever worked on the quote cannot approve it. Name somebody else.")
    if not circle.directory.is_active(to):
        raise kind("Nobody active with that id is known here. Have them open the panel once.")


def _extra(request: ApprovalRequest, said: Said, to: UserId, circle: Circle) -> AskedNeed:
    open_stages = [one.need.stage for one in request.open_needs]
    name = circle.directory.name(to)
    need = Need(
        rule=ADDED_RULE,
        name=name,
        stage=min(open_stages, default=0),
        approver=People((to,)),
        quorum=1,
        timing=UNTIMED,
        why=said.comment.strip(),
        facts=(),
    )
    n = max((one.n for one in request.needs), default=0) + 1
    return AskedNeed(
        n=n, need=need, seats=(Seat((to,)),), state=NeedState.OPEN, since=circle.at, added_by=said.user
    )
