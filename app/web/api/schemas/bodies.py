"""Bodies of requests. Unknown members are refused by name; raw ones are judged by the verbs."""

from marshmallow import RAISE, Schema, fields, validate

from app.actions import MOST_REASONS, Order, Strategy

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
