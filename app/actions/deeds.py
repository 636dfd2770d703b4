"""Moving a quote to its next status: checked, stored, noted with who did it and why."""

from typing import ClassVar, Final

from app.actions.call import Call, audited
from app.actions.reading import expected_revision, quote_for
from app.actions.tell_crm import ask_to_tell
from app.errors import Refused
from app.quoting import Deed, Quote, check_current
from app.services import Services
from app.store import KeptDeed, Transaction, audit, deeds, editions, quotes

MOST_IN_REASON: Final = 500


class ReasonInvalid(Refused):
    code: ClassVar[str] = "reason_invalid"


def done(
    services: Services,
    call: Call,
    quote_id: str,
    deed: Deed,
    *,
    verb: str,
    reason: str = "",
    expected: int | None = None,
) -> Quote:
    """Raises QuoteMissing, QuoteOfAnother, StatusForbids, EditionNewer, ReasonInvalid, QuoteChanged."""
    said = read_reason(reason)
    with services.database.transaction() as tx:
        quote = quote_for(tx, call, quote_id, deed)
        after = quote.moved(deed, at=call.at)
        if deed in (Deed.SEND, Deed.ACCEPT):
            check_current(quote, editions.of_family(tx, quote))
        quotes.update(tx, after, expected=expected_revision(quote, expected))
        note(tx, call, quote, after, deed=deed, reason=said)
        audit.write(tx, audited(call, verb, quote.id, number=quote.number, was=quote.status.value))
    return after


def note(tx: Transaction, call: Call, before: Quote, after: Quote, *, deed: Deed, reason: str = "") -> None:
    """That the caller did it."""
    actor = call.actor
    kept = KeptDeed(call.at, actor.user, actor.name, deed, before.status, after.status, reason)
    deeds.note(tx, after, kept)
    ask_to_tell(tx, after, by=actor.user, at=call.at)


def read_reason(text: str) -> str:
    """One paragraph. Raises ReasonInvalid."""
    said = " ".join(text.split())
    if len(said) > MOST_IN_REASON:
        raise ReasonInvalid(f"A reason has at most {MOST_IN_REASON} characters.")
    return said
