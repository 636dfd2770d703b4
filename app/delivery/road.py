"""The road to one connection's CRM: open, closed while the CRM fails, then tried by one alone (half open).

Shared by all workers through the store, so an outage is met once and not once by each quote that waits.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.delivery.failing import Strain, Treatment

STRIKES: Final = 3
"""So many outages in a row close it."""

LONGEST_REST: Final = timedelta(hours=1)
"""The most that a road stays closed without being tried, whatever the CRM or a jumping clock says."""

_FIRST_REST: Final = timedelta(seconds=5)
_LONGEST_OF_OUTAGE: Final = timedelta(minutes=1)
# Longer than any call of an attempt may last: who dies while trying blocks the road no longer than that.
_TRIAL: Final = timedelta(minutes=5)
_LOOK_AGAIN: Final = timedelta(seconds=2)
_MOST_DOUBLINGS: Final = 12


@dataclass(frozen=True, slots=True)
class Road:
    """Open, as it is after every answer, be it a refusal.

    ``strikes``: outages in a row. ``rests``: how often it closed in a row; 0 is open. ``trial``: the key of
    the one that tries it, until ``trial_until``. ``code``: what closed it.
    """

    strikes: int = 0
    rests: int = 0
    closed_until: datetime | None = None
    trial: str = ""
    trial_until: datetime | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Go on with ``road`` as it is now, or wait so long."""

    road: Road
    wait: timedelta | None = None


def way(road: Road, key: str, *, at: datetime) -> Way:
    if not road.rests:
        return Way(road)
    closed = _left(road.closed_until, at=at, longest=LONGEST_REST)
    if closed is not None:
        return Way(road, closed)
    tried = _left(road.trial_until, at=at, longest=_TRIAL)
    if tried is not None and road.trial != key:
        return Way(road, min(tried, _LOOK_AGAIN))
    return Way(replace(road, trial=key, trial_until=at + _TRIAL))


def tried_now(road: Road) -> Road:
    """Somebody says that the CRM is back: one alone may try a closed road at once."""
    return replace(road, closed_until=None)


def failed(
    road: Road, treatment: Treatment, *, code: str, at: datetime, asked: timedelta | None = None
) -> Road:
    """``at``: when it failed. ``asked``: how long the CRM wants to be left alone."""
    if treatment.strain is Strain.ALIVE:
        return Road()
    if treatment.strain is Strain.NONE:
        return replace(road, trial="", trial_until=None)
    if road.rests and _left(road.closed_until, at=at, longest=LONGEST_REST) is not None:
        # It was on its way when the road closed: no news.
        return road
    strikes = road.strikes + 1
    closes = treatment.strain is Strain.REST or asked is not None or road.rests or strikes >= STRIKES
    if not closes:
        return replace(road, strikes=strikes, code=code)
    return Road(strikes, road.rests + 1, at + _rest(road, treatment, asked), code=code)


def _rest(road: Road, treatment: Treatment, asked: timedelta | None) -> timedelta:
    doublings: int = 2 ** min(road.rests, _MOST_DOUBLINGS)
    if treatment.strain is Strain.REST:
        own = min(treatment.first * doublings, treatment.longest)
    else:
        own = min(_FIRST_REST * doublings, _LONGEST_OF_OUTAGE)
    if asked is None:
        return own
    # The first time it is believed; a CRM that says so again and again is asked more and more rarely.
    return min(max(asked, own if road.rests else asked), LONGEST_REST)


def _left(until: datetime | None, *, at: datetime, longest: timedelta) -> timedelta | None:
    """None if it is over, or further away than it can have been set: then a clock has jumped."""
    if until is None or until <= at or until - at > longest:
        return None
    return until - at
