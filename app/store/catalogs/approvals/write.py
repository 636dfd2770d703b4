"""A policy as ``approvals.yaml``: read again, it is equal."""

from collections.abc import Mapping
from datetime import time
from typing import Any, Final, TypeAlias

from app.catalog import Period
from app.catalog.approvals import (
    ApprovalPolicy,
    ApprovalQueue,
    ApprovalRole,
    ApprovalRule,
    Approver,
    ByRole,
    Calendar,
    Hours,
    Managers,
    Queue,
)
from app.store.catalogs.approvals.fields import DAYS
from app.store.catalogs.emit import Flow, emit

Content: TypeAlias = dict[str, Any]
_CONDITIONS: Final = ("products", "families", "currencies", "regions", "tiers", "accounts", "codes")


def write_policy(policy: ApprovalPolicy) -> str:
    return emit(policy_content(policy))


def policy_content(policy: ApprovalPolicy) -> Content:
    usual = {"ad_hoc": policy.ad_hoc, "delegation": policy.delegation}
    return {
        "schema": 1,
        **_given(currency=policy.currency, rates=Flow(policy.rates)),
        **{name: said for name, said in usual.items() if not said},
        **_given(
            calendar=_calendar(policy.calendar),
            roles=[_role(one) for one in policy.roles],
            queues=[_queue(one) for one in policy.queues],
            delegations=[
                Flow({"away": one.away, "to": one.to, **_period(one.period)}) for one in policy.delegations
            ],
            rules=[_rule(one) for one in policy.rules],
        ),
    }


def _calendar(calendar: Calendar) -> Content:
    if calendar == Calendar():
        return {}
    week = zip(DAYS, calendar.week, strict=False)
    return {
        "zone": calendar.zone,
        **_given(
            hours={day: [_span(one) for one in hours] for day, hours in week if hours},
            holidays=sorted(day.isoformat() for day in calendar.holidays),
        ),
    }


def _span(hours: Hours) -> str:
    closes = "24:00" if hours.closes == time(0) else f"{hours.closes:%H:%M}"
    return f"{hours.opens:%H:%M}-{closes}"


def _role(role: ApprovalRole) -> Content:
    return {
        "key": role.key,
        "name": _texts(role.name, role.names),
        **_given(held_by=list(role.held_by)),
        **_asked("escalate_to", role.escalates_to),
    }


def _queue(queue: ApprovalQueue) -> Content:
    return {
        "key": queue.key,
        "name": _texts(queue.name, queue.names),
        **_given(people=list(queue.people)),
        **_asked("escalate_to", queue.escalates_to),
    }


def _rule(rule: ApprovalRule) -> Content:
    reach, timing = rule.reach, rule.timing
    hours = {"remind_after": timing.remind, "escalate_after": timing.escalate}
    return {
        "key": rule.key,
        "name": _texts(rule.name, rule.names),
        **({} if reach.when is None else {"when": reach.when.source}),
        "over": rule.over,
        **_given(**{"for": Flow(_given(**{name: sorted(getattr(reach, name)) for name in _CONDITIONS}))}),
        **_period(reach.period),
        "stage": rule.stage,
        **_asked("ask", rule.approver),
        "quorum": rule.quorum,
        **({} if rule.auto is None else {"auto": rule.auto.source}),
        **{name: number for name, number in hours.items() if number is not None},
        **_asked("escalate_to", timing.escalate_to),
        **({} if timing.expire is None else {"expire_after": timing.expire}),
        **_given(owner=rule.owner),
    }


def _asked(name: str, approver: Approver | None) -> Content:
    return {} if approver is None else {name: Flow(_approver(approver))}


def _approver(approver: Approver) -> Content:
    match approver:
        case ByRole(role):
            return {"role": role}
        case Queue(queue):
            return {"queue": queue}
        case Managers(levels):
            return {"managers": levels}
    return {"people": list(approver.users)}


def _texts(text: str, texts: Mapping[str, str]) -> object:
    return Flow(texts) if texts else text


def _period(period: Period) -> Content:
    days = {"from": period.first, "until": period.last}
    return {name: day.isoformat() for name, day in days.items() if day is not None}


def _given(**members: object) -> Content:
    """Those that say something."""
    return {name: value for name, value in members.items() if value}
