"""Whether a value fits into a field as the org describes it.

Types and what JSON they take are those of the REST API Developer Guide, "Primitive Data Types" and "Field
Types"; a text is counted in UTF-16 units, as the org does.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

Described = Mapping[str, Any]

_TEXTS: Final = frozenset({"string", "textarea", "url", "email", "phone", "encryptedstring"})
_NUMBERS: Final = frozenset({"double", "currency", "percent", "int", "long"})
_CHOICES: Final = frozenset({"picklist", "combobox", "multipicklist"})
_SHAPES: Final = {
    "date": (re.compile(r"\d{4}-\d\d-\d\d"), "a date such as 2027-01-31"),
    "datetime": (
        re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)"),
        "a moment such as 2027-01-31T12:00:00+00:00",
    ),
    "reference": (re.compile(r"[0-9A-Za-z]{15}([0-9A-Z]{3})?|@\{[^}]+\}"), "the id of a record"),
    "email": (re.compile(r"[^\s@]+@[^\s@]+"), "an e-mail address"),
}


def misfit(value: object, described: Described) -> str:
    """What is wrong, as the end of a sentence; empty if nothing is."""
    kind = str(described.get("type"))
    if value is None:
        return "is required, and may come out empty" if _is_required(described) else ""
    if isinstance(value, bool):
        return "" if kind == "boolean" else f"is {kind}, and gets true or false"
    if isinstance(value, int | Decimal):
        return _of_number(Decimal(value), kind, described)
    return _of_text(str(value), kind, described)


def _is_required(described: Described) -> bool:
    return described.get("nillable") is False and described.get("defaultedOnCreate") is not True


def _of_number(value: Decimal, kind: str, described: Described) -> str:
    if kind not in _NUMBERS:
        return f"is {kind}, and gets a number: make it text(…)"
    if kind in ("int", "long"):
        return "" if value == value.to_integral_value() else f"is {kind}, and gets decimals: make it round(…)"
    digits = _whole_digits(described)
    if digits is not None and abs(value) >= Decimal(10) ** digits:
        return f"takes {digits} digits before the point, and may get {value:f}"
    return ""


def _whole_digits(described: Described) -> int | None:
    precision, scale = described.get("precision"), described.get("scale")
    if isinstance(precision, int) and isinstance(scale, int) and precision:
        return precision - scale
    return None


def _of_text(value: str, kind: str, described: Described) -> str:
    if kind in _NUMBERS or kind == "boolean":
        return f"is {kind}, and gets text"
    shape = _SHAPES.get(kind)
    if shape and not shape[0].fullmatch(value):
        return f"is {kind}, and may get what is not {shape[1]}"
    if kind in _CHOICES:
        return _of_choice(value, described)
    length, units = described.get("length"), len(value.encode("utf-16-le")) // 2
    if kind in _TEXTS and isinstance(length, int) and 0 < length < units:
        return f"takes {length} characters, and may get {units}: make it left(…, {length})"
    return ""


def _of_choice(value: str, described: Described) -> str:
    if described.get("restrictedPicklist") is not True:
        return ""
    words = {one.get("value") for one in _each(described.get("picklistValues")) if one.get("active") is True}
    return "" if value in words else f"is a list of fixed values without {value!r}: add it, or map the words"


def _each(found: object) -> Iterable[Mapping[str, Any]]:
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
