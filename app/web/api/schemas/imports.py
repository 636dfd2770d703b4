"""Many lines in one request, and the report of each row."""

from typing import Any, Final

from marshmallow import Schema, fields, validate

from app.actions import LinesImport, Take, faults_json
from app.quoting import LINE_LIMIT
from app.web.api.schemas.bodies import Body
from app.web.api.schemas.changes import ChangeJson

_LINE: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["product"],
    "properties": {
        "product": {"type": "string", "description": "Key or article code"},
        "quantity": {"type": "integer", "minimum": 1},
        "choices": {"type": "object"},
        "discount": {"type": "object"},
        "group": {"type": "string"},
        "note": {"type": "string"},
        "standing": {"type": "string", "enum": ["offered", "optional", "alternative"]},
        "instead_of": {"type": "integer", "description": "Which of these lines, from 1"},
    },
}


class TakeBody(Body):
    """``take``: ``check`` only tells; ``all`` adds every row or none; ``good`` leaves the wrong ones out."""

    take = fields.Str(load_default=Take.CHECK.value, validate=validate.OneOf([one.value for one in Take]))


class PasteBody(TakeBody):
    """Rows apart by line ends, cells by tabs, semicolons or commas; heads in the first row."""

    text = fields.Str(required=True, validate=validate.Length(min=1))


class BulkBody(TakeBody):
    lines = fields.List(
        fields.Dict(keys=fields.Str(), metadata=_LINE),
        required=True,
        validate=validate.Length(min=1, max=LINE_LIMIT),
    )


class FaultJson(Schema):
    """``row`` counts from 1, the heads included; ``cell`` as in a spreadsheet, empty for the whole row."""

    row = fields.Int(required=True)
    cell = fields.Str(required=True)
    column = fields.Str(required=True)
    code = fields.Str(required=True)
    text = fields.Str(required=True)


class ImportJson(Schema):
    """``added``: numbers of the new lines, with ``check`` those they would have. ``notes``: how the table was
    read. ``total``: with the new lines.
    """

    take = fields.Str(required=True)
    file = fields.Str(required=True)
    rows = fields.Int(required=True)
    wrong_rows = fields.Int(required=True)
    added = fields.List(fields.Int(), required=True)
    faults = fields.List(fields.Nested(FaultJson), required=True)
    notes = fields.List(fields.Str(), required=True)
    revision = fields.Int(required=True)
    currency = fields.Str(required=True)
    total_before = fields.Str(required=True)
    total = fields.Str(required=True)
    meanwhile = fields.List(fields.Nested(ChangeJson))


def import_json(told: LinesImport) -> dict[str, object]:
    before, after = told.done.before, told.done.after
    stored = before if told.take is Take.CHECK else after
    return {
        "take": told.take.value,
        "file": told.file,
        "rows": told.rows,
        "wrong_rows": told.wrong_rows,
        "added": [line.n for line in after.lines[len(before.lines) :]],
        "faults": faults_json(told.faults),
        "notes": list(told.notes),
        "revision": stored.revision,
        "currency": after.currency,
        "total_before": str(before.total),
        "total": str(after.total),
    }
