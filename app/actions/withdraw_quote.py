"""The offer does not stand any more: its author takes it back. The CRM's record stays as it was written."""

from app.actions.call import Call
from app.actions.deeds import done
from app.quoting import Deed, Quote
from app.services import Services


def withdraw_quote(
    services: Services, call: Call, quote_id: str, *, reason: str = "", expected: int | None = None
) -> Quote:
    """Raises QuoteMissing, QuoteOfAnother, StatusForbids, ReasonInvalid, QuoteChanged."""
    return done(
        services, call, quote_id, Deed.WITHDRAW, verb="withdraw_quote", reason=reason, expected=expected
    )
