"""Who would have to agree to a quote, and why."""

from collections.abc import Callable
from typing import TypeAlias

from marshmallow import Schema, fields

from app.actions.approvals import ApprovalPreview
from app.approvals import Fact, Need, NextThreshold, WayOut
from app.catalog.approvals import Approver
from app.pricing import written

Who: TypeAlias = Callable[[Approver], str]


class PreviewFactJson(Schema):
    """``value`` as text; ``worse`` is the direction in which it gets worse, ``other``: any change does."""

    name = fields.Str(required=True)
    subject = fields.Str(required=True)
    value = fields.Str(required=True)
    worse = fields.Str(required=True, metadata={"enum": ["higher", "lower", "other"]})
    threshold = fields.Str(required=True, allow_none=True)


class PreviewNeedJson(Schema):
    """``auto``: the product agrees by itself. ``asks`` says in words who is asked."""

    rule = fields.Str(required=True)
    name = fields.Str(required=True)
    stage = fields.Int(required=True)
    asks = fields.Str(required=True)
    quorum = fields.Int(required=True)
    auto = fields.Bool(required=True)
    why = fields.Str(required=True)
    facts = fields.List(fields.Nested(PreviewFactJson), required=True)


class NextThresholdJson(Schema):
    """``gap`` is how far ``value`` is from ``threshold``; ``reached``: coming to it is enough."""

    rule = fields.Str(required=True)
    name = fields.Str(required=True)
    asks = fields.Str(required=True)
    fact = fields.Str(required=True)
    subject = fields.Str(required=True)
    value = fields.Str(required=True)
    threshold = fields.Str(required=True)
    gap = fields.Str(required=True)
    worse = fields.Str(required=True)
    reached = fields.Bool(required=True)
    sentence = fields.Str(required=True)


class WayOutJson(Schema):
    """A discount that is turned down from ``before`` to ``to`` percent; ``line`` is null for several lines or
    the quote. ``removes`` and ``adds`` are rules that are not needed any more, or only then.
    """

    change = fields.Str(
        required=True, metadata={"enum": ["line_discount", "line_discounts", "quote_discount"]}
    )
    line = fields.Int(required=True, allow_none=True)
    before = fields.Str(required=True)
    to = fields.Str(required=True)
    net = fields.Str(required=True)
    removes = fields.List(fields.Str(), required=True)
    adds = fields.List(fields.Str(), required=True)
    sentence = fields.Str(required=True)


class ApprovalPreviewJson(Schema):
    """``currency`` is that of amounts in facts and thresholds. ``complete``: whether all ways out were looked
    for.
    """

    currency = fields.Str(required=True)
    needs = fields.List(fields.Nested(PreviewNeedJson), required=True)
    next = fields.List(fields.Nested(NextThresholdJson), required=True)
    ways_out = fields.List(fields.Nested(WayOutJson), required=True)
    complete = fields.Bool(required=True)


def preview_json(view: ApprovalPreview) -> dict[str, object]:
    found = view.preview
    return {
        "currency": found.currency or view.quote.currency,
        "needs": [_need(one, view.who) for one in found.needs],
        "next": [_next(one, view.who) for one in found.next],
        "ways_out": [_way(one) for one in found.ways],
        "complete": found.complete,
    }


def _need(need: Need, who: Who) -> dict[str, object]:
    return {
        "rule": need.rule,
        "name": need.name,
        "stage": need.stage,
        "asks": who(need.approver),
        "quorum": need.quorum,
        "auto": need.auto,
        "why": need.why,
        "facts": [_fact(fact) for fact in need.facts],
    }


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "name": fact.name,
        "subject": fact.subject,
        "value": fact.value if isinstance(fact.value, str) else written(fact.value),
        "worse": fact.worse,
        "threshold": None if fact.threshold is None else written(fact.threshold),
    }


def _next(one: NextThreshold, who: Who) -> dict[str, object]:
    return {
        "rule": one.rule,
        "name": one.name,
        "asks": who(one.approver),
        "fact": one.fact,
        "subject": one.subject,
        "value": written(one.value),
        "threshold": written(one.threshold),
        "gap": written(one.gap),
        "worse": one.worse,
        "reached": one.reached,
        "sentence": one.sentence,
    }


def _way(way: WayOut) -> dict[str, object]:
    return {
        "change": way.change,
        "line": way.line,
        "before": written(way.before),
        "to": written(way.to),
        "net": str(way.net),
        "removes": list(way.removes),
        "adds": list(way.adds),
        "sentence": way.sentence,
    }
