"""The written form of a catalog, version 1. ``docs/catalog.md`` explains each key."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from app.catalog.checks import did_you_mean
from app.store.catalogs.assembly_schemas import AssemblySchema
from app.store.catalogs.fields import (
    Amounts,
    Bound,
    Cell,
    Currency,
    Day,
    Facts,
    FileName,
    Name,
    Number,
    OptionKey,
    PathName,
    Source,
    Text,
    Value,
    Whole,
)
from app.store.catalogs.measures import FactUnits
from app.store.catalogs.sentences import Language, Sentence
from app.store.catalogs.strict import LIST, Strict, many, texts

VERSION = 1


class Written(Strict):
    """A file: it starts by saying which version of the form it is written in."""

    schema_version = Whole(required=True, data_key="schema")

    @validates_schema
    def know_the_version(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["schema_version"] != VERSION:
            raise ValidationError(
                f"this reads version {VERSION}; write schema: {VERSION}, or update", "schema"
            )


class Dated(Strict):
    """What may hold for a time only."""

    first = Day(load_default=None, data_key="from")
    last = Day(load_default=None, data_key="until")


class PricedSchema(Dated):
    name = Text(required=True)
    help = Text(longest=600, load_default="")
    prices = Amounts(load_default=dict)
    facts = Facts(load_default=dict)


class OptionSchema(PricedSchema):
    key = OptionKey(required=True)


class MemberSchema(PricedSchema):
    """A member is a part of a path, so its key is a name."""

    key = Name(required=True)


_RANGE = ("minimum", "maximum", "step", "unit")
_WRITTEN = ("pattern", "pattern_text", "longest")
_MAY: Mapping[str, tuple[str, ...]] = {
    "choice": ("options",),
    "boolean": ("prices", "facts"),
    "integer": (*_RANGE, "prices", "facts"),
    "decimal": (*_RANGE, "prices", "facts"),
    "text": _WRITTEN,
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "choice": ("options",),
    "boolean": (),
    "integer": ("minimum", "maximum"),
    "decimal": ("minimum", "maximum", "step"),
    "text": (),
}
_SPECIAL = tuple(dict.fromkeys(key for keys in _MAY.values() for key in keys))


class AttributeSchema(Dated):
    key = Name(required=True)
    name = Text(required=True)
    kind = Text(required=True)
    help = Text(longest=600, load_default="")
    options = many(OptionSchema)
    minimum = Bound()
    maximum = Bound()
    step = Bound()
    unit = Text(longest=20)
    pattern = Text(longest=400)
    pattern_text = Text(longest=400)
    longest = Whole()
    prices = Amounts(load_default=dict)
    facts = Facts(load_default=dict)
    when = Source(load_default=None)
    default = Value(load_default=None)
    preset = Value(load_default=None)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def fit_the_kind(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        kind = data.get("kind")
        if kind is None:
            return
        if kind not in _MAY:
            kinds = "choice, boolean, integer, decimal or text"
            raise ValidationError(f"is {kinds}; {did_you_mean(kind, _MAY)}", "kind")
        refused = {
            key: [_misplaced(key, kind)] for key in _SPECIAL if key in original and key not in _MAY[kind]
        }
        missing = (key for key in _NEEDED[kind] if key not in original)
        refused |= {key: [f"is missing; kind: {kind} needs it"] for key in missing}
        if kind == "integer":
            decimals = (key for key in _RANGE if isinstance(data.get(key), Decimal))
            refused |= {key: ["is a whole number; kind: decimal has others"] for key in decimals}
        if refused:
            raise ValidationError(refused)


def _misplaced(key: str, kind: str) -> str:
    if key in ("prices", "facts") and kind == "choice":
        return "belongs to each option"
    return f"belongs to kind: {' or '.join(one for one, keys in _MAY.items() if key in keys)}"


class SetSchema(Dated):
    key = Name(required=True)
    name = Text(required=True)
    help = Text(longest=600, load_default="")
    at_least = Whole(load_default=0)
    at_most = Whole(load_default=None)
    members = many(MemberSchema, required=True)
    when = Source(load_default=None)
    default = fields.List(Name(), load_default=None, error_messages=LIST)
    preset = fields.List(Name(), load_default=list, error_messages=LIST)


class PartsSchema(Strict):
    """What can be chosen under one heading."""

    attributes = many(AttributeSchema, load_default=list)
    sets = many(SetSchema, load_default=list)
    components = fields.List(
        fields.Nested(lambda: ComponentSchema(), error_messages=LIST), load_default=list, error_messages=LIST
    )


class StepSchema(PartsSchema):
    key = Name(required=True)
    name = Text(required=True)
    help = Text(longest=600, load_default="")

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def hold_something(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        if not any(key in original for key in ("attributes", "sets", "components")):
            raise ValidationError("is missing; add it, or sets or components", "attributes")


class ComponentSchema(PartsSchema, Dated):
    """Its rows hold parts of their own, in steps or without, or are another product."""

    key = Name(required=True)
    name = Text(required=True)
    row_name = Text(load_default="")
    help = Text(longest=600, load_default="")
    minimum = Whole(required=True)
    maximum = Whole(required=True)
    rows = Text(load_default="each")
    product = Name(load_default="")
    steps = many(StepSchema, load_default=list)
    rules = fields.List(fields.Nested(lambda: RuleSchema(), error_messages=LIST), load_default=list)
    tables = fields.List(fields.Nested(lambda: TableSchema(), error_messages=LIST), load_default=list)
    prices = Amounts(load_default=None)
    when = Source(load_default=None)
    default = Whole(load_default=None)
    preset = Whole(load_default=None)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def be_one_thing(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        if data.get("rows", "each") not in ("each", "equal"):
            raise ValidationError("is each (every row is configured) or equal (all rows alike)", "rows")
        loose = [key for key in ("attributes", "sets", "components") if key in original]
        if "product" in original:
            own = [*loose, *(key for key in ("steps", "rules", "tables") if key in original)]
            if own:
                raise ValidationError({key: ["belongs to the product itself; remove it"] for key in own})
        elif "steps" in original and loose:
            raise ValidationError({key: ["write all of it in steps, or nothing"] for key in loose})
        elif not loose and "steps" not in original:
            raise ValidationError("is missing; add it, or sets, components, steps or product", "attributes")


class RuleSchema(Dated):
    key = Name(required=True)
    text = Sentence(longest=400, required=True)
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


class TableSchema(Dated):
    key = Name(required=True)
    text = Sentence(longest=400, required=True)
    columns = fields.List(PathName(), load_default=list, error_messages=LIST)
    rows = fields.List(fields.List(Cell(), error_messages=LIST), error_messages=LIST)
    file = FileName()
    sheet = Text(longest=31)
    owner = Text(load_default="")
    when = Source(load_default=None)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def stand_in_one_place(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        if ("rows" in original) == ("file" in original):
            raise ValidationError("write either rows, or the file that they stand in", "rows")
        if "rows" in original and "columns" not in original:
            raise ValidationError("is missing; add it", "columns")
        if "sheet" in original and not str(original.get("file")).endswith(".xlsx"):
            raise ValidationError("belongs to a file that ends in .xlsx", "sheet")


class QuantityTierSchema(Strict):
    minimum = Whole(required=True, data_key="from")
    percent = Number(required=True)


class ProductSchema(Written, Dated):
    key = Name(required=True)
    code = Text(longest=80, required=True)
    name = Text(longest=80, required=True)
    family = Text(longest=80, required=True)
    description = Text(longest=2_000, load_default="")
    prices = Amounts(required=True)
    maximum_quantity = Whole(load_default=10_000)
    units = FactUnits(load_default=dict)
    quantity_tiers = many(QuantityTierSchema, load_default=list)
    steps = many(StepSchema, required=True)
    rules = many(RuleSchema, load_default=list)
    tables = many(TableSchema, load_default=list)
    assembly = fields.Nested(AssemblySchema, load_default=None, error_messages=LIST)


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
    language = Language(load_default="en")
    currencies = fields.List(Currency(), required=True, error_messages=LIST)
    products = fields.List(Name(), load_default=list, error_messages=LIST)
    customer_tiers = many(CustomerTierSchema, load_default=list)
    seller = fields.Nested(SellerSchema, required=True, error_messages=LIST)
    terms = texts(longest=2_000, load_default=list)
    validity_days = Whole(required=True)
