"""Products as the catalog has them."""

from collections.abc import Mapping
from decimal import Decimal

from marshmallow import Schema, fields

from app.catalog import Attribute, Component, Option, OptionSet, Product, Rule, Table, as_json
from app.catalog.texts import said
from app.web.api.schemas.lines import NUMBER


class PriceJson(Schema):
    currency = fields.Str(required=True)
    amount = fields.Str(required=True)


class OptionJson(Schema):
    key = fields.Str(required=True)
    name = fields.Str(required=True)
    help = fields.Str(required=True)
    prices = fields.List(fields.Nested(PriceJson), required=True)


class AttributeJson(Schema):
    """``options`` of a choice; ``min``, ``max``, ``step``, ``unit`` of a number, strings for a decimal;
    ``pattern_text`` and ``longest`` of a text. ``prices`` is for each. ``preset`` is the value that holds.
    ``within`` is the key of the set, row or component that it belongs to, ``label`` its name there;
    ``multiplied_by`` are the quantities that say how often it counts. A ``need`` is what is wanted of the
    product; nobody has to answer it. ``question`` asks in words, empty where the catalog has none.
    """

    key = fields.Str(required=True)
    name = fields.Str(required=True)
    kind = fields.Str(required=True)
    help = fields.Str(required=True)
    conditional = fields.Bool(required=True)
    default = fields.Raw(required=True, allow_none=True)
    preset = fields.Raw(required=True, allow_none=True)
    label = fields.Str(required=True)
    within = fields.Str(required=True)
    multiplied_by = fields.List(fields.Str(), required=True)
    need = fields.Bool(required=True)
    question = fields.Str(required=True)
    prices = fields.List(fields.Nested(PriceJson), required=True)
    options = fields.List(fields.Nested(OptionJson))
    min = fields.Raw(metadata=NUMBER)
    max = fields.Raw(metadata=NUMBER)
    step = fields.Raw(metadata=NUMBER)
    unit = fields.Str()
    pattern_text = fields.Str()
    longest = fields.Int()


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


class GroupJson(Schema):
    """A set: ``min`` to ``max`` of the ``members``, keys of attributes, are chosen."""

    key = fields.Str(required=True)
    name = fields.Str(required=True)
    help = fields.Str(required=True)
    min = fields.Int(required=True)
    max = fields.Int(required=True)
    members = fields.List(fields.Str(), required=True)
    question = fields.Str(required=True)
    within = fields.Str(required=True)


class RowJson(Schema):
    key = fields.Str(required=True)
    name = fields.Str(required=True)
    attributes = fields.List(fields.Str(), required=True)


class ComponentJson(Schema):
    """``min`` to ``max`` rows, as many as the attribute ``quantity`` says; ``rows_are`` each or equal."""

    key = fields.Str(required=True)
    name = fields.Str(required=True)
    help = fields.Str(required=True)
    min = fields.Int(required=True)
    max = fields.Int(required=True)
    rows_are = fields.Str(required=True)
    quantity = fields.Str(required=True)
    rows = fields.List(fields.Nested(RowJson), required=True)
    within = fields.Str(required=True)
    product = fields.Str(required=True)


class ProductJson(ProductSummaryJson):
    """``groups`` are the sets of which some members are chosen; ``components`` what has rows."""

    maximum_quantity = fields.Int(required=True)
    attributes = fields.List(fields.Nested(AttributeJson), required=True)
    groups = fields.List(fields.Nested(GroupJson), required=True)
    components = fields.List(fields.Nested(ComponentJson), required=True)
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


def product_json(product: Product, *, language: str) -> dict[str, object]:
    """Sentences are in ``language`` where the catalog has them."""
    return {
        **product_summary(product),
        "maximum_quantity": product.maximum_quantity,
        "attributes": [_attribute(attribute, language) for attribute in product.attributes],
        "groups": [_group(one, language) for one in product.sets],
        "components": [_component(one) for one in product.components],
        "steps": [
            {"key": step.key, "name": step.name, "help": step.help, "attributes": list(step.attributes)}
            for step in product.steps
        ],
        "rules": [
            *(_rule(rule, language) for rule in product.rules),
            *(_rule(table, language) for table in product.tables),
        ],
    }


def _rule(rule: Rule | Table, language: str) -> dict[str, object]:
    return {"key": rule.key, "text": said(rule.text, rule.texts, language=language)}


def _attribute(attribute: Attribute, language: str) -> dict[str, object]:
    common: dict[str, object] = {
        "key": attribute.key,
        "name": attribute.name,
        "kind": attribute.kind,
        "help": attribute.help,
        "conditional": attribute.when is not None,
        "default": None if attribute.default is None else as_json(attribute.default),
        "preset": None if attribute.preset is None else as_json(attribute.preset),
        "label": attribute.label or attribute.name,
        "within": attribute.within,
        "multiplied_by": list(attribute.multiplied_by),
        "need": attribute.need,
        "question": said(attribute.question, attribute.questions, language=language),
        "prices": _prices(attribute.prices),
    }
    if attribute.kind == "choice":
        return common | {"options": [_option(option) for option in attribute.options]}
    if attribute.kind == "text":
        return common | {"pattern_text": attribute.pattern_text, "longest": attribute.longest}
    if attribute.numeric:
        return common | {
            "min": as_json(attribute.number(0)),
            "max": as_json(attribute.number(attribute.size - 1)),
            "step": as_json(attribute.step),
            "unit": attribute.unit,
        }
    return common


def _group(one: OptionSet, language: str) -> dict[str, object]:
    return {
        "key": one.key,
        "name": one.name,
        "help": one.help,
        "min": one.at_least,
        "max": one.at_most,
        "members": list(one.members),
        "question": said(one.question, one.questions, language=language),
        "within": one.within,
    }


def _component(one: Component) -> dict[str, object]:
    return {
        "key": one.key,
        "name": one.name,
        "help": one.help,
        "min": one.minimum,
        "max": one.maximum,
        "rows_are": one.rows_are,
        "quantity": one.quantity,
        "rows": [
            {
                "key": row.key,
                "name": row.name,
                "attributes": [key for section in row.sections for key in section.attributes],
            }
            for row in one.rows
        ],
        "within": one.within,
        "product": one.product,
    }


def _option(option: Option) -> dict[str, object]:
    return {"key": option.key, "name": option.name, "help": option.help, "prices": _prices(option.prices)}


def _prices(prices: Mapping[str, Decimal]) -> list[dict[str, str]]:
    return [{"currency": currency, "amount": format(amount, "f")} for currency, amount in prices.items()]
