"""Loading a quote for a call, with the permission that goes with it."""

from app.actions.call import Call
from app.actions.deputies import for_whom
from app.actions.tell_crm import ask_to_tell
from app.quoting import (
    Deed,
    Quote,
    Status,
    can_read,
    can_see_cost,
    check_can_do,
    check_can_edit,
    check_can_read,
    quote_at,
    quote_id,
)
from app.services import Services
from app.store import QuoteChanged, Transaction, approvals, quotes


def readable_quote(services: Services, tx: Transaction, call: Call, text: str) -> Quote:
    """Raises QuoteMissing, also for a quote that exists elsewhere."""
    quote = _quote(tx, call, text)
    readable = can_read(call.actor, quote, opportunity=call.session.opportunity)
    if not readable and not is_asked_about(services, tx, call, quote):
        check_can_read(call.actor, quote, opportunity=call.session.opportunity)
    return quote


def sees_cost(services: Services, tx: Transaction, call: Call, quote: Quote) -> bool:
    """What it costs to make: its owner, and whoever is asked to agree to it."""
    own = can_see_cost(call.actor, quote, opportunity=call.session.opportunity)
    return own or is_asked_about(services, tx, call, quote)


def is_asked_about(services: Services, tx: Transaction, call: Call, quote: Quote) -> bool:
    """Whether they are asked to agree to it: then they may read it where they may read the opportunity."""
    place = (quote.org, quote.opportunity) == (call.actor.org, call.session.opportunity)
    asked = place and quote.status in (Status.IN_APPROVAL, Status.APPROVED)
    return asked and approvals.names(tx, quote.id, for_whom(services, tx, call, releases=[quote.release]))


def editable_quote(tx: Transaction, call: Call, text: str) -> Quote:
    """Raises QuoteMissing."""
    quote = _quote(tx, call, text)
    check_can_edit(call.actor, quote, opportunity=call.session.opportunity)
    tx.acting[quote.id] = call.actor
    if quote.status is not Status.DRAFT:
        tx.at_end.append(lambda: _tell_draft(tx, call, tx.seen[quote.id]))
    return quote


def quote_for(tx: Transaction, call: Call, text: str, deed: Deed) -> Quote:
    """One that this deed is the caller's to do with. Raises QuoteMissing, QuoteOfAnother."""
    quote = _quote(tx, call, text)
    check_can_do(call.actor, quote, deed, opportunity=call.session.opportunity)
    return quote


def expected_revision(quote: Quote, given: int | None) -> int:
    """The revision that a change is meant for: the caller's, or the one just read.

    Raises QuoteChanged for one that the quote never had; an older one is found out when it is stored.
    """
    if given is not None and given > quote.revision:
        raise QuoteChanged(
            "The quote has no such revision. Reload it, then change it again.", facts={"expected": given}
        )
    return quote.revision if given is None else given


def check_unchanged(quote: Quote, given: int | None) -> None:
    """For what reads a quote and leaves it as it is. Raises QuoteChanged."""
    if given is not None and given != quote.revision:
        raise QuoteChanged(
            "The quote was changed meanwhile, perhaps in another window. Look at it again.",
            facts={"expected": given},
        )


def _tell_draft(tx: Transaction, call: Call, after: Quote) -> None:
    """What was approved, or refused by the CRM, is another one by its first change; others are no news."""
    if after.status is Status.DRAFT:
        ask_to_tell(tx, after, by=call.actor.user, at=call.at)


def _quote(tx: Transaction, call: Call, text: str) -> Quote:
    """As it stands at the moment of the call, whatever is noted of it yet."""
    return quote_at(quotes.load(tx, quote_id(text), connection=call.actor.connection), at=call.at)
