"""Products as the catalog has them."""

from collections.abc import Mapping
from decimal import Decimal

from marshmallow import Schema, fields

from app.catalog import Attribute, Option, Product


class PriceJson(Schema):
    currency = fields.Str(required=True)
    amount = fields.Str(required=True)


class OptionJson(Schema):
    key = fields.Str(required=True)
    name = fields.Str(required=True)
    help = fields.Str(required=True)
    prices = fields.List(fields.Nested(PriceJson), required=True)


class AttributeJson(Schema):
    """``options`` of a choice; ``min``, ``max``, ``step``, ``unit`` of an integer. ``prices`` is for each."""

    key = fields.Str(required=True)
    name = fields.Str(required=True)
    kind = fields.Str(required=True)
    help = fields.Str(required=True)
    conditional = fields.Bool(required=True)
    default = fields.Raw(required=True, allow_none=True)
    prices = fields.List(fields.Nested(PriceJson), required=True)
    options = fields.List(fields.Nested(OptionJson))
    min = fields.Int()
    max = fields.Int()
    step = fields.Int()
    unit = fields.Str()


class StepJson(Schema):
    key = fields.Str(required=True)
    name = fields.Str(required=True)
    help = fields.Str(required=True)
    attributes = fields.List(fields.Str(), required=True)


class RuleJson(Schema):
    key = fields.Str(required=True)
    text = fields.Str(required=True)


class ProductSummaryJson(Schema):
    key = fields.Str(required=True)
    code = fields.Str(required=True)
    name = fields.Str(required=True)
    description = fields.Str(required=True)
    family = fields.Str(required=True)
    prices = fields.List(fields.Nested(PriceJson), required=True)


class ProductsJson(Schema):
    products = fields.List(fields.Nested(ProductSummaryJson), required=True)


class ProductJson(ProductSummaryJson):
    """``groups`` is empty: this catalog format has no option groups yet."""

    maximum_quantity = fields.Int(required=True)
    attributes = fields.List(fields.Nested(AttributeJson), required=True)
    groups = fields.List(fields.Raw(), required=True)
    steps = fields.List(fields.Nested(StepJson), required=True)
    rules = fields.List(fields.Nested(RuleJson), required=True)


def product_summary(product: Product) -> dict[str, object]:
    return {
        "key": product.key,
        "code": product.code,
        "name": product.name,
        "description": product.description,
        "family": product.family,
        "prices": _prices(product.prices),
    }


def product_json(product: Product) -> dict[str, object]:
    return {
        **product_summary(product),
        "maximum_quantity": product.maximum_quantity,
        "attributes": [_attribute(attribute) for attribute in product.attributes],
        "groups": [],
        "steps": [
            {"key": step.key, "name": step.name, "help": step.help, "attributes": list(step.attributes)}
            for step in product.steps
        ],
        "rules": [
            *({"key": rule.key, "text": rule.text} for rule in product.rules),
            *({"key": table.key, "text": table.text} for table in product.tables),
        ],
    }


def _attribute(attribute: Attribute) -> dict[str, object]:
    common: dict[str, object] = {
        "key": attribute.key,
        "name": attribute.name,
        "kind": attribute.kind,
        "help": attribute.help,
        "conditional": attribute.when is not None,
        "default": attribute.default,
        "prices": _prices(attribute.prices),
    }
    if attribute.kind == "choice":
        return common | {"options": [_option(option) for option in attribute.options]}
    if attribute.kind == "integer":
        return common | {
            "min": attribute.minimum,
            "max": attribute.maximum,
            "step": attribute.step,
            "unit": attribute.unit,
        }
    return common


def _option(option: Option) -> dict[str, object]:
    return {"key": option.key, "name": option.name, "help": option.help, "prices": _prices(option.prices)}


def _prices(prices: Mapping[str, Decimal]) -> list[dict[str, str]]:
    return [{"currency": currency, "amount": format(amount, "f")} for currency, amount in prices.items()]
