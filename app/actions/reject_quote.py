"""The customer said no, and why: whoever revises it wants to know, and so does whoever counts."""

from app.actions.call import Call
from app.actions.deeds import ReasonInvalid, done
from app.quoting import Deed, Quote
from app.services import Services


def reject_quote(
    services: Services, call: Call, quote_id: str, *, reason: str, expected: int | None = None
) -> Quote:
    """Raises QuoteMissing, QuoteOfAnother, StatusForbids, ReasonInvalid, QuoteChanged."""
    if not reason.strip():
        raise ReasonInvalid("Say why the customer rejected the quote.")
    return done(services, call, quote_id, Deed.REJECT, verb="reject_quote", reason=reason, expected=expected)
