"""The written form of ``pricing.yaml``, version 1. ``docs/pricing.md`` explains each key."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from app.store.catalogs.attribute_schemas import Dated
from app.store.catalogs.fields import Amount, Currency, Day, Entries, FileName, Name, Text
from app.store.catalogs.prices.fields import BookPrices, OneOf, Rate, Share, names_list
from app.store.catalogs.prices.step_schemas import Step
from app.store.catalogs.schemas import Written
from app.store.catalogs.sentences import Sentence
from app.store.catalogs.strict import LIST, Strict, many


class RoundingSchema(Strict):
    mode = OneOf("half_up", "half_even", load_default="half_up")
    to = Amount(load_default=None)
    of = OneOf("unit", "line", load_default="unit")

    @validates_schema
    def round_to_something(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["to"] is not None and data["to"] <= 0:
            raise ValidationError('is more than 0, as "0.05"', "to")


class RatesSchema(Strict):
    base = Currency(required=True)
    day = Day(required=True, data_key="from")
    rates = Entries(Currency(), Rate(), required=True)
    origin = Text(load_default="")


class BookSchema(Dated):
    key = Name(required=True)
    name = Sentence(longest=80, required=True)
    currency = Currency(required=True)
    regions = names_list(Text(longest=40))
    tiers = names_list(Text(longest=80))
    owner = Text(load_default="")
    prices = Entries(Name(), BookPrices(), load_default=dict)
    file = FileName(load_default=None)
    sheet = Text(longest=31, load_default="")

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def stand_in_one_place(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        if ("prices" in original) == ("file" in original):
            raise ValidationError("write either prices by product, or the file that they stand in", "prices")
        if "sheet" in original and not str(original.get("file")).endswith(".xlsx"):
            raise ValidationError("belongs to a file that ends in .xlsx", "sheet")


class BookRowsSchema(Strict):
    """Prices of a book that stand in a file of their own."""

    prices = Entries(Name(), BookPrices(), required=True)


class MarginLightSchema(Strict):
    green = Share(required=True)
    amber = Share(required=True)

    @validates_schema
    def green_is_above_amber(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["green"] <= data["amber"]:
            raise ValidationError("is more than amber: what is green leaves more than what is amber", "green")


class PricingSchema(Written):
    regions = names_list(Text(longest=40))
    rounding = Entries(Currency(), fields.Nested(RoundingSchema, error_messages=LIST), load_default=dict)
    margin_light = fields.Nested(MarginLightSchema, load_default=None, error_messages=LIST)
    rates = many(RatesSchema, load_default=list)
    books = many(BookSchema, load_default=list)
    steps = fields.List(Step(), load_default=None, error_messages=LIST)
