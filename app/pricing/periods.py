"""How many months or years lie between two days, both included.

Cycles run from the first day: one that starts on 31 January ends before 28 (or 29) February, the next begins
on that day. What is left after whole cycles is counted in days.
"""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import ClassVar, Final, Literal

from app.catalog.pricing.models import Cycle
from app.errors import Refused
from app.pricing.terms import Dates

Proration = Literal["day", "fixed", "none"]

_MONTHS: Final[dict[Cycle, int]] = {"month": 1, "year": 12}
_FIXED: Final[dict[Cycle, int]] = {"month": 30, "year": 365}
LONGEST: Final = 1_200
"""Months."""


class TermInvalid(Refused):
    code: ClassVar[str] = "term_invalid"


def days_of(term: Dates) -> int:
    return (term.end - term.start).days + 1


def months_of(term: Dates) -> Fraction:
    return cycles_of(term, "month", proration="day")


def cycles_of(term: Dates, cycle: Cycle, *, proration: Proration) -> Fraction:
    """Raises TermInvalid for one that ends before it starts, or never."""
    after = _after(term)
    whole = _whole(term.start, after, _MONTHS[cycle])
    begins = later(term.start, whole * _MONTHS[cycle])
    days = (after - begins).days
    if not days:
        return Fraction(whole)
    if proration == "none":
        return Fraction(whole + 1)
    length = (later(term.start, (whole + 1) * _MONTHS[cycle]) - begins).days
    part = Fraction(days, length if proration == "day" else _FIXED[cycle])
    return whole + min(part, Fraction(1))


def later(start: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _after(term: Dates) -> date:
    months = (term.end.year - term.start.year) * 12 + term.end.month - term.start.month
    if term.end < term.start:
        raise TermInvalid("The term ends before it starts. Change one of its days.")
    if months >= LONGEST or term.end.year >= date.max.year - 1:
        raise TermInvalid(f"A term is shorter than {LONGEST // 12} years.")
    return term.end + timedelta(days=1)


def _whole(start: date, after: date, months: int) -> int:
    """How many cycles end on that day or before."""
    count = ((after.year - start.year) * 12 + after.month - start.month) // months
    while count and later(start, count * months) > after:
        count -= 1
    return count
