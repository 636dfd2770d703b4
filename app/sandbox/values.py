"""JSON values to stored values and back, with the vendor's refusals.

Stored: amounts and numbers as whole numbers of their last decimal, booleans as 0 and 1, all else as text.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .failures import ApiError, unreadable
from .ids import normalised
from .schema import Field

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _cannot_read(field: Field, kind: str, value: object) -> ApiError:
    kinds = {str: "VALUE_STRING", bool: "VALUE_BOOLEAN", list: "START_ARRAY", dict: "START_OBJECT"}
    token = kinds.get(type(value), "VALUE_NUMBER")
    shown = str(value)[:80]
    return unreadable(
        f"Cannot deserialize instance of {kind} from {token} value {shown} or request may be missing "
        f"a required field at [{field.name}]"
    )


def _is_number(value: object) -> bool:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _text(field: Field, value: object) -> str | None:
    if not isinstance(value, str):
        raise _cannot_read(field, "string", value)
    text = value.strip().replace("\x00", "")
    if len(text) > field.length:
        words = f"{field.label}: data value too large: {text[:255]} (max length={field.length})"
        raise ApiError(400, "STRING_TOO_LONG", words, (field.name,))
    return text or None


def _email(field: Field, value: object) -> str | None:
    text = _text(field, value)
    if text is not None and not _EMAIL.fullmatch(text):
        words = f"{field.label}: invalid email address: {text}"
        raise ApiError(400, "INVALID_EMAIL_ADDRESS", words, (field.name,))
    return text


def _picklist(field: Field, value: object) -> str | None:
    text = _text(field, value)
    if text is None or not field.restricted:
        return text
    found = next((known for known in field.values if known.casefold() == text.casefold()), None)
    if found is None:
        words = f"{field.label}: bad value for restricted picklist field: {text}"
        raise ApiError(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", words, (field.name,))
    return found


def _multipicklist(field: Field, value: object) -> str | None:
    """The chosen values in the order of the list, joined with semicolons."""
    text = _text(field, value)
    if text is None:
        return None
    known = {name.casefold(): (n, name) for n, name in enumerate(field.values)}
    chosen = [name.strip() for name in text.split(";") if name.strip()]
    if wrong := [name for name in chosen if name.casefold() not in known]:
        words = f"{field.label}: bad value for restricted picklist field: {wrong[0]}"
        raise ApiError(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", words, (field.name,))
    return ";".join(name for _, name in sorted({known[name.casefold()] for name in chosen})) or None


def _decimal(field: Field, value: object) -> Decimal:
    if not (_is_number(value) or isinstance(value, str)):
        raise _cannot_read(field, "double", value)
    text = str(value).strip()
    if not _NUMBER.fullmatch(text):
        raise _cannot_read(field, "double", value)
    number = Decimal(text)
    if not number.is_finite() or (number and number.adjusted() + 1 > field.precision - field.scale):
        words = f"{field.label}: value outside of valid range on numeric field: {str(value)[:60]}"
        raise ApiError(400, "NUMBER_OUTSIDE_VALID_RANGE", words, (field.name,))
    return number


def _number(field: Field, value: object) -> int | None:
    if value == "":
        return None
    scaled = _decimal(field, value).scaleb(field.scale)
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _boolean(field: Field, value: object) -> int:
    known = {True: 1, False: 0, "true": 1, "false": 0}
    if isinstance(value, (bool, str)) and value in known:
        return known[value]
    raise _cannot_read(field, "boolean", value)


def _date(field: Field, value: object) -> str:
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value[:10]).isoformat()
        except ValueError:
            pass
    raise _cannot_read(field, "date", value)


def moment(at: datetime) -> str:
    """The vendor's spelling of a time: UTC with milliseconds and `+0000`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}+0000"


def _datetime(field: Field, value: object) -> str:
    if isinstance(value, str):
        try:
            read = datetime.fromisoformat(value)
            return moment(read if read.tzinfo else read.replace(tzinfo=UTC))
        except (ValueError, OverflowError):
            pass
    raise _cannot_read(field, "datetime", value)


def _reference(field: Field, value: object) -> str | None:
    if value == "":
        return None
    record_id = normalised(value)
    if record_id is None:
        words = f"{field.label}: id value of incorrect type: {str(value)[:80]}"
        raise ApiError(400, "MALFORMED_ID", words, (field.name,))
    return record_id


_READERS: dict[str, Callable[[Field, object], Any]] = {
    "string": _text,
    "textarea": _text,
    "url": _text,
    "phone": _text,
    "email": _email,
    "picklist": _picklist,
    "multipicklist": _multipicklist,
    "currency": _number,
    "double": _number,
    "percent": _number,
    "int": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "reference": _reference,
    "id": _reference,
}


def to_stored(field: Field, value: object) -> Any:
    """Raises ApiError with the vendor's code for a value that does not fit. None stays None, or is false."""
    if value is None:
        return 0 if field.type == "boolean" else None
    return _READERS[field.type](field, value)


def amount(field: Field, stored: int) -> Decimal | int:
    """A whole number of the last decimal as what it means. The vendor writes 3.0, never 3, but for an int."""
    if field.type == "int":
        return stored
    return Decimal(stored * 10).scaleb(-1) if field.scale == 0 else Decimal(stored).scaleb(-field.scale)


def from_text(field: Field, text: str) -> Any:
    """As JSON would have it. What is no number or truth value is refused where the record is made."""
    bare = text.strip()
    if field.type == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(bare.lower(), text)
    if field.numeric and len(bare) < 60 and _NUMBER.fullmatch(bare):
        return Decimal(bare)
    return text


def to_answer(field: Field, stored: Any) -> Any:
    if stored is None:
        return None
    if field.type == "boolean":
        return bool(stored)
    return amount(field, stored) if field.numeric else stored
