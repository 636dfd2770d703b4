"""Verdicts on documents and codes."""

from marshmallow import Schema, fields

from app.actions import Verification, told
from app.quoting import Verdict
from app.web.api.schemas.bodies import Body


class VerificationBody(Body):
    """Both stand on the document."""

    number = fields.Str(required=True, metadata={"example": "Q-00001"})
    code = fields.Str(required=True, metadata={"example": "3f2a-9c1b-77d0-a1e4"})


class DifferenceJson(Schema):
    """Without a session ``offered`` and ``found`` are empty."""

    place = fields.Str(required=True)
    offered = fields.Str(required=True)
    found = fields.Str(required=True)


class VerificationJson(Schema):
    """``text`` is the verdict in words. What is not known is null; ``superseded_by`` a number or empty."""

    verdict = fields.Str(required=True, metadata={"enum": [one.value for one in Verdict]})
    text = fields.Str(required=True)
    number = fields.Str(required=True)
    issued = fields.Str(required=True, allow_none=True, metadata={"format": "date-time"})
    valid_until = fields.Str(required=True, allow_none=True, metadata={"format": "date"})
    superseded_by = fields.Str(required=True)
    differences = fields.List(fields.Nested(DifferenceJson), required=True)


def verification_json(found: Verification) -> dict[str, object]:
    return {
        "verdict": found.verdict.value,
        "text": told(found),
        "number": found.number,
        "issued": found.issued.isoformat() if found.issued else None,
        "valid_until": found.valid_until.isoformat() if found.valid_until else None,
        "superseded_by": found.superseded_by,
        "differences": [
            {"place": one.place, "offered": one.offered, "found": one.found} for one in found.differences
        ],
    }
