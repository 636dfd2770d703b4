"""Needs of a request as JSON and back: what was asked stays readable, whatever the catalog says by then."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeAlias

from app.actor import UserId
from app.approvals import AskedNeed, Carried, Fact, Met, Need, NeedState, RequestId, Seat
from app.catalog.approvals import Approver, ByRole, Calendar, Hours, Managers, People, Queue, Timing

Row: TypeAlias = dict[str, Any]


def need_content(asked: AskedNeed) -> Row:
    """All of it but its number, rule and state."""
    need, carried = asked.need, asked.carried
    return {
        "name": need.name,
        "stage": need.stage,
        "approver": _approver_row(need.approver),
        "quorum": need.quorum,
        "timing": _timing_row(need.timing),
        "why": need.why,
        "facts": [_fact_row(one) for one in need.facts],
        "auto": need.auto,
        "tells_cost": need.tells_cost,
        "seats": [list(seat.holders) for seat in asked.seats],
        "met": asked.met.value,
        "since": _moment_row(asked.since),
        "reminded_at": _moment_row(asked.reminded_at),
        "escalated_at": _moment_row(asked.escalated_at),
        "carried": None if carried is None else _carried_row(carried),
        "changed": list(asked.changed),
        "added_by": asked.added_by,
    }


def need_value(n: int, rule: str, state: str, content: Mapping[str, Any]) -> AskedNeed:
    need = Need(
        rule=rule,
        name=content["name"],
        stage=content["stage"],
        approver=_approver_value(content["approver"]),
        quorum=content["quorum"],
        timing=_timing_value(content["timing"]),
        why=content["why"],
        facts=tuple(map(_fact_value, content["facts"])),
        auto=content["auto"],
        tells_cost=content["tells_cost"],
    )
    carried = content["carried"]
    return AskedNeed(
        n=n,
        need=need,
        seats=tuple(Seat(tuple(map(UserId, holders))) for holders in content["seats"]),
        state=NeedState(state),
        met=Met(content["met"]),
        since=_moment_value(content["since"]),
        reminded_at=_moment_value(content["reminded_at"]),
        escalated_at=_moment_value(content["escalated_at"]),
        carried=None if carried is None else _carried_value(carried),
        changed=tuple(content["changed"]),
        added_by=UserId(content["added_by"]),
    )


def calendar_row(calendar: Calendar) -> Row:
    week = [[[one.opens.isoformat(), one.closes.isoformat()] for one in day] for day in calendar.week]
    return {
        "zone": calendar.zone,
        "week": week,
        "holidays": sorted(day.isoformat() for day in calendar.holidays),
    }


def calendar_value(row: Mapping[str, Any]) -> Calendar:
    week = tuple(
        tuple(Hours(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in day)
        for day in row["week"]
    )
    return Calendar(
        zone=row["zone"],
        week=week,
        holidays=frozenset(date.fromisoformat(day) for day in row["holidays"]),
    )


def _approver_row(approver: Approver) -> Row:
    match approver:
        case ByRole(role):
            return {"role": role}
        case Managers(levels):
            return {"managers": levels}
        case People(users):
            return {"people": list(users)}
        case Queue(name):
            return {"queue": name}


def _approver_value(row: Mapping[str, Any]) -> Approver:
    ((kind, what),) = row.items()
    if kind == "role":
        return ByRole(what)
    if kind == "managers":
        return Managers(what)
    return Queue(what) if kind == "queue" else People(tuple(what))


def _timing_row(timing: Timing) -> Row:
    target = timing.escalate_to
    return {
        "remind": timing.remind,
        "escalate": timing.escalate,
        "escalate_to": None if target is None else _approver_row(target),
        "expire": timing.expire,
    }


def _timing_value(row: Mapping[str, Any]) -> Timing:
    target = row["escalate_to"]
    return Timing(
        remind=row["remind"],
        escalate=row["escalate"],
        escalate_to=None if target is None else _approver_value(target),
        expire=row["expire"],
    )


def _fact_row(fact: Fact) -> Row:
    return {
        "name": fact.name,
        "subject": fact.subject,
        "value": _known_row(fact.value),
        "worse": fact.worse,
        "threshold": None if fact.threshold is None else format(fact.threshold, "f"),
    }


def _fact_value(row: Mapping[str, Any]) -> Fact:
    threshold = row["threshold"]
    return Fact(
        name=row["name"],
        subject=row["subject"],
        value=_known_value(row["value"]),
        worse=row["worse"],
        threshold=None if threshold is None else Decimal(threshold),
    )


def _known_row(value: Decimal | str) -> Row:
    return {"number": format(value, "f")} if isinstance(value, Decimal) else {"text": value}


def _known_value(row: Mapping[str, str]) -> Decimal | str:
    return Decimal(row["number"]) if "number" in row else row["text"]


def _carried_row(carried: Carried) -> Row:
    return {
        "request": carried.request,
        "need": carried.need,
        "users": [list(pair) for pair in carried.users],
        "facts": [_fact_row(one) for one in carried.facts],
    }


def _carried_value(row: Mapping[str, Any]) -> Carried:
    return Carried(
        request=RequestId(row["request"]),
        need=row["need"],
        users=tuple((UserId(user), UserId(place)) for user, place in row["users"]),
        facts=tuple(map(_fact_value, row["facts"])),
    )


def _moment_row(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment_value(row: str | None) -> datetime | None:
    return None if row is None else datetime.fromisoformat(row)
