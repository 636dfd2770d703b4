"""Goals of a quote and what they would do."""

from marshmallow import Schema, fields, validate

from app.actions import GoalView
from app.quoting import Line
from app.web.api.schemas.bodies import Body

_REASON = validate.Length(min=1, max=255)


class GoalBody(Body):
    """``goal``: ``total``; ``margin`` in percent; or ``undercut`` in percent, below the total or ``of``."""

    goal = fields.Dict(
        keys=fields.Str(validate=validate.OneOf(["total", "margin", "undercut", "of"])),
        values=fields.Str(validate=validate.Length(min=1, max=40)),
        required=True,
    )
    reason = fields.Str(required=True, validate=_REASON)


class GoalLineJson(Schema):
    n = fields.Int(required=True)
    name = fields.Str(required=True)
    before = fields.Str(required=True)
    after = fields.Str(required=True)


class GoalJson(Schema):
    """``total`` is what would be reached, which is ``goal`` or as near as can be; ``lowest`` and ``highest``
    what can be. Margins in percent of the totals are told to whom costs are told.
    """

    currency = fields.Str(required=True)
    goal = fields.Str(required=True)
    reached = fields.Bool(required=True)
    before = fields.Str(required=True)
    total = fields.Str(required=True)
    lowest = fields.Str(required=True)
    highest = fields.Str(required=True)
    lines = fields.List(fields.Nested(GoalLineJson), required=True)
    margin_before = fields.Str()
    margin_after = fields.Str()


def goal_json(view: GoalView) -> dict[str, object]:
    sought, after = view.sought, {line.n: line for line in view.after.lines}
    told: dict[str, object] = {}
    if view.cost is not None:
        told = {"margin_before": str(view.margin_before), "margin_after": str(view.margin_after)}
    return {
        "currency": sought.goal.currency,
        "goal": str(sought.goal),
        "reached": sought.reached,
        "before": str(view.before.total),
        "total": str(sought.total),
        "lowest": str(sought.lowest),
        "highest": str(sought.highest),
        "lines": [_line(line, after[line.n]) for line in view.before.lines if line is not after[line.n]],
    } | told


def _line(before: Line, after: Line) -> dict[str, object]:
    return {
        "n": before.n,
        "name": before.name,
        "before": str(before.price.net),
        "after": str(after.price.net),
    }
