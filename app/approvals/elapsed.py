"""What time does to a request: it reminds, escalates, and ends what nobody decided.

One step at a time, each at some distance from the one before: a clock that jumps ahead costs a reminder, and
never skips the warning that comes before a harder step. Whatever is done is noted, so a repeat does nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.approvals.deciders import Circle
from app.approvals.deciding import Said, noted
from app.approvals.people import NOBODY
from app.approvals.progress import escalation, settled, with_seats
from app.approvals.request import ApprovalRequest, AskedNeed
from app.approvals.status import FOLLOWING, RequestStatus, Verb

BETWEEN_STEPS: Final = timedelta(minutes=10)
TIME: Final = Said(NOBODY, "")
"""Who does it, in the record: nobody."""

MOST_REMINDERS: Final = 3
"""Of one need; whoever did not hear three does not hear the fourth."""

_ORDER: Final = (Verb.REMIND, Verb.ESCALATE, Verb.EXPIRE)


@dataclass(frozen=True, slots=True)
class Step:
    """``need`` is the one that it is about; for an expiry the one that waited for too long."""

    due: datetime
    verb: Verb
    need: int


def next_step(request: ApprovalRequest) -> Step | None:
    """The first thing that time will do, if nobody does anything before."""
    steps = [step for need in request.open_needs for step in _steps(request, need)]
    allowed = [step for step in steps if (request.status, step.verb) in FOLLOWING]
    found = min(allowed, key=lambda one: (one.due, _ORDER.index(one.verb), one.need), default=None)
    if found is None:
        return None
    last = max((one.at for one in request.decisions if one.verb in _ORDER), default=None)
    return found if last is None else replace(found, due=max(found.due, last + BETWEEN_STEPS))


def elapsed(request: ApprovalRequest, circle: Circle) -> tuple[ApprovalRequest, Step | None]:
    """With at most one step done, which is due by now. ``None`` where nothing is."""
    step = next_step(request)
    if step is None or step.due > circle.at:
        return request, None
    need = request.need(step.need)
    request = noted(request, step.verb, TIME, circle, need=need)
    return _done(request, need, step.verb, circle), step


def _done(request: ApprovalRequest, need: AskedNeed, verb: Verb, circle: Circle) -> ApprovalRequest:
    if verb is Verb.EXPIRE:
        return replace(request, status=RequestStatus.EXPIRED, ended_at=circle.at)
    if verb is Verb.REMIND:
        return request.with_need(replace(need, reminded_at=circle.at))
    target = escalation(need, circle)
    wider = need if target is None else with_seats(request, need, target, circle)
    return settled(request.with_need(replace(wider, escalated_at=circle.at)), circle)


def _steps(request: ApprovalRequest, need: AskedNeed) -> list[Step]:
    timing, since = need.need.timing, need.since
    if since is None:
        return []
    waits: list[tuple[Verb, datetime, int | None]] = [(Verb.EXPIRE, since, timing.expire)]
    reminded = sum(one.verb is Verb.REMIND and one.need == need.n for one in request.decisions)
    if reminded < MOST_REMINDERS:
        waits.append((Verb.REMIND, need.reminded_at or since, timing.remind))
    if need.escalated_at is None:
        waits.append((Verb.ESCALATE, since, timing.escalate))
    return [
        Step(request.calendar.after(start, hours), verb, need.n)
        for verb, start, hours in waits
        if hours is not None
    ]
