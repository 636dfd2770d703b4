"""The written form of what is asked: attributes with their options, and needs."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from marshmallow import ValidationError, validates_schema

from app.catalog.checks import did_you_mean
from app.store.catalogs.fields import Amounts, Bound, Day, Facts, Name, OptionKey, Source, Text, Value, Whole
from app.store.catalogs.sentences import Sentence
from app.store.catalogs.strict import Strict, many


class Dated(Strict):
    """What may hold for a time only."""

    first = Day(load_default=None, data_key="from")
    last = Day(load_default=None, data_key="until")


class PricedSchema(Dated):
    name = Sentence(longest=200, required=True)
    help = Text(longest=600, load_default="")
    prices = Amounts(load_default=dict)
    facts = Facts(load_default=dict)


class OptionSchema(PricedSchema):
    key = OptionKey(required=True)


class AnswerSchema(Dated):
    """An option of a need."""

    key = OptionKey(required=True)
    name = Sentence(longest=200, required=True)
    help = Text(longest=600, load_default="")
    facts = Facts(load_default=dict)


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


class AskedSchema(Dated):
    """What attributes and needs have in common."""

    kinds: ClassVar = tuple(_MAY)
    key = Name(required=True)
    name = Sentence(longest=200, required=True)
    kind = Text(required=True)
    question = Sentence(longest=400, load_default=None)
    help = Text(longest=600, load_default="")
    minimum = Bound()
    maximum = Bound()
    step = Bound()
    unit = Text(longest=20)
    facts = Facts(load_default=dict)
    when = Source(load_default=None)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def fit_the_kind(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        kind = data.get("kind")
        if kind is None:
            return
        if kind not in self.kinds:
            kinds = f"{', '.join(self.kinds[:-1])} or {self.kinds[-1]}"
            raise ValidationError(f"is {kinds}; {did_you_mean(kind, self.kinds)}", "kind")
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


class AttributeSchema(AskedSchema):
    options = many(OptionSchema)
    pattern = Text(longest=400)
    pattern_text = Text(longest=400)
    longest = Whole()
    prices = Amounts(load_default=dict)
    default = Value(load_default=None)
    preset = Value(load_default=None)


class NeedSchema(AskedSchema):
    """What somebody wants costs nothing by itself, and is neither proposed nor fixed."""

    kinds: ClassVar = ("choice", "boolean", "integer", "decimal")
    options = many(AnswerSchema)


def _misplaced(key: str, kind: str) -> str:
    if key in ("prices", "facts") and kind == "choice":
        return "belongs to each option"
    return f"belongs to kind: {' or '.join(one for one, keys in _MAY.items() if key in keys)}"
