"""Flows that stopped or wait, each attempt at them, and what an operator asks for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from marshmallow import Schema, fields, validate

from app.actions.exceptions import (
    Done,
    FlowStep,
    KnownRoad,
    Lineage,
    OperatorDeed,
    Stopped,
    StoppedFlow,
    advice,
)
from app.delivery import FailureClass, kind_of
from app.quoting import WriteBackState
from app.store import AuditEntry
from app.store.attempts import Attempt, Ended
from app.web.api.schemas.bodies import Body
from app.web.api.schemas.quotes import FailureJson, ReceiptJson, failure_json, receipt_json

_MOMENT = {"format": "date-time"}
_CLASS = {"enum": [one.value for one in FailureClass]}


class ExceptionJson(Schema):
    """Of a write-back or an errand. ``quote``, ``number`` and ``status`` are null for an errand about no
    single quote, ``class`` for what earlier releases left. ``next_at``: when it is tried again.
    """

    key = fields.Str(required=True)
    kind = fields.Str(required=True)
    does = fields.Str(required=True)
    quote = fields.Str(required=True, allow_none=True)
    number = fields.Str(required=True, allow_none=True)
    status = fields.Str(required=True, allow_none=True)
    opportunity = fields.Str(required=True)
    state = fields.Str(required=True, metadata={"enum": [state.value for state in WriteBackState]})
    failure_class = fields.Str(required=True, allow_none=True, data_key="class", metadata=_CLASS)
    failure = fields.Nested(FailureJson, required=True, allow_none=True)
    receipt = fields.Nested(ReceiptJson, required=True, allow_none=True)
    advice = fields.Str(required=True)
    waits_for = fields.Str(required=True)
    running = fields.Bool(required=True)
    resolution = fields.Str(required=True)
    attempts = fields.Int(required=True)
    user = fields.Str(required=True)
    correlation = fields.Str(required=True)
    requested_at = fields.Str(required=True, metadata=_MOMENT)
    age_seconds = fields.Int(required=True)
    next_at = fields.Str(required=True, allow_none=True, metadata=_MOMENT)


class ExceptionsJson(Schema):
    """``after``: where the next page begins; null on the last one."""

    exceptions = fields.List(fields.Nested(ExceptionJson), required=True)
    after = fields.Str(required=True, allow_none=True)


class AttemptJson(Schema):
    n = fields.Int(required=True)
    began_at = fields.Str(required=True, metadata=_MOMENT)
    took_ms = fields.Int(required=True, allow_none=True)
    outcome = fields.Str(required=True, metadata={"enum": [one.value for one in Ended]})
    code = fields.Str(required=True)
    detail = fields.Str(required=True)
    calls = fields.Int(required=True)
    correlation = fields.Str(required=True)


class TracedFlowJson(ExceptionJson):
    tries = fields.List(fields.Nested(AttemptJson), required=True)


class ToldJson(Schema):
    at = fields.Str(required=True, metadata=_MOMENT)
    user = fields.Str(required=True)
    verb = fields.Str(required=True)
    correlation = fields.Str(required=True)


class LineageJson(Schema):
    quote = fields.Str(required=True)
    number = fields.Str(required=True)
    status = fields.Str(required=True)
    flows = fields.List(fields.Nested(TracedFlowJson), required=True)
    errands = fields.List(fields.Nested(TracedFlowJson), required=True)
    told = fields.List(fields.Nested(ToldJson), required=True)


class RoadJson(Schema):
    """``closed_until``: nothing is sent before. Calls are those of the org's day, -1 if it never told."""

    connection = fields.Str(required=True)
    state = fields.Str(required=True, metadata={"enum": ["open", "closed", "half_open"]})
    code = fields.Str(required=True)
    closed_until = fields.Str(required=True, allow_none=True, metadata=_MOMENT)
    calls_used = fields.Int(required=True)
    calls_allowed = fields.Int(required=True)


class RoadsJson(Schema):
    roads = fields.List(fields.Nested(RoadJson), required=True)


class DoneJson(Schema):
    key = fields.Str(required=True)
    done = fields.Bool(required=True)
    code = fields.Str(required=True)
    detail = fields.Str(required=True)


class DoneManyJson(Schema):
    results = fields.List(fields.Nested(DoneJson), required=True)


class GivenReasonBody(Body):
    reason = fields.Str(required=True, validate=validate.Length(min=1, max=500))


class ReplayBody(Body):
    step = fields.Str(load_default="write", validate=validate.OneOf([step.value for step in FlowStep]))


class ManyBody(Body):
    deed = fields.Str(required=True, validate=validate.OneOf([deed.value for deed in OperatorDeed]))
    keys = fields.List(
        fields.Str(validate=validate.Length(max=100)), required=True, validate=validate.Length(min=1, max=100)
    )
    reason = fields.Str(load_default="", validate=validate.Length(max=500))


def exception_json(flow: Stopped, *, at: datetime) -> dict[str, object]:
    kind = kind_of(flow.key)
    receipt = flow.write_back.receipt if isinstance(flow, StoppedFlow) else None
    return {
        "key": flow.key,
        "kind": flow.key.partition(":")[0] if kind is None else kind.name,
        "does": "" if kind is None else kind.says,
        "quote": flow.quote,
        "number": flow.number or None,
        "status": None if flow.status is None else flow.status.value,
        "opportunity": flow.opportunity,
        "state": flow.state.value,
        "class": None if flow.failure_class is None else flow.failure_class.value,
        "failure": None if flow.failure is None else failure_json(flow.failure),
        "receipt": None if receipt is None else receipt_json(receipt),
        "advice": advice(flow),
        "waits_for": flow.waits_for,
        "running": flow.is_running,
        "resolution": flow.resolution,
        "attempts": flow.attempts,
        "user": flow.user,
        "correlation": flow.correlation,
        "requested_at": flow.requested_at.isoformat(),
        "age_seconds": max(at - flow.requested_at, timedelta(0)) // timedelta(seconds=1),
        "next_at": None if flow.next_at is None else flow.next_at.isoformat(),
    }


def lineage_json(lineage: Lineage, *, at: datetime) -> dict[str, object]:
    def traced(flow: Stopped, tries: Iterable[Attempt]) -> dict[str, object]:
        return {**exception_json(flow, at=at), "tries": [_attempt(one) for one in tries]}

    return {
        "quote": lineage.quote.id,
        "number": lineage.quote.number,
        "status": lineage.quote.status.value,
        "flows": [traced(*one) for one in lineage.flows],
        "errands": [traced(*one) for one in lineage.errands],
        "told": [_told(entry) for entry in lineage.told],
    }


def road_json(known: KnownRoad, *, closed: bool) -> dict[str, object]:
    road = known.road
    return {
        "connection": known.connection,
        "state": "closed" if closed else "half_open" if road.rests else "open",
        "code": road.code,
        "closed_until": None if road.closed_until is None else road.closed_until.isoformat(),
        "calls_used": known.allowance.used,
        "calls_allowed": known.allowance.allowed,
    }


def done_json(done: Done) -> dict[str, object]:
    return {"key": done.key, "done": not done.code, "code": done.code, "detail": done.detail}


def _attempt(one: Attempt) -> dict[str, object]:
    return {
        "n": one.n,
        "began_at": one.began_at.isoformat(),
        "took_ms": one.took_ms,
        "outcome": one.outcome.value,
        "code": one.code,
        "detail": one.detail,
        "calls": one.calls,
        "correlation": one.correlation,
    }


def _told(entry: AuditEntry) -> dict[str, object]:
    return {
        "at": entry.at.isoformat(),
        "user": entry.user,
        "verb": entry.verb,
        "correlation": entry.correlation_id,
    }
