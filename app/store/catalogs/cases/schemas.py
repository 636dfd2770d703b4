"""The written form of golden cases, version 1. ``docs/checking.md`` explains each key."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from app.store.catalogs.fields import Amount, Currency, Day, Entries, Name, Number, Text, Value, Whole
from app.store.catalogs.schemas import Written
from app.store.catalogs.strict import Strict, many, texts

_MOST_VALUES = 20_000
_KEY = {"longest": 200}


class Truth(fields.Field[bool]):
    """``true`` or ``false``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("is true or false")
        return value


class Values(Value):
    """A value, a list of values, or for numbers ``{from: 5, to: 60, step: 5}``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Any:
        if isinstance(value, dict):
            return _span(value)
        members = value if isinstance(value, list) else [value]
        return tuple(super(Values, self)._deserialize(member, attr, data) for member in members)


def _span(value: Mapping[str, object]) -> tuple[int, ...]:
    first, last, step = value.get("from"), value.get("to"), value.get("step", 1)
    numbers = [one for one in (first, last, step) if isinstance(one, int) and not isinstance(one, bool)]
    if len(numbers) != 3 or set(value) - {"from", "to", "step"} or numbers[2] < 1:
        raise ValidationError("is a list of values, or whole numbers as {from: 5, to: 60, step: 5}")
    if (numbers[1] - numbers[0]) // numbers[2] >= _MOST_VALUES:
        raise ValidationError(f"has more than {_MOST_VALUES} numbers")
    return tuple(range(numbers[0], numbers[1] + 1, numbers[2]))


class TermSchema(Strict):
    start = Day(required=True, data_key="from")
    end = Day(required=True, data_key="until")


class TermsSchema(Strict):
    """Under which terms something is priced."""

    currency = Currency(required=True)
    customer_tier = Text(longest=80, load_default="")
    region = Text(longest=40, load_default="")
    account = Text(longest=80, load_default="")
    codes = texts(longest=40, load_default=list)
    day = Day(load_default=None)


class LineSchema(Strict):
    quantity = Whole(load_default=1)
    term = fields.Nested(TermSchema, load_default=None)
    group = Text(longest=80, load_default="")
    discount = Number(load_default=None)
    list = Amount(load_default=None)
    net = Amount(load_default=None)
    steps = Entries(Text(**_KEY), Amount(), load_default=dict)

    @validates_schema
    def be_a_line(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["quantity"] < 1:
            raise ValidationError("is at least 1", "quantity")
        if data["term"] and data["term"]["end"] < data["term"]["start"]:
            raise ValidationError("ends before it starts", "term")


class PriceSchema(TermsSchema, LineSchema):
    @validates_schema
    def say_something(self, data: Mapping[str, Any], **_: Any) -> None:
        if data["list"] is None and data["net"] is None and not data["steps"]:
            raise ValidationError("is missing; write net, list, steps, or several of them", "net")


class ExpectedSchema(Strict):
    refused = texts(longest=200, load_default=None)
    complete = Truth(load_default=None)
    implied = Entries(Text(**_KEY), Value(), load_default=dict)
    domains = Entries(Text(**_KEY), Values(), load_default=dict)
    impossible = Entries(Text(**_KEY), Values(), load_default=dict)
    absent = texts(longest=200, load_default=list)
    completed = Entries(Text(**_KEY), Value(), load_default=dict)
    prices = many(PriceSchema, load_default=list)

    @validates_schema(pass_original=True)
    def say_one_thing(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        if not original:
            raise ValidationError(
                "expects nothing; write at least one of complete, domains, prices, ...", "complete"
            )
        if data["refused"] is not None and len(original) > 1:
            raise ValidationError(
                "stands alone: choices that are refused have no domains and no price", "refused"
            )


class CaseSchema(Strict):
    key = Name(required=True)
    text = Text(longest=400, load_default="")
    choices = Entries(Text(**_KEY), Value(), required=True)
    expect = fields.Nested(ExpectedSchema, required=True)


class QuoteLineSchema(LineSchema):
    product = Name(required=True)
    choices = Entries(Text(**_KEY), Value(), load_default=dict)


class SumsSchema(Strict):
    total = Amount(load_default=None)
    one_time = Amount(load_default=None)
    monthly = Amount(load_default=None)
    yearly = Amount(load_default=None)
    approvals = texts(longest=63, load_default=None)


class QuoteSchema(TermsSchema):
    key = Name(required=True)
    text = Text(longest=400, load_default="")
    discount = Number(load_default=None)
    lines = many(QuoteLineSchema, required=True)
    expect = fields.Nested(SumsSchema, load_default=dict)

    @validates_schema(pass_original=True)
    def say_something(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        said = [line for line in original["lines"] if {"net", "list", "steps"} & set(line)]
        if not original.get("expect") and not said:
            raise ValidationError("is missing; write total, or net of a line", "expect")
        if not data["lines"]:
            raise ValidationError("has no lines; write at least one", "lines")


class CasesSchema(Written):
    """Cases of one product, or of whole quotes."""

    product = Name(load_default="")
    cases = many(CaseSchema, load_default=list)
    quotes = many(QuoteSchema, load_default=list)

    @validates_schema(pass_original=True)
    def be_of_something(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        if "cases" not in original and "quotes" not in original:
            raise ValidationError("is missing; write cases of a product, or quotes", "cases")
        if "cases" in original and "product" not in original:
            raise ValidationError("is missing; add it", "product")
