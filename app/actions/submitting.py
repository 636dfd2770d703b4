"""The one way of a quote to the CRM: its write-back is stored with the status that locks it.

Nothing else stores a write-back. Who calls has checked that nobody has to agree any more.
"""

from datetime import datetime

from app.actions.call import Call, audited
from app.actions.offers import link_of, preflight
from app.actions.openings import opening_for
from app.actions.sealing import sealed_now
from app.approvals import ApprovalRequest
from app.quoting import (
    Deed,
    Quote,
    WriteBack,
    WriteBackKey,
    WriteBackState,
    check_not_accepted,
    check_validity,
    write_back_key,
)
from app.services import Services
from app.store import KeptDeed, Transaction, approvals, audit, deeds, editions, quotes, seals, write_backs

# The quote is approved and submitted in between.
_REVISIONS_ON = 2


def check_submits(services: Services, tx: Transaction, quote: Quote, *, call: Call) -> None:
    """What would keep the quote from its opportunity, found before anybody is asked.

    Raises ValidityOver, OfferAccepted, OpeningMissing, CrmRefused (pre-flight).
    """
    check_validity(quote, at=call.at)
    check_not_accepted(quote, editions.of_family(tx, quote))
    opening = opening_for(tx, quote.connection, user=quote.owner, opportunity=quote.opportunity)
    preflight(quote, opening, queued(quote, call), link=link_of(services, quote))


def submit_now(
    services: Services, tx: Transaction, quote: Quote, *, call: Call, expected: int | None = None
) -> WriteBack:
    """As its owner, with what the CRM last showed to them. Raises QuoteChanged, StatusForbids."""
    submitted = quote.moved(Deed.SUBMIT, at=call.at)
    quotes.update(tx, submitted, expected=quote.revision if expected is None else expected)
    write_back = queued(submitted, call)
    opening = opening_for(tx, quote.connection, user=quote.owner, opportunity=quote.opportunity)
    write_backs.insert(tx, write_back, quote=submitted, requested_by=quote.owner)
    seal = sealed_now(services, tx, submitted, opening=opening, at=call.at)
    seals.insert_seal(tx, seal)
    kept = KeptDeed(call.at, quote.owner, quote.owner_name, Deed.SUBMIT, quote.status, submitted.status, "")
    deeds.note(tx, submitted, kept)
    audit.write(tx, audited(call, "submit_quote", quote.id, key=write_back.key, offer=seal.digest))
    return write_back


def queued(quote: Quote, call: Call) -> WriteBack:
    return queued_at(quote, at=call.at)


def queued_at(quote: Quote, *, at: datetime) -> WriteBack:
    return WriteBack(
        key=write_back_key(quote),
        quote=quote.id,
        revision=quote.revision,
        state=WriteBackState.QUEUED,
        attempts=0,
        requested_at=at,
    )


def write_back_of(tx: Transaction, quote: Quote) -> WriteBack:
    """The last one, or the one that will be once all agree. Raises WriteBackMissing."""
    request = approvals.of_quote(tx, quote.id)
    if request is not None and request.is_live and request.submits:
        return awaited(request)
    return write_backs.latest(tx, quote.id)


def awaited(request: ApprovalRequest) -> WriteBack:
    """It is stored when the last need is met; its key is known already."""
    return WriteBack(
        key=WriteBackKey(f"{request.quote}-r{request.revision + _REVISIONS_ON}"),
        quote=request.quote,
        revision=request.revision,
        state=WriteBackState.WAITING_APPROVAL,
        attempts=0,
        requested_at=request.asked_at,
    )
