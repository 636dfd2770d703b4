"""The kinds of value that only ``approvals.yaml`` has."""

import re
from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields

from app.catalog.approvals import Approver, ByRole, Hours, Managers, People, Queue
from app.catalog.checks import did_you_mean
from app.store.catalogs.fields import REQUIRED, Name, Text, plain_text, shown
from app.store.catalogs.prices.fields import Count
from app.store.catalogs.strict import LIST, many

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KINDS: Final = ("role", "managers", "people", "queue")
_SPAN: Final = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(?:([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")
MOST_PEOPLE: Final = 500
MOST_LEVELS: Final = 10


class Truth(fields.Field[bool]):
    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError(f"is true or false, not {shown(value)}")
        return value


class UpTo(Count):
    """A whole number from 1 to a bound."""

    def __init__(self, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def _deserialize(self, value: object, attr: str | None, data: object, **options: Any) -> int:
        number = super()._deserialize(value, attr, data, **options)
        if number > self.most:
            raise ValidationError(f"is at most {self.most}, not {number}")
        return number


class Short(fields.List[Any]):
    """A list of at most so many."""

    def __init__(self, field: fields.Field[Any], most: int, **options: Any) -> None:
        super().__init__(field, error_messages=LIST, **options)
        self.most = most

    def _deserialize(self, value: object, attr: str | None, data: object, **options: Any) -> Any:
        if isinstance(value, list) and len(value) > self.most:
            raise ValidationError(f"has {len(value)} items; at most {self.most} are read")
        return super()._deserialize(value, attr, data, **options)


def some(schema: type[Schema], most: int) -> Short:
    """At most so many mappings."""
    return Short(many(schema).inner, most, load_default=list)


def people(**options: Any) -> Short:
    return Short(Text(longest=80), MOST_PEOPLE, **options)


class Ask(fields.Field[Approver]):
    """Who is asked: ``{role: director}``, ``{managers: 2}``, ``{people: [...]}`` or ``{queue: desk}``."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Approver:
        if not isinstance(value, dict) or len(value) != 1:
            raise ValidationError("is one of {role: ...}, {managers: 1}, {people: [...]} and {queue: ...}")
        ((kind, said),) = value.items()
        if kind not in _KINDS:
            raise ValidationError({kind: [f"is unknown here; {did_you_mean(str(kind)[:40], _KINDS)}"]})
        try:
            return _approver(kind, said)
        except ValidationError as error:
            messages: dict[Any, Any] = {kind: error.messages}
            raise ValidationError(messages) from None


def _approver(kind: str, said: object) -> Approver:
    match kind:
        case "role":
            return ByRole(_read(Name(), said))
        case "queue":
            return Queue(_read(Name(), said))
        case "managers":
            return Managers(_read(UpTo(MOST_LEVELS), said))
    return People(tuple(_read(people(), said)))


def _read(field: fields.Field[Any], value: object) -> Any:
    return field.deserialize(value)


class Span(fields.Field[Hours]):
    """``09:00-17:00``."""

    default_error_messages = REQUIRED

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> Hours:
        found = _SPAN.fullmatch(plain_text(value))
        if found is None:
            raise ValidationError(f'is hours as "09:00-17:00", not {shown(value)}')
        opens, minutes, closes, past = found.groups()
        until = time(0) if closes is None else time(int(closes), int(past))
        if closes is not None and until <= time(int(opens), int(minutes)):
            raise ValidationError(f"ends before it starts: {found[0]}; write 24:00 for the end of a day")
        return Hours(time(int(opens), int(minutes)), until)


class Weekdays(Text):
    """``monday``, or ``monday-friday``."""

    def _deserialize(self, value: object, attr: str | None, data: object, **_: Any) -> str:
        text = plain_text(value)
        first, _sign, last = text.partition("-")
        last = last or first
        if first not in DAYS or last not in DAYS or DAYS.index(last) < DAYS.index(first):
            raise ValidationError(f'"{text[:40]}" is no day; write monday, or monday-friday')
        return text


def days_of(text: str) -> range:
    first, _sign, last = text.partition("-")
    return range(DAYS.index(first), DAYS.index(last or first) + 1)


Content = Mapping[str, Any]
