"""Escalations and delegations that come back to where they began."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.catalog.approvals import Approver, ByRole, Delegation, Queue
from app.catalog.checks.finding import Finding
from app.catalog.period import Period
from app.catalog.release import Release

ESCALATIONS: Final = "approval_escalation_circle"
DELEGATIONS: Final = "approval_delegation_circle"


def check_circles(release: Release) -> Iterator[Finding]:
    policy = release.approvals
    following: dict[Approver, Approver] = {}
    places: dict[Approver, tuple[str, int]] = {}
    asked: list[tuple[Approver, Approver | None, tuple[str, int]]] = [
        *((ByRole(one.key), one.escalates_to, ("roles", n)) for n, one in enumerate(policy.roles)),
        *((Queue(one.key), one.escalates_to, ("queues", n)) for n, one in enumerate(policy.queues)),
    ]
    for one, to, place in asked:
        if to is not None and to != one:
            following[one], places[one] = to, place
    said: set[Approver] = set()
    for start in following:
        circle = _round(start, following)
        if circle and said.isdisjoint(circle):
            said.update(circle)
            path = " -> ".join(map(_named, (*circle, start)))
            message = f"it comes back to where it began ({path}); let one of them escalate to nobody"
            yield Finding((*places[start], "escalate_to"), message, ESCALATIONS)
    yield from _delegations(policy.delegations)


def _round(start: Approver, following: Mapping[Approver, Approver]) -> tuple[Approver, ...]:
    path = [start]
    while (to := following.get(path[-1])) is not None:
        if to == start:
            return tuple(path)
        if to in path:
            return ()
        path.append(to)
    return ()


def _named(approver: Approver) -> str:
    match approver:
        case ByRole(key) | Queue(key):
            return key
    return "people"


def _delegations(delegations: tuple[Delegation, ...]) -> Iterator[Finding]:
    """Each circle once, at the first of its delegations; those that never hold on one day are none."""
    seen: set[frozenset[int]] = set()
    for n, first in enumerate(delegations):
        waiting: list[tuple[tuple[int, ...], Period]] = [((n,), first.period)]
        visited: set[int] = set()
        while waiting:
            path, period = waiting.pop()
            at = delegations[path[-1]].to
            if at == first.away:
                if frozenset(path) not in seen:
                    seen.add(frozenset(path))
                    yield _circle(n, [delegations[one] for one in path], period)
                break
            for m, one in enumerate(delegations):
                shared = period.within(one.period)
                if one.away == at and m not in visited and not shared.empty:
                    visited.add(m)
                    waiting.append(((*path, m), shared))


def _circle(n: int, circle: list[Delegation], period: Period) -> Finding:
    path = " -> ".join([circle[0].away, *(one.to for one in circle)])
    days = f" {period}" if str(period) else ""
    return Finding(
        ("delegations", n),
        f"nobody is left to decide{days} ({path}); let one of them delegate to somebody else",
        DELEGATIONS,
    )
