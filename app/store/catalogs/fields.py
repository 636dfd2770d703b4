"""The kinds of value in a catalog file, with refusals that say what to write."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from marshmallow import ValidationError, fields

from app.catalog.cells import Unread
from app.catalog.expressions.grammar import RESERVED

_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")
_OPTION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._+/-]{0,58}[A-Za-z0-9+])?")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,80}\.(csv|xlsx)")
_AMOUNT = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")
REQUIRED: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": "is missing; add it",
    "null": "is empty; write a value or remove the key",
}


class Text(fields.Field[str]):
    """Text for people, one line or several, without control characters."""

    default_error_messages = REQUIRED

    def __init__(self, *, longest: int = 200, **options: Any) -> None:
        super().__init__(**options)
        self.longest = longest

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        text = " ".join(plain_text(value).split()) if "\n" in plain_text(value) else plain_text(value).strip()
        if not text:
            raise ValidationError("is empty; write a text")
        if len(text) > self.longest:
            raise ValidationError(f"has {len(text)} characters, at most {self.longest} fit")
        if _CONTROL.search(text):
            raise ValidationError("has control characters; remove them")
        return text


class Name(Text):
    """A key that expressions can say bare: ``radio_power``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        text = plain_text(value)
        if text in RESERVED:
            raise ValidationError(f'"{text}" is a word of the rule language; choose another key')
        if not _NAME.fullmatch(text):
            raise ValidationError(
                f'"{text[:63]}" is no key; write lower-case letters, digits and _, at most 63, a letter first'
            )
        return text


class PathName(Text):
    """A name, or several joined with periods: ``software.voice``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        text = plain_text(value)
        if not all(_NAME.fullmatch(part) for part in text.split(".")):
            raise ValidationError(f'"{text[:63]}" is no attribute; write its key, or software.voice')
        return text


class OptionKey(Text):
    """The key of an option, always in quotes within expressions: ``64T64R``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        text = plain_text(value)
        if not _OPTION.fullmatch(text):
            raise ValidationError(
                f'"{text[:63]}" is no option key; write letters, digits, space and . _ + / -, at most 60'
            )
        return text


class Source(Text):
    """An expression, kept with its line breaks so that a caret can point into it."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        if isinstance(value, bool | int | Decimal):
            raise ValidationError(f'is an expression in text; write "{str(value).lower()}" in quotes')
        return plain_text(value).rstrip()


class FileName(Text):
    """The name of a file with rows, in the folder of the file that names it."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        text = plain_text(value)
        if not _FILE.fullmatch(text):
            raise ValidationError(
                f'"{text[:80]}" is no name of a file here; write drives.csv or drives.xlsx, without a folder'
            )
        return text


class Whole(fields.Field[int]):
    """A whole number, unquoted."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError(f"is a whole number, not {shown(value)}; write it without quotes")
        return value


class Number(fields.Field[Decimal]):
    """An exact number, whole or decimal, quoted or not: facts and percentages."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Decimal:
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            raise ValidationError(f"is a number, not {shown(value)}")
        if isinstance(value, str) and not _AMOUNT.fullmatch(value):
            raise ValidationError(f"is a number as 12 or 12.5, not {shown(value)}")
        return Decimal(value)


class Bound(Number):
    """An end or a step of a range: exact, and whole where it is written as a whole number."""

    def _deserialize(self, value: object, attr: str | None, data: object, **options: Any) -> Any:
        if isinstance(value, str) and not _AMOUNT.fullmatch(value):
            raise ValidationError(f"is a whole number or a decimal as 12.5, not {shown(value)}")
        number = super()._deserialize(value, attr, data, **options)
        if not _AMOUNT.fullmatch(f"{number:f}"):
            raise ValidationError("has too many digits; 12 and 6 decimals are read")
        return value if isinstance(value, int) else number


class Day(fields.Field[date]):
    """A calendar day: ``2026-12-31``."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> date:
        if not isinstance(value, str) or not _DAY.fullmatch(value):
            raise ValidationError(f"is a day as 2026-12-31, not {shown(value)}")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValidationError(f"is no day of the calendar: {shown(value)}") from None


class Amount(fields.Field[Decimal]):
    """Money: a whole number, or a decimal in quotes, so that no other reader of the file rounds it."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Decimal:
        if isinstance(value, Decimal):
            raise ValidationError(f'an amount with decimals stands in quotes; write "{value:f}"')
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise ValidationError(f'is an amount, not {shown(value)}; write "12.50"')
        if not _AMOUNT.fullmatch(str(value)):
            if _DIGITS.fullmatch(str(value)):
                raise ValidationError(
                    f"is too large or too fine: {shown(value)}; 12 digits before the point and 6 after it fit"
                )
            raise ValidationError(f'is no amount: {shown(value)}; write "12.50", digits and a point only')
        return Decimal(value)


class Entries(fields.Field[Mapping[str, Any]]):
    """A mapping from keys to values of one kind each: prices by currency, facts by name."""

    default_error_messages = REQUIRED

    def __init__(self, key: fields.Field[str], value: fields.Field[Any], **options: Any) -> None:
        super().__init__(**options)
        self.key = key
        self.value = value

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise ValidationError(f"is a mapping of keys to values, not {shown(value)}")
        read: dict[str, Any] = {}
        refused: dict[str, Any] = {}
        for name, content in value.items():
            try:
                key: str = self.key.deserialize(name)  # type: ignore[assignment]  # None only where allowed
                read[key] = self.value.deserialize(content)
            except ValidationError as error:
                refused[name] = error.messages
        if refused:
            raise ValidationError(refused)
        return read


class Currency(Text):
    """An ISO 4217 code."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch("[A-Z]{3}", value):
            raise ValidationError(f"is a currency code as EUR, not {shown(value)}")
        return value


class Amounts(Entries):
    """Prices by currency."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Currency(), Amount(), **options)


class Facts(Entries):
    """Numbers by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Name(), Number(), **options)


class Value(fields.Field[str | bool | int | Decimal]):
    """A value of an attribute; which ones exist is checked against the attribute."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Any:
        if not isinstance(value, str | bool | int | Decimal):
            raise ValidationError(f"is an option, a truth value or a number, not {shown(value)}")
        return value


class Cell(Value):
    """A table cell: one value, a list of values (any of them), or ``"*"`` (any at all, None).

    ``10..50`` and ``a|b`` are read later, when it is known what the column holds.
    """

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Any:
        if value == "*":
            return None
        if value == []:
            raise ValidationError('an empty list admits nothing; write the values, or "*" for any')
        members = value if isinstance(value, list) else [value]
        return frozenset(self._member(member, attr, data) for member in members)

    def _member(self, member: object, attr: str | None, data: object) -> Any:
        value = super()._deserialize(member, attr, data)
        if isinstance(value, str) and (".." in value or "|" in value):
            return Unread(value)
        return value


def is_amount(text: str) -> bool:
    return bool(_AMOUNT.fullmatch(text))


def plain_text(value: object) -> str:
    if not isinstance(value, str):
        hint = f'; put it in quotes: "{value}"' if isinstance(value, int | Decimal) else ""
        raise ValidationError(f"is a text, not {shown(value)}{hint}")
    return value


def shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    return str(value).lower() if isinstance(value, bool) else f'"{str(value)[:40]}"'
