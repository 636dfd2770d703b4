"""What stands in a cell, by what its column asks for."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from app.store.catalogs.emit import Bare
from app.store.sheets.layout import Sort

_WHOLE = re.compile(r"-?[0-9]{1,18}")
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
NONE: Final = "-"
"""A list with nothing in it, where an empty cell would say that there is no list."""

_SORT_OF_KIND: Final[Mapping[str, Sort]] = {"integer": "whole", "decimal": "number"}


class CellRefused(ValueError):
    """Says what to write instead."""


def read_cell(value: object, sort: Sort) -> object:
    """The value as catalog files have it. Raises CellRefused."""
    return _READERS[sort](value)


def read_value(value: object, kind: str) -> object:
    """A value of an attribute of that kind. Raises CellRefused."""
    if kind == "boolean":
        said = _text(value).lower()
        if said not in ("true", "false"):
            raise CellRefused("is true or false")
        return said == "true"
    return read_cell(value, _SORT_OF_KIND.get(kind, "text"))


def typed(value: object) -> str:
    """A cell as a person would type it."""
    return _text(value)


def read_member(text: str, kind: str) -> object:
    """One of the values that a cell of a table admits. Raises CellRefused."""
    return text if text == "*" or ".." in text or "|" in text else read_value(text, kind)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return _day(value)
    if isinstance(value, float):
        return _plain(value)
    return str(value).strip()


def _plain(value: float) -> str:
    """The shortest decimal that is this number: what the sheet shows for a number that was typed."""
    if value == int(value) and abs(value) < 10**15:
        return str(int(value))
    return f"{Decimal(repr(value)):f}"


def _whole(value: object) -> object:
    said = _text(value)
    if isinstance(value, bool) or not _WHOLE.fullmatch(said):
        raise CellRefused(f'is a whole number, not "{said[:40]}"')
    return int(said)


def _number(value: object) -> object:
    said = _text(value)
    if isinstance(value, bool) or not _NUMBER.fullmatch(said):
        raise CellRefused(f'is a number as 12 or 12.5, not "{said[:40]}"')
    return Bare(said) if "." in said else int(said)


def _amount(value: object) -> object:
    number = _number(value)
    return number if isinstance(number, int) else str(number)


def _facts(value: object) -> object:
    parts = filter(None, (part.strip() for part in _text(value).split(";")))
    return {name: _number(number) for name, number in map(_pair, parts)}


def _pairs(value: object) -> object:
    return {} if _text(value) == NONE else dict(_pair(line) for line in _lines(value))


def _pair(said: str) -> tuple[str, str]:
    name, equals, rest = said.partition("=")
    if not equals or not rest.strip():
        raise CellRefused(f'is written as power_w = 300; weight_kg = 2.5, not "{said[:40]}"')
    return name.strip(), rest.strip()


def _list(value: object) -> list[str]:
    said = _text(value)
    return [] if said == NONE else [part.strip() for part in said.split(",") if part.strip()]


def _numbers(value: object) -> object:
    return [_number(part) for part in _list(value)]


def _lines(value: object) -> list[str]:
    return [line.strip() for line in _text(value).splitlines() if line.strip()]


def _clauses(value: object) -> list[object]:
    return [_clause(line) for line in _lines(value)]


def _clause(line: str) -> object:
    """A line as it stands, unless it is JSON."""
    if not line.startswith(("{", '"')):
        return line
    try:
        return json.loads(line)
    except ValueError:
        if line.startswith('"'):
            return line
        raise CellRefused(f'is written as {{"en": "Net prices.", "de": "..."}}, not "{line[:40]}"') from None


def _day(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


_READERS: Final[Mapping[Sort, Callable[[object], object]]] = {
    "text": _text,
    "source": _text,
    "whole": _whole,
    "number": _number,
    "amount": _amount,
    "value": _text,
    "facts": _facts,
    "pairs": _pairs,
    "list": _list,
    "numbers": _numbers,
    "lines": _lines,
    "clauses": _clauses,
    "day": _day,
}
