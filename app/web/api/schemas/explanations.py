"""Why a value is not possible and what would allow it; why an attribute can be nothing else."""

from marshmallow import Schema, fields

from app.actions import PricedRepair, Refusal
from app.catalog import as_json
from app.configuration import BrokenRule, Conflict, Consequence, OwnChoice


class OwnChoiceJson(Schema):
    attribute = fields.Str(required=True)
    value = fields.Raw(required=True)
    text = fields.Str(required=True)


class BrokenRuleJson(Schema):
    key = fields.Str(required=True)
    text = fields.Str(required=True)


class ConflictJson(Schema):
    attribute = fields.Str(required=True)
    value = fields.Raw(required=True)
    choices = fields.List(fields.Nested(OwnChoiceJson), required=True)
    rules = fields.List(fields.Nested(BrokenRuleJson), required=True)
    text = fields.Str(required=True)


class ConsequenceJson(ConflictJson):
    """``value`` is null for an attribute that cannot apply."""

    value = fields.Raw(required=True, allow_none=True)


class RepairJson(Schema):
    """``net`` is the whole line's after the changes, ``difference`` against now.

    Only where the catalog knows enough there are ``lead_days_difference`` against now, to whom may see costs
    also ``margin_difference``, and beside them ``by_defaults``: whether what is open, now or then, was taken
    as the catalog's defaults decide it. ``approvals``: who would have to agree, where that is known.
    """

    changes = fields.Dict(keys=fields.Str(), values=fields.Raw(allow_none=True), required=True)
    text = fields.Str(required=True)
    currency = fields.Str(allow_none=True, required=True)
    net = fields.Str(allow_none=True, required=True)
    difference = fields.Str(allow_none=True, required=True)
    margin_difference = fields.Str()
    lead_days_difference = fields.Int()
    by_defaults = fields.Bool()
    approvals = fields.List(fields.Str())


class ExplanationJson(Schema):
    """``reasons`` where several were asked for: all of them if ``reasons_complete``."""

    possible = fields.Bool(required=True)
    conflict = fields.Nested(ConflictJson)
    reasons = fields.List(fields.Nested(ConflictJson))
    reasons_complete = fields.Bool()
    repairs = fields.List(fields.Nested(RepairJson))


class WhyJson(Schema):
    """``follows``: with the other choices, the attribute can be nothing else; where an ``end`` was asked for,
    the number can be nothing beyond the ``value``.
    """

    follows = fields.Bool(required=True)
    consequence = fields.Nested(ConsequenceJson)


def explanation_json(refusal: Refusal | None) -> dict[str, object]:
    if refusal is None:
        return {"possible": True}
    found: dict[str, object] = {
        "possible": False,
        "conflict": _reason(refusal.conflict),
        "repairs": [_repair(repair) for repair in refusal.repairs],
    }
    if refusal.reasons is not None:
        found["reasons"] = [_reason(conflict) for conflict in refusal.reasons.found]
        found["reasons_complete"] = refusal.reasons.complete
    return found


def why_json(consequence: Consequence | None) -> dict[str, object]:
    if consequence is None:
        return {"follows": False}
    return {"follows": True, "consequence": _reason(consequence)}


def _reason(reason: Conflict | Consequence) -> dict[str, object]:
    return {
        "attribute": reason.attribute,
        "value": None if reason.value is None else as_json(reason.value),
        "choices": [_choice(choice) for choice in reason.choices],
        "rules": [_rule(rule) for rule in reason.rules],
        "text": reason.text,
    }


def _choice(choice: OwnChoice) -> dict[str, object]:
    return {"attribute": choice.attribute, "value": as_json(choice.value), "text": choice.text}


def _rule(rule: BrokenRule) -> dict[str, object]:
    return {"key": rule.key, "text": rule.text}


def _repair(priced: PricedRepair) -> dict[str, object]:
    net = priced.price.net if priced.price else None
    tells = priced.margin is not None or priced.days is not None
    known = {
        "margin_difference": None if priced.margin is None else str(priced.margin),
        "lead_days_difference": priced.days,
        "by_defaults": priced.by_defaults if tells else None,
        "approvals": None if priced.approvals is None else list(priced.approvals),
    }
    return {
        "changes": dict(priced.repair.as_json),
        "text": priced.repair.text,
        "currency": net.currency if net is not None else None,
        "net": str(net) if net is not None else None,
        "difference": str(priced.difference) if priced.difference is not None else None,
        **{name: value for name, value in known.items() if value is not None},
    }
