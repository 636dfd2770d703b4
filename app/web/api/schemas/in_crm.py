"""A quote's record in the CRM, and the report of a whole connection."""

from marshmallow import Schema, fields, validate

from app.actions.in_crm import InCrm, Keep
from app.actions.reconciliation import Reconciliation
from app.quoting.drift import TOLD, Finding, Kind, Place
from app.store.copies import Copy
from app.web.api.schemas.bodies import Body

_MOMENT = {"format": "date-time"}


class FindingJson(Schema):
    """``believed`` and ``held`` are words; the latter are as somebody wrote them in the CRM."""

    kind = fields.Str(required=True, metadata={"enum": [kind.value for kind in Kind]})
    what = fields.Str(required=True)
    believed = fields.Str(required=True)
    held = fields.Str(required=True)


class CopyJson(Schema):
    """``told``: what was last agreed on with the CRM beside the lines."""

    quote = fields.Str(required=True)
    place = fields.Str(required=True, metadata={"enum": [place.value for place in Place]})
    crm_quote = fields.Str(required=True)
    told = fields.Dict(keys=fields.Str(), values=fields.Str(), required=True)
    differences = fields.List(fields.Nested(FindingJson), required=True)
    looked_at = fields.Str(required=True, allow_none=True, metadata=_MOMENT)
    changed_at = fields.Str(required=True, allow_none=True, metadata=_MOMENT)
    changed_by = fields.Str(required=True)


class ReconciliationJson(Schema):
    at = fields.Str(required=True, metadata=_MOMENT)
    there = fields.Int(required=True)
    seen = fields.Int(required=True)
    differ = fields.Int(required=True)
    waiting = fields.Int(required=True)
    differing = fields.List(fields.Nested(CopyJson), required=True)


class StartedJson(Schema):
    people = fields.Int(required=True)


class SettleBody(Body):
    field = fields.Str(required=True, validate=validate.OneOf(TOLD))
    keep = fields.Str(required=True, validate=validate.OneOf([keep.value for keep in Keep]))


def in_crm_json(found: InCrm) -> dict[str, object]:
    return copy_json(found.copy)


def copy_json(copy: Copy) -> dict[str, object]:
    return {
        "quote": copy.quote,
        "place": copy.place.value,
        "crm_quote": copy.crm_quote,
        "told": dict(copy.agreed),
        "differences": [_finding(one) for one in copy.findings],
        "looked_at": copy.looked_at.isoformat() if copy.looked_at else None,
        "changed_at": copy.crm_changed_at.isoformat() if copy.crm_changed_at else None,
        "changed_by": copy.crm_changed_by,
    }


def reconciliation_json(found: Reconciliation) -> dict[str, object]:
    return {
        "at": found.at.isoformat(),
        "there": found.there,
        "seen": found.seen,
        "differ": found.differ,
        "waiting": found.waiting,
        "differing": [copy_json(copy) for copy in found.differing],
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "kind": finding.kind.value,
        "what": finding.what,
        "believed": finding.believed,
        "held": finding.held,
    }
