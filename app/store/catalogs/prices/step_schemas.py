"""The written form of price steps, one schema for each kind. ``docs/pricing.md`` explains each key."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validates_schema

from app.catalog.checks import did_you_mean
from app.store.catalogs.attribute_schemas import Dated
from app.store.catalogs.fields import (
    REQUIRED,
    Amounts,
    Currency,
    Entries,
    FileName,
    Name,
    Source,
    Text,
)
from app.store.catalogs.prices.fields import Count, OneOf, RoleName, Share, Start, names_list, said
from app.store.catalogs.sentences import Sentence
from app.store.catalogs.strict import LIST, Strict, many

_OVER: Final = ("line", "product", "quote")
_MOST_MARKUP: Final = Decimal(100_000)


class ReachSchema(Strict):
    products = names_list()
    families = names_list(Text(longest=80))
    currencies = names_list(Currency())
    regions = names_list(Text(longest=40))
    tiers = names_list(Text(longest=80))
    accounts = names_list(Text(longest=80))
    codes = names_list(Text(longest=40))


class StepSchema(Dated):
    """What all kinds have in common."""

    key = Name(required=True)
    name = Sentence(longest=80, required=True)
    kind = Text(required=True)
    owner = Text(load_default="")
    when = Source(load_default=None)
    reach = fields.Nested(ReachSchema, load_default=dict, data_key="for", error_messages=LIST)


class PerUnitSchema(StepSchema):
    formula = Source(required=True)
    prices = Amounts(load_default=dict)
    effect = OneOf("add", "set", load_default="add")


class TierSchema(Strict):
    minimum = Count(required=True, data_key="from")
    last = Count(load_default=None, data_key="to")
    prices = Amounts(load_default=dict)
    flat = Amounts(load_default=dict)
    percent = Share(load_default=None)

    @validates_schema
    def say_one_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        if not said(data, ("prices", "flat", "percent")):
            raise ValidationError("is missing; write prices, flat or percent", "prices")
        if len(said(data, ("prices", "percent"))) == 2:
            raise ValidationError("stands beside prices; write one or the other", "percent")


class TiersSchema(Strict):
    """Tiers that stand in a file of their own."""

    tiers = many(TierSchema, required=True)


class ScheduleTierSchema(Strict):
    minimum = Start(required=True, data_key="from")
    last = Start(load_default=None, data_key="to")
    percent = Share(required=True)


class ScheduleTiersSchema(Strict):
    tiers = many(ScheduleTierSchema, required=True)


class TieredSchema(StepSchema):
    file = FileName(load_default=None)
    sheet = Text(longest=31, load_default="")

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def stand_in_one_place(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        if ("tiers" in original) == ("file" in original):
            raise ValidationError("write either tiers, or the file that they stand in", "tiers")
        if "sheet" in original and not str(original.get("file")).endswith(".xlsx"):
            raise ValidationError("belongs to a file that ends in .xlsx", "sheet")


class SlabSchema(TieredSchema):
    tiers = many(TierSchema, load_default=list)


class VolumeSchema(SlabSchema):
    over = OneOf(*_OVER, load_default="line")


class ScheduleSchema(TieredSchema):
    tiers = many(ScheduleTierSchema, load_default=list)
    by = OneOf("quantity", "amount", load_default="quantity")
    over = OneOf(*_OVER, load_default="line")
    how = OneOf("range", "slab", load_default="range")

    @validates_schema
    def go_together(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["how"] == "slab" and data["over"] != "line":
            raise ValidationError("is line where how is slab: slabs are those of one line", "over")


class BlockSchema(StepSchema):
    size = Count(required=True, least=2)
    prices = Amounts(required=True)
    remainder = OneOf("started", "units", load_default="started")


class CostPlusSchema(StepSchema):
    margin = Share(below=Decimal(100), load_default=None)
    markup = Share(most=_MOST_MARKUP, load_default=None)
    floor_margin = Share(below=Decimal(100), load_default=None)

    @validates_schema
    def say_one_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        if len(said(data, ("margin", "markup"))) == 2:
            raise ValidationError("stands beside margin; write one or the other", "markup")
        if not said(data, ("margin", "markup", "floor_margin")):
            raise ValidationError("is missing; write margin, markup or floor_margin", "margin")


class ChosenSchema(Strict):
    products = names_list()
    families = names_list(Text(longest=80))
    groups = names_list(Text(longest=80))


class PercentOfTotalSchema(StepSchema):
    percent = Share(most=Decimal(1_000), required=True)
    lines = fields.Nested(ChosenSchema, load_default=dict, error_messages=LIST)
    of = OneOf("list", "net", load_default="net")


class RampSchema(Strict):
    start = Count(required=True, data_key="from")
    percent = Share(most=Decimal(1_000), load_default=None)
    prices = Amounts(load_default=dict)

    @validates_schema
    def say_one_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        if len(said(data, ("prices", "percent"))) != 1:
            raise ValidationError("write either percent or prices", "percent")


class SubscriptionSchema(StepSchema):
    cycle = OneOf("month", "year", required=True)
    cycles = Count(load_default=1)
    proration = OneOf("day", "fixed", "none", load_default="day")
    ramps = many(RampSchema, load_default=list)


class ContractSchema(StepSchema):
    prices = Entries(Name(), Amounts(), load_default=dict)
    percent = Share(load_default=None)

    @validates_schema
    def say_something(self, data: Mapping[str, Any], **_: Any) -> None:
        if not said(data, ("prices", "percent")):
            raise ValidationError("is missing; write prices by product, percent, or both", "prices")


class NeededSchema(ChosenSchema):
    quantity = Count(load_default=1)


class OffSchema(StepSchema):
    """Takes something off: a percentage, or an amount a unit."""

    percent = Share(load_default=None)
    prices = Amounts(load_default=dict)

    @validates_schema
    def say_one_thing(self, data: Mapping[str, Any], **_: Any) -> None:
        if len(said(data, ("prices", "percent"))) != 1:
            raise ValidationError("write either percent, or prices: what a unit costs less", "percent")


class BundleSchema(OffSchema):
    needed = many(NeededSchema, required=True)
    units = OneOf("all", "matched", load_default="all")


class PromotionSchema(OffSchema):
    minimum = Amounts(load_default=dict)


class FreeItemsSchema(StepSchema):
    free = Count(required=True)
    each = Count(required=True)

    @validates_schema
    def leave_something(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["free"] >= data["each"]:
            raise ValidationError(f"is less than each ({data['each']}), or all would be free", "free")


class ReasonSchema(Strict):
    key = Name(required=True)
    name = Sentence(longest=120, required=True)


class AllowanceSchema(StepSchema):
    """What a person may take off."""

    limits = Entries(RoleName(), Share(), load_default=dict)
    reasons = many(ReasonSchema, load_default=list)


class FloorSchema(StepSchema):
    prices = Amounts(load_default=dict)
    margin = Share(below=Decimal(100), load_default=None)

    @validates_schema
    def say_something(self, data: Mapping[str, Any], **_: Any) -> None:
        if not said(data, ("prices", "margin")):
            raise ValidationError("is missing; write prices a unit, margin, or both", "prices")


KINDS: Final[Mapping[str, type[Schema]]] = {
    "list": StepSchema,
    "options": StepSchema,
    "per_unit": PerUnitSchema,
    "volume": VolumeSchema,
    "slab": SlabSchema,
    "block": BlockSchema,
    "cost_plus": CostPlusSchema,
    "percent_of_total": PercentOfTotalSchema,
    "subscription": SubscriptionSchema,
    "contract": ContractSchema,
    "bundle": BundleSchema,
    "promotion": PromotionSchema,
    "schedule": ScheduleSchema,
    "free_items": FreeItemsSchema,
    "quantity_tiers": StepSchema,
    "customer_tiers": StepSchema,
    "manual": AllowanceSchema,
    "floor": FloorSchema,
    "header": AllowanceSchema,
}


class Step(fields.Field[Mapping[str, Any]]):
    """A step, held against the schema of its kind."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise ValidationError("is a mapping; write key, name and kind")
        kind = value.get("kind")
        if kind is None:
            raise ValidationError({"kind": [f"is missing; it is one of {', '.join(KINDS)}"]})
        schema = KINDS.get(kind) if isinstance(kind, str) else None
        if schema is None:
            near = did_you_mean(str(kind)[:40], KINDS)
            raise ValidationError({"kind": [f'there is no kind of step "{str(kind)[:40]}"; {near}']})
        found: Mapping[str, Any] = schema().load(value)
        return found
