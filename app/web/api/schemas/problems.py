"""An error in JSON, RFC 9457."""

from marshmallow import Schema, fields


class ProblemJson(Schema):
    """``code`` is stable and meant for machines; ``instance`` is the reference to give to support."""

    type = fields.Str(required=True)
    title = fields.Str(required=True)
    status = fields.Int(required=True)
    detail = fields.Str(required=True)
    instance = fields.Str(required=True)
    code = fields.Str(required=True)
