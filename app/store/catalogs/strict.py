"""Mappings and lists of the written form, with refusals that say what to write."""

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validates_schema

from app.catalog.checks import did_you_mean
from app.store.catalogs.fields import Text

UNKNOWN = "is unknown here"
LIST: dict[str, str | list[Any] | dict[Any, Any]] = {
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
    return fields.List(fields.Nested(schema, error_messages=LIST), error_messages=LIST, **options)


def texts(*, longest: int, **options: Any) -> fields.List[Any]:
    return fields.List(Text(longest=longest), error_messages=LIST, **options)
