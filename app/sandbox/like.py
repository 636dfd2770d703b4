"""What SQLite lacks for SOQL: LIKE, INCLUDES and parts of dates, as functions of one row."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache


def _piece(signs: list[str]) -> str:
    return "".join("." if sign == "_" else re.escape(sign.removeprefix("\\")) for sign in signs)


@lru_cache(maxsize=256)
def _pattern(like: str) -> re.Pattern[str]:
    """Each piece between two % is taken where it first fits and never moved: no pattern takes long."""
    pieces: list[list[str]] = [[]]
    for sign in re.findall(r"\\.|.", like, flags=re.DOTALL):
        if sign == "%":
            pieces.append([])
        else:
            pieces[-1].append(sign)
    first, *middle = map(_piece, pieces)
    last = middle.pop() if middle else None
    found = first + "".join(f"(?>.*?{piece})" for piece in middle if piece)
    return re.compile(found if last is None else f"{found}.*{last}", re.IGNORECASE | re.DOTALL)


def soql_like(text: str | None, like: str) -> int:
    """% is any text, _ any sign, a backslash takes their meaning away; case is ignored."""
    return int(text is not None and _pattern(like).fullmatch(text) is not None)


def soql_includes(text: str | None, wanted: str) -> int:
    """Whether all values of `wanted` are among those of `text`; both are joined with semicolons."""
    chosen = {value.strip().casefold() for value in (text or "").split(";")}
    return int(text is not None and all(v.strip().casefold() in chosen for v in wanted.split(";")))


def _week_in_month(day: date) -> int:
    return (day.day + 6) // 7


_PARTS: dict[str, Callable[[date], int]] = {
    "YEAR": lambda day: day.year,
    "QUARTER": lambda day: (day.month + 2) // 3,
    "MONTH": lambda day: day.month,
    "DAY_IN_MONTH": lambda day: day.day,
    "DAY_IN_WEEK": lambda day: day.isoweekday() % 7 + 1,
    "DAY_IN_YEAR": lambda day: day.timetuple().tm_yday,
    "WEEK_IN_MONTH": _week_in_month,
    "WEEK_IN_YEAR": lambda day: (day.timetuple().tm_yday + 6) // 7,
}


def soql_part(text: str | None, part: str) -> int | str | None:
    """Of a stored date or time (UTC): a number, or for DAY_ONLY the day.

    Sunday is day 1 of a week; week 1 is the first seven days.
    """
    if text is None:
        return None
    if part == "DAY_ONLY":
        return text[:10]
    if part == "HOUR_IN_DAY":
        return int(text[11:13])
    return _PARTS[part.removeprefix("CALENDAR_").removeprefix("FISCAL_")](date.fromisoformat(text[:10]))
