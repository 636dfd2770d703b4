"""Groups, the order of lines and what they stand for; deeds on many lines, and what they changed."""

from typing import Any, Final

from marshmallow import Schema, fields, validate

from app.actions import Arranged, Selection
from app.quoting import LINE_LIMIT, Quote, Standing, sections
from app.web.api.schemas.bodies import Body
from app.web.api.schemas.changes import ChangeJson
from app.web.api.schemas.lines import QuoteLineJson, line_json

_NAME: Final = validate.Length(max=200)
_DISCOUNT: Final[dict[str, Any]] = {
    "type": "object",
    "nullable": True,
    "properties": {
        "percent": {"type": "string"},
        "amount": {"type": "string"},
        "reason": {"type": "string"},
    },
}


class LineGroupJson(Schema):
    """``lines``: their numbers, in the order in which they are shown; offered ones are in the amounts."""

    name = fields.Str(required=True)
    lines = fields.List(fields.Int(), required=True)
    list_total = fields.Str(required=True)
    total = fields.Str(required=True)


class ArrangedJson(Schema):
    """What a deed on many lines left: only ``lines`` that it changed or brought; ``order`` of all, by number.

    ``said``: what was done, in words; empty where it changed nothing.
    """

    id = fields.Str(required=True)
    revision = fields.Int(required=True)
    currency = fields.Str(required=True)
    list_total = fields.Str(required=True)
    total = fields.Str(required=True)
    said = fields.Str(required=True)
    groups = fields.List(fields.Nested(LineGroupJson), required=True)
    lines = fields.List(fields.Nested(QuoteLineJson), required=True)
    removed = fields.List(fields.Int(), required=True)
    order = fields.List(fields.Int(), required=True)
    meanwhile = fields.List(fields.Nested(ChangeJson))


def _numbers() -> fields.List[Any]:
    return fields.List(fields.Int(strict=True), validate=validate.Length(min=1, max=LINE_LIMIT))


class SelectionBody(Body):
    """Lines that meet all that is given: numbers, a product, a product family, a group ("" for none)."""

    lines = _numbers()
    product = fields.Str(validate=_NAME)
    family = fields.Str(validate=_NAME)
    group = fields.Str(validate=_NAME)


class DiscountLinesBody(SelectionBody):
    """``discount`` of ``null`` takes discounts away."""

    discount = fields.Raw(required=True, allow_none=True, metadata=_DISCOUNT)


class CountLinesBody(SelectionBody):
    quantity = fields.Raw(required=True, metadata={"type": "integer", "minimum": 1})


class AssignGroupBody(SelectionBody):
    """``to``: the name of the group, "" for none."""

    to = fields.Str(required=True, validate=_NAME)


class GroupBody(Body):
    name = fields.Str(required=True, validate=_NAME)


class RenameGroupBody(GroupBody):
    to = fields.Str(required=True, validate=_NAME)


class GroupOrderBody(Body):
    groups = fields.List(fields.Str(validate=_NAME), required=True, validate=validate.Length(max=1000))


class PlaceLinesBody(Body):
    """``before``: the line before which they go, into its group; ``null`` for the end."""

    lines = fields.List(
        fields.Int(strict=True), required=True, validate=validate.Length(min=1, max=LINE_LIMIT)
    )
    before = fields.Int(strict=True, required=True, allow_none=True)


class StepLineBody(Body):
    way = fields.Str(required=True, validate=validate.OneOf(("up", "down")))


class StandingBody(Body):
    """``instead_of``: of an alternative, the line that it could stand in for."""

    standing = fields.Str(required=True, metadata={"enum": list(Standing)})
    instead_of = fields.Int(strict=True, load_default=None, allow_none=True)


class NoteBody(Body):
    note = fields.Str(required=True, validate=validate.Length(max=10_000))


def groups_json(quote: Quote) -> list[dict[str, object]]:
    return [
        {
            "name": one.name,
            "lines": [line.n for line in one.lines],
            "list_total": str(one.list),
            "total": str(one.net),
        }
        for one in sections(quote)
    ]


def arranged_json(done: Arranged) -> dict[str, object]:
    quote = done.after
    return {
        "id": quote.id,
        "revision": quote.revision,
        "currency": quote.currency,
        "list_total": str(quote.list_total),
        "total": str(quote.total),
        "said": done.said,
        "groups": groups_json(quote),
        "lines": [line_json(line) for line in done.changed],
        "removed": list(done.gone),
        "order": [line.n for line in quote.lines],
    }


def selection_of(body: dict[str, Any]) -> Selection:
    return Selection(**{key: body[key] for key in ("lines", "product", "family", "group") if key in body})
