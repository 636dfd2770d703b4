"""What moving a quote to the release in force changes."""

from marshmallow import Schema, fields

from app.actions import GivenUp, ImpliedChange, LineMove, QuoteMove
from app.catalog import Product, Release, Value, as_json
from app.web.api.schemas.quotes import QuoteJson, quote_json


class ReleaseJson(Schema):
    """``version`` is unknown (``null``) of a release that is not stored here."""

    catalog = fields.Str(required=True, allow_none=True)
    version = fields.Str(required=True, allow_none=True)
    fingerprint = fields.Str(required=True)


class GivenUpJson(Schema):
    """``reason`` is empty where the attribute or value is gone. ``state``: open, implied, absent, gone or
    unanswered (a need).
    """

    attribute = fields.Str(required=True)
    name = fields.Str(required=True)
    value = fields.Raw(required=True)
    reason = fields.Str(required=True)
    state = fields.Str(required=True)
    after = fields.Raw(required=True, allow_none=True)


class ImpliedChangeJson(Schema):
    attribute = fields.Str(required=True)
    name = fields.Str(required=True)
    before = fields.Raw(required=True, allow_none=True)
    after = fields.Raw(required=True, allow_none=True)


class MovedLineJson(Schema):
    """``gone``: the product is no longer sold and the line goes. ``net_after`` is ``null`` then."""

    n = fields.Int(required=True)
    product = fields.Str(required=True)
    changes = fields.Bool(required=True)
    gone = fields.Bool(required=True)
    given_up = fields.List(fields.Nested(GivenUpJson), required=True)
    consequences = fields.List(fields.Nested(ImpliedChangeJson), required=True)
    opened = fields.List(fields.Str(), required=True)
    quantity_before = fields.Int(required=True)
    quantity_after = fields.Int(required=True, allow_none=True)
    discount_dropped = fields.Bool(required=True)
    net_before = fields.Str(required=True)
    net_after = fields.Str(required=True, allow_none=True)


class MoveJson(Schema):
    """``moved`` says whether it was done; ``quote`` is the quote as it is after that, done or not."""

    moved = fields.Bool(required=True)
    origin = fields.Nested(ReleaseJson, required=True)
    target = fields.Nested(ReleaseJson, required=True)
    currency = fields.Str(required=True)
    total_before = fields.Str(required=True)
    total_after = fields.Str(required=True)
    lines = fields.List(fields.Nested(MovedLineJson), required=True)
    quote = fields.Nested(QuoteJson, required=True)


def move_json(move: QuoteMove, *, moved: bool) -> dict[str, object]:
    return {
        "moved": moved,
        "origin": _release(move.origin, move.before.release),
        "target": _release(move.target, move.target.fingerprint),
        "currency": move.before.currency,
        "total_before": str(move.before.total),
        "total_after": str(move.after.total),
        "lines": [moved_line_json(line) for line in move.lines],
        "quote": quote_json(move.after),
    }


def _release(release: Release | None, fingerprint: str) -> dict[str, object]:
    return {
        "catalog": release.key if release else None,
        "version": release.version if release else None,
        "fingerprint": fingerprint,
    }


def moved_line_json(move: LineMove) -> dict[str, object]:
    return {
        "n": move.before.n,
        "product": move.before.product,
        "changes": move.changes,
        "gone": move.after is None,
        "given_up": [given_up_json(one, move.product, move.new_product) for one in move.given_up],
        "consequences": [_consequence(move, one) for one in move.consequences],
        "opened": list(move.opened),
        "quantity_before": move.before.quantity,
        "quantity_after": move.after.quantity if move.after else None,
        "discount_dropped": move.discount_dropped,
        "net_before": str(move.before.price.net),
        "net_after": str(move.after.price.net) if move.after else None,
    }


def given_up_json(one: GivenUp, *products: Product | None) -> dict[str, object]:
    return {
        "attribute": one.attribute,
        "name": _name(one.attribute, *products),
        "value": as_json(one.value),
        "reason": one.reason,
        "state": one.state,
        "after": _value(one.after),
    }


def _consequence(move: LineMove, one: ImpliedChange) -> dict[str, object]:
    return {
        "attribute": one.attribute,
        "name": _name(one.attribute, move.new_product, move.product),
        "before": _value(one.before),
        "after": _value(one.after),
    }


def _value(value: Value | None) -> object:
    return None if value is None else as_json(value)


def _name(attribute: str, *products: Product | None) -> str:
    """By the first of the products that has it."""
    known = (product.attribute(attribute) for product in products if product is not None)
    return next((one.name for one in known if one is not None), attribute)
