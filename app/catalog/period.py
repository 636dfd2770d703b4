"""From when until when something of a catalog holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Period:
    """Both days belong to it; ``None`` leaves that side open."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def empty(self) -> bool:
        return self.first is not None and self.last is not None and self.last < self.first

    @property
    def changes(self) -> tuple[date, ...]:
        """The days on which it begins to hold and on which it holds no more."""
        begins = () if self.first is None else (self.first,)
        ends = () if self.last is None or self.last == date.max else (self.last + timedelta(days=1),)
        return begins + ends

    def within(self, other: "Period") -> "Period":
        """The days that belong to both."""
        firsts = [day for day in (self.first, other.first) if day is not None]
        lasts = [day for day in (self.last, other.last) if day is not None]
        return Period(max(firsts, default=None), min(lasts, default=None))

    def __str__(self) -> str:
        """``from 2026-01-01 until 2026-12-31``; empty for always."""
        parts = (("from", self.first), ("until", self.last))
        return " ".join(f"{word} {day.isoformat()}" for word, day in parts if day is not None)


ALWAYS: Final = Period()
