"""Which earlier approvals still hold: of the same rule, on facts that did not get worse, by valid people."""

from collections.abc import Iterable
from dataclasses import replace

from app.approvals.deciders import Circle, quorum
from app.approvals.facts import facts_hash, got_worse, told_changes
from app.approvals.progress import escalation, with_seats
from app.approvals.request import ApprovalRequest, AskedNeed, Carried, Met, NeedState
from app.approvals.status import Verb


def with_earlier(
    request: ApprovalRequest, need: AskedNeed, earlier: Iterable[ApprovalRequest], circle: Circle
) -> AskedNeed:
    """Met by the last approval of its rule, if that holds; else with how the facts differ from it, in words.

    ``request``: the one that begins. ``earlier``: all of the same offer, oldest first. A rejection ends what
    was agreed before it.
    """
    last = _last_decided(need, earlier)
    if last is None:
        return need
    given = _given(*last)
    if given is None:
        return need
    changed = told_changes(given.facts, need.need.facts)
    if got_worse(given.facts, need.need.facts) or not _still_valid(given, need, circle, request):
        return replace(need, changed=changed)
    return replace(need, state=NeedState.MET, met=Met.CARRIED, carried=given, changed=changed)


def _last_decided(
    need: AskedNeed, earlier: Iterable[ApprovalRequest]
) -> tuple[ApprovalRequest, AskedNeed] | None:
    found = [
        (request, one)
        for request in earlier
        for one in request.needs
        if one.need.rule == need.need.rule and not one.added_by and _was_decided(request, one)
    ]
    return found[-1] if found else None


def _was_decided(request: ApprovalRequest, need: AskedNeed) -> bool:
    return need.state is NeedState.MET or _was_rejected(request, need)


def _was_rejected(request: ApprovalRequest, need: AskedNeed) -> bool:
    return any(one.need == need.n and one.verb is Verb.REJECT for one in request.decisions)


def _given(request: ApprovalRequest, need: AskedNeed) -> Carried | None:
    """What people agreed to, be it some editions ago; ``None`` where they rejected it, or were not asked."""
    if _was_rejected(request, need) or need.met is Met.AUTO:
        return None
    if need.met is Met.CARRIED:
        return need.carried
    facts = facts_hash(need.need.facts)
    users = tuple((one.user, one.seat) for one in request.approvals(need.n) if one.facts == facts)
    return Carried(request.id, need.n, users, need.need.facts)


def _still_valid(given: Carried, need: AskedNeed, circle: Circle, request: ApprovalRequest) -> bool:
    """Whether enough of those who agreed are still there, in places of people who could be asked today."""
    target = escalation(need, circle)
    wider = need if target is None else with_seats(request, need, target, circle)
    places = {seat.first for seat in wider.seats}
    valid = {
        user
        for user, place in given.users
        if place in places and circle.directory.is_active(user) and user not in request.barred
    }
    return len(valid) >= quorum(need)
