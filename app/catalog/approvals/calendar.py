"""Business hours: by the clock of one zone, without holidays."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

_LONGEST: Final = 3_660
"""Days: who closes for ten years escalates nothing."""


@dataclass(frozen=True, slots=True)
class Hours:
    """From ``opens`` until ``closes`` on one day; closing at 00:00 is the end of that day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Calendar:
    """``week``: the hours of Monday to Sunday. ``zone`` is a name of the IANA database. Without hours
    (``week`` is empty) every hour of every day counts.
    """

    zone: str = "UTC"
    week: tuple[tuple[Hours, ...], ...] = ()
    holidays: frozenset[date] = field(default_factory=frozenset)

    def after(self, start: datetime, hours: int) -> datetime:
        """The moment (UTC) at which so many business hours are over, from ``start`` on.

        Where the calendar does not open for ten years: that far away.
        """
        left = timedelta(hours=hours)
        if not self.week:
            return start.astimezone(UTC) + left
        end = start
        for opens, closes in self._open(start):
            begins = max(opens, start)
            if begins >= closes:
                continue
            if closes - begins >= left:
                return begins + left
            left -= closes - begins
            end = closes
        return max(end, start.astimezone(UTC)) + timedelta(days=_LONGEST)

    def _open(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Spans in UTC: a clock that is set forward makes a day shorter."""
        zone = ZoneInfo(self.zone)
        first = start.astimezone(zone).date()
        for ahead in range(_LONGEST):
            day = first + timedelta(days=ahead)
            if day in self.holidays:
                continue
            for hours in self.week[day.weekday()]:
                last = day + timedelta(days=1) if hours.closes == time(0) else day
                opens = datetime.combine(day, hours.opens, tzinfo=zone).astimezone(UTC)
                yield opens, datetime.combine(last, hours.closes, tzinfo=zone).astimezone(UTC)
