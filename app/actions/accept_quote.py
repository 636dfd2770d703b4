"""The customer said yes."""

from app.actions.call import Call
from app.actions.deeds import done
from app.quoting import Deed, Quote
from app.services import Services


def accept_quote(
    services: Services, call: Call, quote_id: str, *, reason: str = "", expected: int | None = None
) -> Quote:
    """Raises QuoteMissing, QuoteOfAnother, StatusForbids, EditionNewer, ReasonInvalid, QuoteChanged."""
    return done(services, call, quote_id, Deed.ACCEPT, verb="accept_quote", reason=reason, expected=expected)
