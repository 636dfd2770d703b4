"""Texts in several languages, as fields of a catalog file."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from app.store.catalogs.fields import REQUIRED, Entries, Text, shown

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")


class Language(Text):
    """A language as ``en`` or ``pt-BR``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
            raise ValidationError(f"is a language as en or pt-BR, not {shown(value)}")
        return value


class Sentence(fields.Field[Mapping[str, str]]):
    """A text for people, plain or by language: ``{en: ..., de: ...}``. A plain one has the language ""."""

    default_error_messages = REQUIRED

    def __init__(self, *, longest: int, **options: Any) -> None:
        super().__init__(**options)
        self.plain = Text(longest=longest)
        self.by_language = Entries(Language(), Text(longest=longest))

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Mapping[str, str]:
        if not isinstance(value, dict):
            return {"": self.plain.deserialize(value)}
        if not value:
            raise ValidationError("is empty; write a text")
        return self.by_language.deserialize(value)
