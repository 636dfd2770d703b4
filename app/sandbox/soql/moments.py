"""Dates and words such as TODAY as half-open spans of days.

Days begin at midnight UTC, a fiscal year in January.
"""

import re
from datetime import UTC, date, datetime, timedelta

from app.sandbox.values import moment

from .tree import Moment

Span = tuple[date, date]

_NEAR = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
_UNIT = "(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)"
_ONE = re.compile("(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)")
_NINETY = re.compile("(LAST|NEXT)_90_DAYS")
_SEVERAL = re.compile(rf"(LAST|NEXT)_N_{_UNIT}S:(\d{{1,9}})")
_AGO = re.compile(rf"N_{_UNIT}S_AGO:(\d{{1,9}})")
_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}


def is_word(text: str) -> bool:
    """Upper case."""
    return text in _NEAR or any(form.fullmatch(text) for form in (_ONE, _NINETY, _SEVERAL, _AGO))


def _start(unit: str, today: date, offset: int) -> date:
    """The first day of the unit that lies `offset` of them away from the present one."""
    if unit == "DAY":
        return today + timedelta(days=offset)
    if unit == "WEEK":
        return today - timedelta(days=(today.weekday() + 1) % 7) + timedelta(weeks=offset)
    length = _MONTHS[unit]
    first = (today.month - 1) // length * length + offset * length
    extra, index = divmod(first, 12)
    return date(today.year + extra, index + 1, 1)


def _several(direction: str, unit: str, count: int, today: date) -> Span:
    """LAST_N_DAYS reaches to the end of today; all others leave the present unit out."""
    if direction == "NEXT":
        return _start(unit, today, 1), _start(unit, today, count + 1)
    return _start(unit, today, -count), _start(unit, today, 1 if unit == "DAY" else 0)


def word_span(text: str, today: date) -> Span:
    """(first day, day behind the last). Raises OverflowError or ValueError beyond the calendar."""
    if text in _NEAR:
        return today + timedelta(days=_NEAR[text]), today + timedelta(days=_NEAR[text] + 1)
    if match := _NINETY.fullmatch(text):
        return _several(match[1], "DAY", 90, today)
    if match := _ONE.fullmatch(text):
        unit, offset = match[2].removeprefix("FISCAL_"), {"LAST": -1, "THIS": 0, "NEXT": 1}[match[1]]
        return _start(unit, today, offset), _start(unit, today, offset + 1)
    if match := _SEVERAL.fullmatch(text):
        return _several(match[1], match[2].removeprefix("FISCAL_"), int(match[3]), today)
    match = _AGO.fullmatch(text)
    if match is None:
        raise ValueError(text)
    unit, ago = match[1].removeprefix("FISCAL_"), int(match[2])
    return _start(unit, today, -ago), _start(unit, today, 1 - ago)


def span(value: Moment, kind: str) -> tuple[str, str]:
    """(first, behind) as stored texts for a field of this kind; a single day or time: an empty second.

    A date fits a date field, a time a datetime field. Raises ValueError, OverflowError: no such day.
    """
    if value.kind == "time":
        return moment(datetime.fromisoformat(value.text)), ""
    if value.kind == "date":
        return date.fromisoformat(value.text).isoformat(), ""
    first, behind = word_span(value.text, datetime.now(UTC).date())
    if kind == "date":
        return first.isoformat(), behind.isoformat()
    return f"{first}T00:00:00.000+0000", f"{behind}T00:00:00.000+0000"
