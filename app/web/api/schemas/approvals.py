"""Approvals of quotes: what is needed and why, who decides, and all that was said."""

import csv
import io
from datetime import datetime
from decimal import Decimal
from typing import Final

from marshmallow import Schema, fields, validate

from app.actions.approvals import ApprovalView
from app.approvals import AskedNeed, Decision, Delegation, Fact
from app.web.api.schemas.bodies import Body

_COMMENT: Final = validate.Length(max=2_000)
_PERSON: Final = validate.Length(min=1, max=64)


class AskBody(Body):
    """``comment``: to those who are asked."""

    comment = fields.Str(load_default="", validate=_COMMENT)


class DecisionBody(Body):
    """``request`` is the one that the caller saw, ``version`` how it was then; without it any is meant."""

    request = fields.Str(required=True, validate=validate.Length(max=64))
    version = fields.Int(load_default=None, strict=True)
    comment = fields.Str(load_default="", validate=_COMMENT)


class ApproveBody(DecisionBody):
    """``needs``: their numbers; left out: all that wait for the caller."""

    needs = fields.List(fields.Int(strict=True), load_default=list, validate=validate.Length(max=200))


class PersonBody(DecisionBody):
    """``to``: their id in the CRM."""

    to = fields.Str(required=True, validate=_PERSON)


class DelegationBody(Body):
    to = fields.Str(required=True, validate=_PERSON)
    starts = fields.AwareDateTime(required=True, format="iso")
    ends = fields.AwareDateTime(required=True, format="iso")


class FactJson(Schema):
    """``worse``: higher, lower or other; ``value`` as text."""

    name = fields.Str(required=True)
    subject = fields.Str(required=True)
    value = fields.Str(required=True)
    worse = fields.Str(required=True)
    threshold = fields.Str(required=True, allow_none=True)


class NeedJson(Schema):
    """``met``: asked, carried (by an earlier approval) or auto. ``carried_from``: the request of that one.
    ``changed``: how the facts differ from it. ``stuck``: nobody can decide. ``deciders``: who may, by name.
    """

    n = fields.Int(required=True)
    rule = fields.Str(required=True)
    name = fields.Str(required=True)
    stage = fields.Int(required=True)
    quorum = fields.Int(required=True)
    state = fields.Str(required=True)
    met = fields.Str(required=True)
    why = fields.Str(required=True)
    facts = fields.List(fields.Nested(FactJson), required=True)
    changed = fields.List(fields.Str(), required=True)
    carried_from = fields.Str(required=True, allow_none=True)
    carried_by = fields.List(fields.Str(), required=True)
    deciders = fields.List(fields.Str(), required=True)
    yours = fields.Bool(required=True)
    stuck = fields.Bool(required=True)
    added_by = fields.Str(required=True)
    since = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})
    reminded_at = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})
    escalated_at = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})


class DecisionJson(Schema):
    """``for``: whose agreement it is, other than ``by`` for a delegate. ``facts``: SHA-256 of what it was
    taken on. ``by`` is empty for what time did. ``way``: "by letter", or empty for the panel and the API.
    """

    n = fields.Int(required=True)
    at = fields.Str(required=True, metadata={"format": "date-time"})
    verb = fields.Str(required=True)
    way = fields.Str(required=True)
    by = fields.Str(required=True)
    user = fields.Str(required=True)
    need = fields.Int(required=True, allow_none=True)
    comment = fields.Str(required=True)
    decided_for = fields.Str(required=True, data_key="for")
    to = fields.Str(required=True)
    facts = fields.Str(required=True)


class ApprovalJson(Schema):
    """``status``: waiting, questioned, approved, rejected, recalled or expired."""

    request = fields.Str(required=True)
    version = fields.Int(required=True)
    quote = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    opportunity = fields.Str(required=True)
    author = fields.Str(required=True)
    status = fields.Str(required=True)
    submits = fields.Bool(required=True)
    comment = fields.Str(required=True)
    asked_at = fields.Str(required=True, metadata={"format": "date-time"})
    ended_at = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})
    next_step = fields.Str(required=True, allow_none=True)
    next_at = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})
    needs = fields.List(fields.Nested(NeedJson), required=True)
    decisions = fields.List(fields.Nested(DecisionJson), required=True)


class ApprovalsJson(Schema):
    approvals = fields.List(fields.Nested(ApprovalJson), required=True)


class DelegationJson(Schema):
    id = fields.Str(required=True)
    giver = fields.Str(required=True)
    taker = fields.Str(required=True)
    starts = fields.Str(required=True, metadata={"format": "date-time"})
    ends = fields.Str(required=True, metadata={"format": "date-time"})


class DelegationsJson(Schema):
    delegations = fields.List(fields.Nested(DelegationJson), required=True)


def approval_json(view: ApprovalView) -> dict[str, object]:
    request = view.request
    return {
        "request": request.id,
        "version": request.version,
        "quote": request.quote,
        "number": request.number,
        "revision": request.revision,
        "opportunity": request.opportunity,
        "author": request.author_name,
        "status": request.status,
        "submits": request.submits,
        "comment": request.comment,
        "asked_at": request.asked_at.isoformat(),
        "ended_at": _text(request.ended_at),
        "next_step": None if view.next is None else view.next.verb,
        "next_at": None if view.next is None else view.next.due.isoformat(),
        "needs": [_need(one, view) for one in request.needs],
        "decisions": [_decision(one, view) for one in request.decisions],
    }


def delegation_json(one: Delegation) -> dict[str, object]:
    return {
        "id": one.id,
        "giver": one.giver,
        "taker": one.taker,
        "starts": one.starts.isoformat(),
        "ends": one.ends.isoformat(),
    }


_COLUMNS: Final = (
    "request",
    "quote",
    "revision",
    "status",
    "asked_at",
    "at",
    "verb",
    "way",
    "by",
    "user",
    "for",
    "to",
    "need",
    "rule",
    "rule_name",
    "why",
    "facts",
    "comment",
    "facts_hash",
)


def approvals_csv(views: tuple[ApprovalView, ...]) -> str:
    """A row for each thing that was done; for a request where nothing was, one without a deed."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for view in views:
        for decision in view.request.decisions or (None,):
            row = _csv_row(view, decision)
            writer.writerow({name: _inert(str(value)) for name, value in row.items()})
    return out.getvalue()


def _csv_row(view: ApprovalView, decision: Decision | None) -> dict[str, object]:
    request = view.request
    row: dict[str, object] = {
        "request": request.id,
        "quote": request.number,
        "revision": request.revision,
        "status": request.status.value,
        "asked_at": request.asked_at.isoformat(),
    }
    if decision is None:
        return row
    told = _decision(decision, view)
    row |= {name: told[name] for name in ("at", "verb", "way", "by", "user", "for", "to", "comment")}
    row |= {"need": "" if decision.need is None else decision.need, "facts_hash": decision.facts}
    if decision.need is not None:
        need = request.need(decision.need).need
        facts = "; ".join(f"{one.name} {one.subject} {_value(one.value)}" for one in need.facts)
        row |= {"rule": need.rule, "rule_name": need.name, "why": need.why, "facts": facts}
    return row


def _inert(text: str) -> str:
    # A spreadsheet would run what begins like a formula.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _need(asked: AskedNeed, view: ApprovalView) -> dict[str, object]:
    need, carried, directory = asked.need, asked.carried, view.circle.directory
    return {
        "n": asked.n,
        "rule": need.rule,
        "name": need.name,
        "stage": need.stage,
        "quorum": need.quorum,
        "state": asked.state,
        "met": asked.met,
        "why": need.why,
        "facts": [_fact(one) for one in need.facts],
        "changed": list(asked.changed),
        "carried_from": None if carried is None else carried.request,
        "carried_by": [] if carried is None else [directory.name(user) for user, _ in carried.users],
        "deciders": list(view.deciders.get(asked.n, ())),
        "yours": asked.n in view.yours,
        "stuck": asked.n in view.stuck,
        "added_by": asked.added_by,
        "since": _text(asked.since),
        "reminded_at": _text(asked.reminded_at),
        "escalated_at": _text(asked.escalated_at),
    }


def _decision(one: Decision, view: ApprovalView) -> dict[str, object]:
    directory = view.circle.directory
    return {
        "n": one.n,
        "at": one.at.isoformat(),
        "verb": one.verb,
        "way": one.way,
        "by": one.user_name,
        "user": one.user,
        "need": one.need,
        "comment": one.comment,
        "for": "" if one.seat == one.user else directory.name(one.seat) or one.seat,
        "to": directory.name(one.to) or one.to,
        "facts": one.facts,
    }


def _fact(one: Fact) -> dict[str, object]:
    return {
        "name": one.name,
        "subject": one.subject,
        "value": _value(one.value),
        "worse": one.worse,
        "threshold": None if one.threshold is None else _value(one.threshold),
    }


def _value(value: Decimal | str) -> str:
    return format(value, "f") if isinstance(value, Decimal) else value


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
