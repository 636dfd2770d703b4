"""The quote is with the customer: its author says so. Nothing is sent, and nothing written to the CRM."""

from app.actions.call import Call
from app.actions.deeds import done
from app.quoting import Deed, Quote
from app.services import Services


def send_quote(services: Services, call: Call, quote_id: str, *, expected: int | None = None) -> Quote:
    """Raises QuoteMissing, QuoteOfAnother, StatusForbids, EditionNewer, QuoteChanged."""
    return done(services, call, quote_id, Deed.SEND, verb="send_quote", expected=expected)
