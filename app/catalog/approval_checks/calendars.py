"""Business hours that begin at some time, in a zone that there is."""

from collections.abc import Iterator
from datetime import time
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.catalog.approvals import Calendar
from app.catalog.checks.finding import Finding
from app.catalog.release import Release

INVALID: Final = "approval_calendar_invalid"


def check_calendar(release: Release) -> Iterator[Finding]:
    calendar = release.approvals.calendar
    if calendar == Calendar():
        return
    if not _is_known(calendar.zone):
        message = f'there is no zone "{calendar.zone[:60]}"; write one as Europe/Berlin'
        yield Finding(("calendar", "zone"), message, INVALID)
    if not any(calendar.week):
        message = 'there are no hours, so that no time ever passes; write monday-friday: ["09:00-17:00"]'
        yield Finding(("calendar", "hours"), message, INVALID)
    for hours in calendar.week:
        for one, other in pairwise(hours):
            if one.closes == time(0) or other.opens < one.closes:
                message = f"hours overlap: one begins at {other.opens:%H:%M}, before the other ends"
                yield Finding(("calendar", "hours"), message, INVALID)
                return


def _is_known(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
