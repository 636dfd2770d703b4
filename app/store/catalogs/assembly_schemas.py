"""The written form of ``assembly``: what a product is made of. ``docs/assembly.md`` explains each key."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from app.catalog.number_templates import CODE
from app.store.catalogs.fields import Entries, Name, Number, OptionKey, PathName, Source, Text, Whole
from app.store.catalogs.strict import LIST, Strict, many

LONGEST_NUMBER = 40


class Formula(Source):
    """A number, or an expression that comes to one: ``2``, ``0.5``, ``2 * sectors``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **options: Any) -> str:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return str(value)
        return super()._deserialize(value, attr, data, **options)


class Code(Text):
    """A short code for item numbers, possibly empty."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        if not isinstance(value, str) or not CODE.fullmatch(value):
            raise ValidationError('is a code of at most 8 capital letters and digits, in quotes: "04"')
        return value


class OperationSchema(Strict):
    name = Text(longest=80, required=True)
    work_centre = Name(required=True)
    setup_minutes = Number(load_default=Decimal(0))
    minutes = Formula(required=True)
    when = Source(load_default=None)


class CutSchema(Strict):
    name = Text(longest=80, required=True)
    material = Text(longest=LONGEST_NUMBER, required=True)
    length = Formula(required=True)
    pieces = Formula(load_default="1")
    angle = Text(longest=20, load_default="")
    when = Source(load_default=None)


class PartSchema(Strict):
    """An article, one of several by an option, an assembly of its own, or the products of a component."""

    article = Text(longest=LONGEST_NUMBER)
    by = PathName()
    articles = Entries(OptionKey(), Text(longest=LONGEST_NUMBER))
    assembly = Name()
    component = Name()
    quantity = Formula(load_default="1")
    when = Source(load_default=None)
    each = Formula(load_default=None)
    position = Text(longest=80, load_default="")
    round = Text(load_default="")
    name = Text(longest=80)
    number = Text(longest=80, load_default="")
    days = Whole(load_default=0)
    # Named late, because assemblies stand in assemblies.
    parts = fields.List(
        fields.Nested(lambda: PartSchema(), error_messages=LIST), error_messages=LIST, load_default=list
    )
    operations = many(OperationSchema, load_default=list)
    cuts = many(CutSchema, load_default=list)

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def be_one_thing(self, data: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        if not isinstance(original, dict):
            return
        said = [key for key in ("article", "by", "assembly", "component") if key in original]
        if len(said) != 1:
            raise ValidationError("write one of article, by (with articles), assembly, component", "article")
        if (said == ["by"]) != ("articles" in original):
            raise ValidationError("by and articles stand together", "by")
        if said == ["component"] and "each" in original:
            raise ValidationError("is left out: a component brings its own rows", "each")
        if data.get("round", "") not in {"", "up"}:
            raise ValidationError('is "up", or is left out', "round")
        if said != ["assembly"]:
            only = ("name", "number", "days", "parts", "operations", "cuts")
            strange = {key: ["belongs to an assembly of its own"] for key in only if key in original}
            if strange:
                raise ValidationError(strange)
        elif "name" not in original:
            raise ValidationError("is missing; add it", "name")


class AssemblySchema(Strict):
    version = Text(longest=40, required=True)
    number = Text(longest=80, required=True)
    codes = Entries(PathName(), Entries(OptionKey(), Code()), load_default=dict)
    days = Whole(load_default=0)
    parts = many(PartSchema, load_default=list)
    operations = many(OperationSchema, load_default=list)
    cuts = many(CutSchema, load_default=list)
