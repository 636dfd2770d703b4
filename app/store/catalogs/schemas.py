"""The written form of a catalog, version 1. ``docs/catalog.md`` explains each key."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema

from app.catalog.checks import did_you_mean
from app.store.catalogs.fields import (
    Amounts,
    Cell,
    Currency,
    Facts,
    Name,
    Number,
    OptionKey,
    Source,
    Text,
    Value,
    Whole,
)

VERSION = 1
UNKNOWN = "is unknown here"
_LIST: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "is missing; add it",
    "null": "is empty; write a list",
    "invalid": 'is a list; start each item with "- "',
}


class Strict(Schema):
    """A mapping that knows its keys and proposes the nearest for any other."""

    error_messages = {"type": "is a mapping of keys to values"}  # noqa: RUF012  # the library declares it so

    class Meta:
        unknown = EXCLUDE

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def refuse_unknown_keys(self, data: Mapping[str, Any], original: object, **_: Any) -> None:
        known = [one.data_key or name for name, one in self.fields.items()]
        if isinstance(original, dict):
            strange = [key for key in original if key not in known]
            if strange:
                raise ValidationError({key: [f"{UNKNOWN}; {did_you_mean(key, known)}"] for key in strange})


def many(schema: type[Schema], **options: Any) -> fields.List[Any]:
    return fields.List(fields.Nested(schema, error_messages=_LIST), error_messages=_LIST, **options)


def texts(*, longest: int, **options: Any) -> fields.List[Any]:
    return fields.List(Text(longest=longest), error_messages=_LIST, **options)


class Written(Strict):
    """A file: it starts by saying which version of the form it is written in."""

    schema_version = Whole(required=True, data_key="schema")

    @validates_schema
    def know_the_version(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["schema_version"] != VERSION:
            raise ValidationError(
                f"this reads version {VERSION}; write schema: {VERSION}, or update", "schema"
            )


class OptionSchema(Strict):
    key = OptionKey(required=True)
    name = Text(required=True)
    help = Text(longest=600, load_default="")
    prices = Amounts(load_default=dict)
    facts = Facts(load_default=dict)


_ONLY = {
    "options": "choice",
    "minimum": "integer",
    "maximum": "integer",
    "step": "integer",
    "unit": "integer",
}


_NEEDED = {"choice": ("options",), "boolean": (), "integer": ("minimum", "maximum")}


class AttributeSchema(Strict):
    key = Name(required=True)
    name = Text(required=True)
    kind = Text(required=True)
    help = Text(longest=600, load_default="")
    options = many(OptionSchema)
    minimum = Whole()
    maximum = Whole()
    step = Whole()
    unit = Text(longest=20)
    prices = Amounts(load_default=dict)
    facts = Facts(load_default=dict)
    when = Source(load_default=None)
    default = Value(load_default=None)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def fit_the_kind(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        kind = data.get("kind")
        if kind is None:
            return
        if kind not in _NEEDED:
            raise ValidationError(f"is choice, boolean or integer; {did_you_mean(kind, _NEEDED)}", "kind")
        refused = {
            key: [f"belongs to kind: {only}"]
            for key, only in _ONLY.items()
            if key in original and only != kind
        }
        if kind == "choice":
            refused |= {key: ["belongs to each option"] for key in ("prices", "facts") if key in original}
        missing = (key for key in _NEEDED[kind] if key not in original)
        refused |= {key: [f"is missing; kind: {kind} needs it"] for key in missing}
        if refused:
            raise ValidationError(refused)


class StepSchema(Strict):
    key = Name(required=True)
    name = Text(required=True)
    help = Text(longest=600, load_default="")
    attributes = many(AttributeSchema, required=True)


class RuleSchema(Strict):
    key = Name(required=True)
    text = Text(longest=400, required=True)
    rule = Source()
    when = Source()
    then = Source()
    owner = Text(load_default="")

    @validates_schema(skip_on_field_errors=False)
    def say_one_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        said = {key for key in ("rule", "when", "then") if key in data}
        if said == {"when"} or said == {"then"}:
            other = "then" if said == {"when"} else "when"
            raise ValidationError("is missing; when and then stand together", other)
        if said not in ({"rule"}, {"when", "then"}):
            raise ValidationError("write either rule, or when and then", "rule")


class TableSchema(Strict):
    key = Name(required=True)
    text = Text(longest=400, required=True)
    columns = fields.List(Name(), required=True, error_messages=_LIST)
    rows = fields.List(fields.List(Cell(), error_messages=_LIST), required=True, error_messages=_LIST)
    owner = Text(load_default="")


class QuantityTierSchema(Strict):
    minimum = Whole(required=True, data_key="from")
    percent = Number(required=True)


class ProductSchema(Written):
    key = Name(required=True)
    code = Text(longest=80, required=True)
    name = Text(longest=80, required=True)
    family = Text(longest=80, required=True)
    description = Text(longest=2_000, load_default="")
    prices = Amounts(required=True)
    maximum_quantity = Whole(load_default=10_000)
    quantity_tiers = many(QuantityTierSchema, load_default=list)
    steps = many(StepSchema, required=True)
    rules = many(RuleSchema, load_default=list)
    tables = many(TableSchema, load_default=list)


class CustomerTierSchema(Strict):
    key = Text(longest=80, required=True)
    name = Text(load_default=None)
    percent = Number(required=True)


class SellerSchema(Strict):
    name = Text(required=True)
    address = texts(longest=100, required=True)
    email = Text(required=True)
    phone = Text(required=True)
    registration = Text(load_default="")


class CatalogSchema(Written):
    name = Text(required=True)
    version = Text(longest=40, required=True)
    currencies = fields.List(Currency(), required=True, error_messages=_LIST)
    products = fields.List(Name(), load_default=list, error_messages=_LIST)
    customer_tiers = many(CustomerTierSchema, load_default=list)
    seller = fields.Nested(SellerSchema, required=True, error_messages=_LIST)
    terms = texts(longest=2_000, load_default=list)
    validity_days = Whole(required=True)
