"""What is on a document, and the choice of it."""

from marshmallow import Schema, fields, validate

from app.actions import DocumentView, Section, Unprintable
from app.web.api.schemas.bodies import Body

_SECTIONS = [section.value for section in Section]


class DocumentBody(Body):
    """``null``: as the brand of the connection has it."""

    language = fields.Str(load_default=None, allow_none=True, validate=validate.Length(max=20))
    sections = fields.List(fields.Str(validate=validate.OneOf(_SECTIONS)), load_default=None, allow_none=True)


class UnprintableJson(Schema):
    """A character that no font at hand shows; a mark is printed in its place. ``where``: in which parts."""

    character = fields.Str(required=True)
    name = fields.Str(required=True)
    where = fields.List(fields.Str(), required=True)


class DocumentJson(Schema):
    """``languages`` and ``available`` sections can be asked for."""

    filename = fields.Str(required=True)
    language = fields.Str(required=True)
    languages = fields.List(fields.Str(), required=True)
    sections = fields.List(fields.Str(), required=True)
    available = fields.List(fields.Str(), required=True)
    unprintable = fields.List(fields.Nested(UnprintableJson), required=True)


def document_json(view: DocumentView) -> dict[str, object]:
    return {
        "filename": view.filename,
        "language": view.language,
        "languages": list(view.languages),
        "sections": [one.value for one in Section if one in view.sections],
        "available": [one.value for one in view.choose],
        "unprintable": [_unprintable(one) for one in view.missing],
    }


def _unprintable(missing: Unprintable) -> dict[str, object]:
    return {"character": missing.character, "name": missing.name, "where": list(missing.where)}
