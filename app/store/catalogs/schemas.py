"""The written form of a catalog, version 1. ``docs/catalog.md`` explains each key."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from marshmallow import ValidationError, fields, validates_schema

from app.store.catalogs.assembly_schemas import AssemblySchema
from app.store.catalogs.attribute_schemas import AttributeSchema, Dated, MemberSchema, NeedSchema
from app.store.catalogs.fields import (
    Amounts,
    Cell,
    Currency,
    FileName,
    Name,
    Number,
    PathName,
    Source,
    Text,
    Whole,
)
from app.store.catalogs.measures import FactUnits
from app.store.catalogs.sentences import Language, Sentence
from app.store.catalogs.strict import LIST, Strict, many, texts

VERSION = 1
CHARGES: Final[Mapping[str, Literal["month", "year"] | None]] = {
    "one_time": None,
    "monthly": "month",
    "yearly": "year",
}
"""What a product's price is charged for, as it is written."""


class Written(Strict):
    """A file: it starts by saying which version of the form it is written in."""

    schema_version = Whole(required=True, data_key="schema")

    @validates_schema
    def know_the_version(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["schema_version"] != VERSION:
            raise ValidationError(
                f"this reads version {VERSION}; write schema: {VERSION}, or update", "schema"
            )


class SetSchema(Dated):
    key = Name(required=True)
    name = Text(required=True)
    help = Text(longest=600, load_default="")
    at_least = Whole(load_default=0)
    at_most = Whole(load_default=None)
    members = many(MemberSchema, required=True)
    question = Sentence(longest=400, load_default=None)
    when = Source(load_default=None)
    default = fields.List(Name(), load_default=None, error_messages=LIST)
    preset = fields.List(Name(), load_default=list, error_messages=LIST)


PARTS = ("needs", "attributes", "sets", "components")


class PartsSchema(Strict):
    """What can be chosen under one heading."""

    needs = many(NeedSchema, load_default=list)
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
        if not any(key in original for key in PARTS):
            raise ValidationError("is missing; add it, or needs, sets or components", "attributes")


class ComponentSchema(PartsSchema, Dated):
    """Its rows hold parts of their own, in steps or without, or are another product."""

    key = Name(required=True)
    name = Text(required=True)
    row_name = Text(load_default="")
    question = Sentence(longest=400, load_default=None)
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
        loose = [key for key in PARTS if key in original]
        if "product" in original:
            own = [*loose, *(key for key in ("steps", "rules", "tables") if key in original)]
            if own:
                raise ValidationError({key: ["belongs to the product itself; remove it"] for key in own})
        elif "steps" in original and loose:
            raise ValidationError({key: ["write all of it in steps, or nothing"] for key in loose})
        elif not loose and "steps" not in original:
            raise ValidationError(
                "is missing; add it, or needs, sets, components, steps or product", "attributes"
            )


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
    charge = Text(load_default="one_time")
    maximum_quantity = Whole(load_default=10_000)
    units = FactUnits(load_default=dict)
    quantity_tiers = many(QuantityTierSchema, load_default=list)
    steps = many(StepSchema, required=True)
    rules = many(RuleSchema, load_default=list)
    tables = many(TableSchema, load_default=list)
    assembly = fields.Nested(AssemblySchema, load_default=None, error_messages=LIST)

    @validates_schema
    def be_charged_somehow(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["charge"] not in CHARGES:
            raise ValidationError(f"is one of {', '.join(CHARGES)}", "charge")


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
