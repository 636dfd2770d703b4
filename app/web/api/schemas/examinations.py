"""What an examination of the connection found."""

from marshmallow import Schema, fields

from app.actions.examining import AREAS, RESULTS

_RESULT = {"enum": list(RESULTS)}


class CheckJson(Schema):
    """``names``: all that is meant, at most 200; ``guide``: the place in the documentation."""

    code = fields.Str(required=True)
    area = fields.Str(required=True, metadata={"enum": list(AREAS)})
    checked = fields.Str(required=True)
    result = fields.Str(required=True, metadata=_RESULT)
    found = fields.Str(required=True)
    advice = fields.Str(required=True)
    names = fields.List(fields.Str(), required=True)
    guide = fields.Str(required=True)


CountsJson = Schema.from_dict({result: fields.Int(required=True) for result in RESULTS}, name="Counts")
"""How many checks came to what. Made so, because one of the names is a word of schemas."""


class ExaminationJson(Schema):
    """``result``: the worst of all. ``asked``: whether the CRM could be asked. ``calls``: of its API."""

    connection = fields.Str(required=True)
    at = fields.Str(required=True, metadata={"format": "date-time"})
    result = fields.Str(required=True, metadata=_RESULT)
    asked = fields.Bool(required=True)
    calls = fields.Int(required=True)
    counts = fields.Nested(CountsJson, required=True)
    checks = fields.List(fields.Nested(CheckJson), required=True)
