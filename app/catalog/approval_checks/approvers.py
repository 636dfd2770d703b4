"""Who is asked: roles and queues that there are, with somebody in them, and enough for the quorum."""

from collections.abc import Iterator
from typing import Final

from app.actor import Role
from app.catalog.approval_checks.names import UNKNOWN
from app.catalog.approvals import ApprovalPolicy, Approver, ByRole, Managers, People, Queue
from app.catalog.checks.finding import Finding, Place
from app.catalog.near import did_you_mean
from app.catalog.release import Release

NOBODY: Final = "approval_nobody"
QUORUM: Final = "approval_quorum_unreachable"
_OWN: Final = {role.value for role in (Role.APPROVER, Role.MANAGER, Role.ADMIN)}
"""Roles of the product itself whose holders may approve."""


def check_approvers(release: Release) -> Iterator[Finding]:
    policy = release.approvals
    for n, role in enumerate(policy.roles):
        if not role.held_by and role.key not in _OWN:
            message = (
                f'nobody can hold the role "{role.key}"; say held_by: the profiles, roles or permission sets '
                f"of the CRM that have it, or use one of the product: {', '.join(sorted(_OWN))}"
            )
            yield Finding(("roles", n), message, NOBODY)
        yield from _escalation(("roles", n), role.escalates_to, ByRole(role.key), policy)
    for n, queue in enumerate(policy.queues):
        if not queue.people:
            yield Finding(("queues", n), f'nobody is in the queue "{queue.key}"; name people', NOBODY)
        yield from _doubled(("queues", n, "people"), queue.people)
        yield from _escalation(("queues", n), queue.escalates_to, Queue(queue.key), policy)
    for n, rule in enumerate(policy.rules):
        place: Place = ("rules", n)
        yield from _approver((*place, "ask"), rule.approver, policy)
        yield from _escalation(place, rule.timing.escalate_to, rule.approver, policy)
        most = _members(rule.approver, policy)
        if most is not None and 0 < most < rule.quorum:
            message = f"{rule.quorum} have to agree, and there are {most}; lower the quorum or name more"
            yield Finding((*place, "quorum"), message, QUORUM)
        escalates = rule.timing.escalate_to or policy.escalates(rule.approver)
        if rule.timing.escalate is not None and escalates is None:
            message = "it escalates to nobody; say escalate_to here, or at the role or queue that is asked"
            yield Finding((*place, "escalate_after"), message, NOBODY)


def _approver(place: Place, approver: Approver, policy: ApprovalPolicy) -> Iterator[Finding]:
    match approver:
        case ByRole(key) if policy.role(key) is None and key not in _OWN:
            known = [*(role.key for role in policy.roles), *sorted(_OWN)]
            yield Finding((*place, "role"), f'there is no role "{key}"; {did_you_mean(key, known)}', UNKNOWN)
        case Queue(key) if policy.queue(key) is None:
            known = [queue.key for queue in policy.queues]
            yield Finding(
                (*place, "queue"), f'there is no queue "{key}"; {did_you_mean(key, known)}', UNKNOWN
            )
        case People(users):
            if not users:
                yield Finding((*place, "people"), "nobody is named; name people", NOBODY)
            yield from _doubled((*place, "people"), users)


def _escalation(
    place: Place, to: Approver | None, asked: Approver, policy: ApprovalPolicy
) -> Iterator[Finding]:
    if to is None:
        return
    yield from _approver((*place, "escalate_to"), to, policy)
    if to == asked:
        message = "it escalates to those who were asked already; name somebody else"
        yield Finding((*place, "escalate_to"), message, NOBODY)


def _doubled(place: Place, users: tuple[str, ...]) -> Iterator[Finding]:
    for n, user in enumerate(users):
        if user in users[:n]:
            yield Finding((*place, n), f"{user} is named twice, and can agree only once", QUORUM)


def _members(approver: Approver, policy: ApprovalPolicy) -> int | None:
    """How many can be asked at most; None where only the CRM knows."""
    match approver:
        case People(users):
            return len(set(users))
        case Queue(key):
            queue = policy.queue(key)
            return None if queue is None else len(set(queue.people))
        case Managers(levels):
            return levels
    return None
