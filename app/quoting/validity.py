"""How long an offer stands: to the end of its last day, wherever on earth the customer is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar, Final

from app.errors import Refused
from app.quoting.quote import Quote
from app.quoting.status import OFFERED, Deed, Status, after

LONGEST_VALIDITY: Final = timedelta(days=365)

# In the last zone of the earth a day ends so long after its end in UTC.
_LAST_ZONE: Final = timedelta(hours=12)


class ValidityInvalid(Refused):
    code: ClassVar[str] = "validity_invalid"


class ValidityOver(Refused):
    code: ClassVar[str] = "validity_over"


def ends_at(valid_until: date) -> datetime:
    """The first moment at which an offer that is valid until that day is none any more."""
    midnight = datetime.combine(valid_until + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
    return midnight + _LAST_ZONE


def last_day_over(at: datetime) -> date:
    """Offers that are valid until that day, or until one before it, are over at that moment."""
    return (at.astimezone(UTC) - _LAST_ZONE).date() - timedelta(days=1)


def status_at(status: Status, valid_until: date, *, at: datetime) -> Status:
    """What the status is worth at that moment, noted already or not."""
    over = status in OFFERED and valid_until <= last_day_over(at)
    return after(status, Deed.EXPIRE) if over else status


def quote_at(quote: Quote, *, at: datetime) -> Quote:
    """As it stands at that moment. Nothing else of it changes, its revision neither."""
    status = status_at(quote.status, quote.valid_until, at=at)
    return quote if status is quote.status else replace(quote, status=status)


def check_valid_until(day: date, *, at: datetime) -> None:
    """Raises ValidityInvalid for a day outside the bounds."""
    today = at.astimezone(UTC).date()
    if not today <= day <= today + LONGEST_VALIDITY:
        raise ValidityInvalid(
            f"A quote is valid until a day from {today} to {today + LONGEST_VALIDITY}.",
            facts={"earliest": today.isoformat(), "latest": (today + LONGEST_VALIDITY).isoformat()},
        )


def check_validity(quote: Quote, *, at: datetime) -> None:
    """Before it is offered. Raises ValidityOver."""
    if quote.valid_until <= last_day_over(at):
        raise ValidityOver(
            f"The quote is valid until {quote.valid_until}, and that is over. Set a later day, then save it."
        )
