"""Bodies of requests. Unknown members are refused by name; raw ones are judged by the verbs."""

from marshmallow import RAISE, Schema, fields, validate

from app.actions import MOST_REASONS, Order, Prices, Strategy

_KEY = validate.Length(min=1, max=100)
_MOST_PASSED_OVER = 1_000


class Body(Schema):
    class Meta:
        unknown = RAISE


class SessionBody(Body):
    connection = fields.Str(required=True)
    signed_request = fields.Str(required=True)


class EmptyBody(Body):
    pass


class MoveBody(Body):
    """``dry_run`` only tells; ``release`` is the fingerprint that the caller was told the changes for."""

    dry_run = fields.Bool(load_default=False, truthy={True}, falsy={False})
    release = fields.Str(load_default=None, validate=validate.Length(max=64))


class ReasonBody(Body):
    """``reason``: in the words of whoever does it."""

    reason = fields.Str(load_default="", validate=validate.Length(max=1_000))


class ValidityBody(Body):
    valid_until = fields.Date(required=True, format="iso")


class TermsBody(Body):
    """What is left out stays; a discount of ``null`` is taken away."""

    discount = fields.Raw(
        allow_none=True,
        metadata={
            "type": "object",
            "nullable": True,
            "properties": {
                "percent": {"type": "string"},
                "amount": {"type": "string"},
                "reason": {"type": "string"},
            },
        },
    )
    codes = fields.Raw(metadata={"type": "array", "items": {"type": "string"}})
    region = fields.Raw(metadata={"type": "string"})


class CloneBody(Body):
    """``opportunity``: id of another one in the CRM. ``prices``: ``new``, or ``kept`` where all is alike that
    they follow from. ``dry_run`` only tells; ``release`` and ``currency`` are those that the caller was told.
    """

    opportunity = fields.Str(load_default=None, allow_none=True, validate=validate.Length(max=64))
    prices = fields.Str(
        load_default="new", validate=validate.OneOf(list(Prices)), metadata={"enum": list(Prices)}
    )
    dry_run = fields.Bool(load_default=False, truthy={True}, falsy={False})
    release = fields.Str(load_default=None, validate=validate.Length(max=64))
    currency = fields.Str(load_default=None, validate=validate.Length(equal=3))


class CurrencyBody(Body):
    currency = fields.Str(required=True, validate=validate.Regexp("^[A-Z]{3}$"))
    dry_run = fields.Bool(load_default=False, truthy={True}, falsy={False})


class SaveFavouriteBody(Body):
    """What is chosen in line ``n`` of the quote."""

    quote = fields.Str(required=True, validate=validate.Length(max=64))
    n = fields.Int(required=True, strict=True, validate=validate.Range(min=1))
    name = fields.Str(required=True, validate=validate.Length(max=1_000))
    shared = fields.Bool(load_default=False, truthy={True}, falsy={False})


class ChangeFavouriteBody(Body):
    """What is left out stays."""

    name = fields.Str(load_default=None, validate=validate.Length(max=1_000))
    shared = fields.Bool(load_default=None, truthy={True}, falsy={False})


class ApplyFavouriteBody(Body):
    """``dry_run`` only tells what of it is no longer possible."""

    favourite = fields.Str(required=True, validate=validate.Length(max=64))
    quantity = fields.Raw(load_default=1, allow_none=True, metadata={"type": "integer", "minimum": 1})
    dry_run = fields.Bool(load_default=False, truthy={True}, falsy={False})


def _choices() -> fields.Dict:
    return fields.Dict(keys=fields.Str(validate=_KEY), values=fields.Raw(allow_none=True))


class AddLineBody(Body):
    product = fields.Str(required=True, validate=_KEY)
    quantity = fields.Raw(load_default=1, allow_none=True, metadata={"type": "integer", "minimum": 1})
    choices = _choices()


class ChangeLineBody(Body):
    """What is left out stays. A choice of ``null`` is taken back, a discount of ``null`` taken away."""

    choices = _choices()
    quantity = fields.Raw(allow_none=True, metadata={"type": "integer", "minimum": 1})
    discount = fields.Raw(
        allow_none=True,
        metadata={
            "type": "object",
            "nullable": True,
            "properties": {
                "percent": {"type": "string"},
                "amount": {"type": "string"},
                "line": {"type": "string", "description": "The price that the line is to have"},
                "target": {"type": "string", "description": "The price that one unit is to have"},
                "reason": {"type": "string"},
            },
        },
    )


class ExplainBody(Body):
    """``reasons``: how many minimal reasons are wanted."""

    attribute = fields.Str(required=True, validate=_KEY)
    value = fields.Raw(required=True, allow_none=True)
    reasons = fields.Int(load_default=1, strict=True, validate=validate.Range(min=1, max=MOST_REASONS))


class WhyBody(Body):
    """``end``: not why the attribute is as it is, but why the number is never less or never more."""

    attribute = fields.Str(required=True, validate=_KEY)
    end = fields.Str(load_default=None, validate=validate.OneOf(("least", "greatest")))


class CompleteBody(Body):
    strategy = fields.Str(load_default="defaults", metadata={"enum": list(Strategy)})


class NextBody(Body):
    """``without``: keys of questions that the user passed over."""

    order = fields.Str(load_default=Order.CATALOG, metadata={"enum": list(Order)})
    without = fields.List(
        fields.Str(validate=_KEY), load_default=list, validate=validate.Length(max=_MOST_PASSED_OVER)
    )
