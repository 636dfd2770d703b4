"""The last day of an offer, set by its author while it can still be changed."""

from dataclasses import replace
from datetime import date

from app.actions.arranging import keep_step
from app.actions.call import Call, audited
from app.actions.reading import editable_quote, expected_revision
from app.quoting import Deed, Quote, check_valid_until
from app.services import Services
from app.store import audit, quotes


def set_validity(
    services: Services, call: Call, quote_id: str, *, valid_until: date, expected: int | None = None
) -> Quote:
    """Nothing is stored where it changes nothing.

    Raises QuoteMissing, StatusForbids, ValidityInvalid, QuoteChanged.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        after = replace(quote.moved(Deed.EDIT, at=call.at), valid_until=valid_until)
        check_valid_until(valid_until, at=call.at)
        if valid_until == quote.valid_until:
            return quote
        keep_step(tx, quote, after, said=f"Valid until {valid_until}")
        quotes.update(tx, after, expected=expected_revision(quote, expected))
        audit.write(tx, audited(call, "set_validity", quote.id, valid_until=valid_until.isoformat()))
    return after
