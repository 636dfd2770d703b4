"""Colleagues who work on a draft."""

from collections.abc import Iterable

from marshmallow import Schema, fields, validate

from app.actions import Sharing
from app.quoting import Editor
from app.web.api.schemas.bodies import Body


class EditorBody(Body):
    """``user``: the colleague's id in the CRM."""

    user = fields.Str(required=True, validate=validate.Length(min=1, max=18))


class EditorJson(Schema):
    user = fields.Str(required=True)
    name = fields.Str(required=True)


class SharingJson(Schema):
    """``editors`` may change the quote; ``colleagues`` are those it could be shared with."""

    editors = fields.List(fields.Nested(EditorJson), required=True)
    colleagues = fields.List(fields.Nested(EditorJson), required=True)


def editors_json(editors: Iterable[Editor]) -> list[dict[str, object]]:
    return [{"user": one.user, "name": one.name} for one in editors]


def sharing_json(sharing: Sharing) -> dict[str, object]:
    return {
        "editors": editors_json(sharing.quote.editors),
        "colleagues": editors_json(sharing.colleagues),
    }
