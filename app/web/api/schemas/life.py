"""Where a quote stands in its life, and what a clone or another currency changes."""

from marshmallow import Schema, fields

from app.actions import Clone, KeptDeed, Life, QuoteMove
from app.quoting import Deed, Edition, Status
from app.web.api.schemas.moves import MovedLineJson, moved_line_json
from app.web.api.schemas.quotes import OpportunityJson, QuoteJson, opportunity_json, quote_json

_STATUS = {"enum": [status.value for status in Status]}
_DEED = {"enum": [deed.value for deed in Deed]}


class EditionJson(Schema):
    id = fields.Str(required=True)
    number = fields.Str(required=True)
    edition = fields.Int(required=True)
    status = fields.Str(required=True, metadata=_STATUS)
    valid_until = fields.Str(required=True, metadata={"format": "date"})


class DeedJson(Schema):
    """``by`` is empty for what time did. ``before`` is the status of the older edition for ``revise``."""

    at = fields.Str(required=True, metadata={"format": "date-time"})
    by = fields.Str(required=True)
    deed = fields.Str(required=True, metadata=_DEED)
    before = fields.Str(required=True, metadata=_STATUS)
    after = fields.Str(required=True, metadata=_STATUS)
    reason = fields.Str(required=True)


class LifeJson(Schema):
    """``possible``: what the caller may do now. ``ends_at``: the first moment at which it is over."""

    quote = fields.Str(required=True)
    number = fields.Str(required=True)
    revision = fields.Int(required=True)
    status = fields.Str(required=True, metadata=_STATUS)
    valid_until = fields.Str(required=True, metadata={"format": "date"})
    ends_at = fields.Str(required=True, metadata={"format": "date-time"})
    possible = fields.List(fields.Str(metadata=_DEED), required=True)
    edition = fields.Int(required=True)
    follows = fields.Str(required=True, allow_none=True)
    editions = fields.List(fields.Nested(EditionJson), required=True)
    superseded_by = fields.Nested(EditionJson, required=True, allow_none=True)
    history = fields.List(fields.Nested(DeedJson), required=True)


class CloneJson(Schema):
    """``cloned`` says whether it was done; only then is there a ``quote``."""

    cloned = fields.Bool(required=True)
    opportunity = fields.Nested(OpportunityJson, required=True)
    release = fields.Str(required=True)
    currency_before = fields.Str(required=True)
    currency_after = fields.Str(required=True)
    customer_tier_before = fields.Str(required=True)
    customer_tier_after = fields.Str(required=True)
    total_before = fields.Str(required=True)
    total_after = fields.Str(required=True)
    header_discount_dropped = fields.Bool(required=True)
    lines = fields.List(fields.Nested(MovedLineJson), required=True)
    quote = fields.Nested(QuoteJson, required=True, allow_none=True)


class CurrencyJson(Schema):
    """``changed`` says whether it was done. ``of_opportunity``: whether the CRM can take the quote in it."""

    changed = fields.Bool(required=True)
    of_opportunity = fields.Bool(required=True)
    currency_before = fields.Str(required=True)
    currency_after = fields.Str(required=True)
    total_before = fields.Str(required=True)
    total_after = fields.Str(required=True)
    header_discount_dropped = fields.Bool(required=True)
    lines = fields.List(fields.Nested(MovedLineJson), required=True)
    quote = fields.Nested(QuoteJson, required=True)


def life_json(life: Life) -> dict[str, object]:
    quote = life.quote
    return {
        "quote": quote.id,
        "number": quote.number,
        "revision": quote.revision,
        "status": quote.status,
        "valid_until": quote.valid_until.isoformat(),
        "ends_at": life.ends_at.isoformat(),
        "possible": list(life.possible),
        "edition": quote.edition,
        "follows": quote.follows,
        "editions": [_edition(one) for one in life.editions],
        "superseded_by": None if life.successor is None else _edition(life.successor),
        "history": [_deed(one) for one in life.history],
    }


def clone_json(clone: Clone, *, cloned: bool) -> dict[str, object]:
    before, after = clone.move.before, clone.move.after
    return {
        "cloned": cloned,
        "opportunity": opportunity_json(clone.opportunity),
        "release": clone.move.target.fingerprint,
        "customer_tier_before": before.customer_tier,
        "customer_tier_after": after.customer_tier,
        **_changes(clone.move),
        "quote": quote_json(after) if cloned else None,
    }


def currency_json(move: QuoteMove, *, changed: bool, of_opportunity: bool) -> dict[str, object]:
    return {
        "changed": changed,
        "of_opportunity": of_opportunity,
        **_changes(move),
        "quote": quote_json(move.after),
    }


def _changes(move: QuoteMove) -> dict[str, object]:
    before, after = move.before, move.after
    return {
        "currency_before": before.currency,
        "currency_after": after.currency,
        "total_before": str(before.total),
        "total_after": str(after.total),
        "header_discount_dropped": before.header.discount != after.header.discount,
        "lines": [moved_line_json(line) for line in move.lines],
    }


def _edition(one: Edition) -> dict[str, object]:
    return {
        "id": one.id,
        "number": one.number,
        "edition": one.edition,
        "status": one.status,
        "valid_until": one.valid_until.isoformat(),
    }


def _deed(one: KeptDeed) -> dict[str, object]:
    return {
        "at": one.at.isoformat(),
        "by": one.user_name,
        "deed": one.deed,
        "before": one.before,
        "after": one.after,
        "reason": one.reason,
    }
