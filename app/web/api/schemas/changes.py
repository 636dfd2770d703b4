"""What was changed on a quote, by whom, in words."""

from collections.abc import Iterable

from marshmallow import Schema, fields

from app.actions import ToldChange, ToldStale


class ChangeJson(Schema):
    """``by``: a name, ``you`` for another window of the caller, empty for what the product did by itself."""

    revision = fields.Int(required=True)
    at = fields.Str(required=True, metadata={"format": "date-time"})
    by = fields.Str(required=True)
    text = fields.Str(required=True)


class ChangesJson(Schema):
    changes = fields.List(fields.Nested(ChangeJson), required=True)


def changes_json(changes: Iterable[ToldChange]) -> list[dict[str, object]]:
    return [
        {"revision": one.revision, "at": one.at.isoformat(), "by": one.by, "text": one.text}
        for one in changes
    ]


def stale_facts(told: ToldStale) -> dict[str, object]:
    """Members of the answer 409: what came meanwhile, and both values where the same was changed."""
    return {
        "changes": changes_json(told.changes),
        "conflicts": [
            {
                "line": one.line,
                "part": one.part,
                "name": one.name,
                "by": one.by,
                "theirs": one.theirs,
                "mine": one.mine,
            }
            for one in told.meetings
        ],
    }
