"""Dates and words such as TODAY as half-open spans of days."""

import re
from datetime import UTC, date, datetime, timedelta

from app.sandbox.values import moment

from .lexer import malformed
from .tree import Moment

Span = tuple[date, date]


def _first_of_month(year: int, month: int) -> date:
    extra, index = divmod(month - 1, 12)
    return date(year + extra, index + 1, 1)


def _months(today: date, offset: int, length: int) -> Span:
    """The month, quarter or year (`length` months) that lies `offset` of them away."""
    start = (today.month - 1) // length * length + 1
    return (
        _first_of_month(today.year, start + offset * length),
        _first_of_month(today.year, start + (offset + 1) * length),
    )


def _weeks(today: date, offset: int) -> Span:
    sunday = today - timedelta(days=(today.weekday() + 1) % 7) + timedelta(weeks=offset)
    return sunday, sunday + timedelta(weeks=1)


def _days(today: date, first: int, after: int) -> Span:
    return today + timedelta(days=first), today + timedelta(days=after)


def _word_span(text: str, today: date) -> Span:
    near = {"YESTERDAY": -1, "TODAY": 0, "TOMORROW": 1}
    if text in near:
        return _days(today, near[text], near[text] + 1)
    if match := re.fullmatch(r"(LAST|NEXT)_N_DAYS:(\d{1,5})", text):
        count = int(match[2])
        return _days(today, -count, 1) if match[1] == "LAST" else _days(today, 1, count + 1)
    if match := re.fullmatch(r"(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)", text):
        offset = {"LAST": -1, "THIS": 0, "NEXT": 1}[match[1]]
        return (
            _weeks(today, offset)
            if match[2] == "WEEK"
            else _months(today, offset, {"MONTH": 1, "QUARTER": 3}.get(match[2], 12))
        )
    raise malformed(f"unexpected token: '{text[:60]}'")


def span(value: Moment, kind: str) -> tuple[str, str]:
    """(first, behind) as stored texts for a field of this kind; a single time has an empty second part."""
    if value.kind == "time":
        if kind != "datetime":
            raise malformed(f"a date without a time is needed, not {value.text}")
        return moment(datetime.fromisoformat(value.text)), ""
    try:
        if value.kind == "date":
            first = date.fromisoformat(value.text)
            days = (first, first + timedelta(days=1))
        else:
            days = _word_span(value.text, datetime.now(UTC).date())
    except (ValueError, OverflowError):
        raise malformed(f"Invalid date: {value.text[:60]}") from None
    if kind == "date":
        return days[0].isoformat(), days[1].isoformat()
    if value.kind == "date":
        raise malformed(f"a time with zone is needed, not {value.text}")
    return f"{days[0]}T00:00:00.000+0000", f"{days[1]}T00:00:00.000+0000"
