"""What the page of a quote shows of its approval: whom it waits for, why, what was said, what one may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.actions import Call
from app.actions.approvals import ApprovalView, show_approval
from app.actor import UserId
from app.approvals import (
    FOLLOWING,
    AskedNeed,
    Decision,
    Met,
    NeedState,
    Person,
    RequestMissing,
    RequestStatus,
    Verb,
)
from app.quoting import Quote, Status
from app.services import Services
from app.web.panel import figures

MOST_PEOPLE: Final = 200
"""So many are offered to hand a decision to."""

_STATES: Final = {NeedState.WAITING: "later", NeedState.OPEN: "waits", NeedState.MET: "agreed"}
_HEADS: Final = {
    RequestStatus.WAITING: "Waiting for approval",
    RequestStatus.QUESTIONED: "A question to the author",
    RequestStatus.APPROVED: "Approved",
    RequestStatus.REJECTED: "Not approved",
    RequestStatus.RECALLED: "Taken back from approval",
    RequestStatus.EXPIRED: "Nobody decided in time",
}
_DONE: Final = {
    Verb.APPROVE: "agreed",
    Verb.REJECT: "did not agree",
    Verb.ASK: "asked",
    Verb.ANSWER: "answered",
    Verb.DELEGATE: "handed it over",
    Verb.ADD: "asked one more",
    Verb.RECALL: "took the request back",
    Verb.REMIND: "Reminded",
    Verb.ESCALATE: "Escalated",
    Verb.EXPIRE: "Ended: nobody decided in time",
}
_NEXT: Final = {Verb.REMIND: "A reminder goes out", Verb.ESCALATE: "Others are asked", Verb.EXPIRE: "It ends"}


@dataclass(frozen=True, slots=True)
class ShownNeed:
    """``who``: those who may decide, or did. ``changed``: how it differs from what was agreed to before."""

    name: str
    state: str
    why: str
    who: str
    changed: tuple[str, ...]
    yours: bool


@dataclass(frozen=True, slots=True)
class ShownDecision:
    text: str
    comment: str


@dataclass(frozen=True, slots=True)
class ShownApproval:
    """``can``: verbs that are the reader's now; ``people``: whom they may name, id and name."""

    request: str
    version: int
    status: str
    head: str
    comment: str
    needs: tuple[ShownNeed, ...]
    decisions: tuple[ShownDecision, ...]
    can: frozenset[str]
    people: tuple[tuple[str, str], ...]
    next: str


def approval_of(services: Services, call: Call, quote: Quote) -> ShownApproval | None:
    """None where nobody was ever asked."""
    try:
        return shown_approval(show_approval(services, call, quote.id), call.actor.user)
    except RequestMissing:
        return None


def decides(services: Services, call: Call, quote: str, status: Status) -> bool:
    """Whether it waits for the caller."""
    if status is not Status.IN_APPROVAL:
        return False
    try:
        return bool(show_approval(services, call, quote).yours)
    except RequestMissing:
        return False


def shown_approval(view: ApprovalView, user: UserId) -> ShownApproval:
    request = view.request
    can = frozenset(verb.value for verb in _can(view, user))
    step = view.next
    return ShownApproval(
        request=request.id,
        version=request.version,
        status=request.status.value,
        head=_HEADS[request.status],
        comment=request.comment,
        needs=tuple(_need(one, view) for one in request.needs),
        decisions=tuple(_decision(one, view) for one in request.decisions),
        can=can,
        people=_people(view) if can & {"delegate", "add"} else (),
        next="" if step is None else f"{_NEXT[step.verb]} {figures.minute(step.due)} UTC",
    )


def _can(view: ApprovalView, user: UserId) -> Iterator[Verb]:
    policy, author = view.circle.policy, view.request.author == user
    theirs = {
        Verb.APPROVE: bool(view.yours),
        Verb.REJECT: bool(view.yours),
        Verb.ASK: bool(view.yours),
        Verb.DELEGATE: bool(view.yours) and policy.delegation,
        Verb.ADD: (author or bool(view.yours)) and policy.ad_hoc,
        Verb.ANSWER: author,
        Verb.RECALL: author,
    }
    return (verb for verb, own in theirs.items() if own and (view.request.status, verb) in FOLLOWING)


def _people(view: ApprovalView) -> tuple[tuple[str, str], ...]:
    def usable(person: Person) -> bool:
        return person.active and person.user not in view.request.barred

    found = sorted((one.name, one.user) for one in view.circle.directory.people.values() if usable(one))
    return tuple((user, name) for name, user in found[:MOST_PEOPLE])


def _need(asked: AskedNeed, view: ApprovalView) -> ShownNeed:
    return ShownNeed(
        name=asked.need.name,
        state="nobody can decide" if asked.n in view.stuck else _STATES[asked.state],
        why=asked.need.why,
        who=_who(asked, view),
        changed=asked.changed,
        yours=asked.n in view.yours,
    )


def _who(asked: AskedNeed, view: ApprovalView) -> str:
    name = view.circle.directory.name
    if asked.met is Met.AUTO:
        return "Agreed to by the policy itself"
    if asked.carried is not None:
        agreed = ", ".join(name(user) for user, _seat in asked.carried.users)
        return f"Still holds from before: {agreed}"
    if asked.state is NeedState.MET:
        return ", ".join(one.user_name for one in view.request.approvals(asked.n))
    people = view.deciders.get(asked.n) or tuple(name(seat.holders[-1]) for seat in asked.seats)
    some = f"{max(1, asked.need.quorum)} of " if len(people) > 1 else ""
    return some + ", ".join(dict.fromkeys(one for one in people if one))


def _decision(one: Decision, view: ApprovalView) -> ShownDecision:
    name = view.circle.directory.name
    to = f", to {name(one.to)}" if one.to else ""
    seat = f", for {name(one.seat)}" if one.user and one.seat != one.user and name(one.seat) else ""
    done = f"{one.user_name} {_DONE[one.verb]}".strip()
    way = f" {one.way}" if one.way else ""
    return ShownDecision(f"{done}{way}{seat}{to}, {figures.minute(one.at)} UTC", one.comment)
