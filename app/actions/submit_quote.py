"""Saving the quote to the opportunity: checked, locked, and its write-back stored in the same transaction.

The stored write-back is the outbox: the worker starts its durable flow from that row, so there is no moment
at which a submitted quote could be forgotten.
"""

from typing import ClassVar

from app.actions.call import Call, audited
from app.actions.deeds import note
from app.actions.documents import settle_look
from app.actions.offers import link_of, preflight
from app.actions.openings import opening_of
from app.actions.reading import editable_quote, expected_revision
from app.actions.sealing import sealed_now
from app.errors import Refused
from app.quoting import (
    Deed,
    Quote,
    WriteBack,
    WriteBackState,
    check_not_accepted,
    check_owns,
    check_validity,
    write_back_key,
)
from app.services import Services
from app.store import Transaction, audit, editions, idempotency, quotes, seals, write_backs


class QuoteEmpty(Refused):
    code: ClassVar[str] = "quote_empty"


class QuoteIncomplete(Refused):
    code: ClassVar[str] = "quote_incomplete"


def submit_quote(
    services: Services, call: Call, quote_id: str, *, idempotency_key: str, expected: int | None = None
) -> WriteBack:
    """A repeat with the same key answers with the same write-back.

    Raises QuoteMissing, QuoteNotOwn, QuoteEmpty, QuoteIncomplete, StatusForbids, ValidityOver, OfferAccepted,
    QuoteChanged, CrmRefused (pre-flight), IdempotencyConflict for a key that was used for another quote.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        check_owns(call.actor, quote)
        if _is_repeat(tx, call, quote, idempotency_key):
            return write_backs.latest(tx, quote.id)
        _check_complete(quote)
        submitted = quote.moved(Deed.SUBMIT, at=call.at)
        check_validity(quote, at=call.at)
        check_not_accepted(quote, editions.of_family(tx, quote))
        quotes.update(tx, submitted, expected=expected_revision(quote, expected))
        write_back = _queued(submitted, call)
        opening = opening_of(tx, call)
        preflight(submitted, opening, write_back, link=link_of(services, submitted))
        settle_look(tx, quote, user_language=call.session.language)
        write_backs.insert(tx, write_back, quote=submitted, requested_by=call.actor.user)
        seal = sealed_now(services, tx, submitted, opening=opening, at=call.at)
        seals.insert_seal(tx, seal)
        _remember(tx, call, write_back, key=idempotency_key)
        note(tx, call, quote, submitted, deed=Deed.SUBMIT)
        audit.write(tx, audited(call, "submit_quote", quote.id, key=write_back.key, offer=seal.digest))
    return write_back


def _is_repeat(tx: Transaction, call: Call, quote: Quote, key: str) -> bool:
    """Raises IdempotencyConflict."""
    actor = call.actor
    known = idempotency.find(
        tx, connection=actor.connection, user=actor.user, key=key, request_hash=f"submit/{quote.id}"
    )
    return known is not None


def _remember(tx: Transaction, call: Call, write_back: WriteBack, *, key: str) -> None:
    actor = call.actor
    idempotency.remember(
        tx,
        connection=actor.connection,
        user=actor.user,
        key=key,
        request_hash=f"submit/{write_back.quote}",
        answer=write_back.key,
        at=call.at,
    )


def _check_complete(quote: Quote) -> None:
    if not quote.lines:
        raise QuoteEmpty("The quote has no lines yet. Add a product first.")
    if not quote.offered:
        raise QuoteEmpty(
            "All lines are optional or alternatives, so there is nothing to put on the opportunity. Make one "
            "of them offered."
        )
    unfinished = [line.n for line in quote.lines if not line.complete]
    if unfinished:
        numbers = ", ".join(str(n) for n in unfinished[:20])
        raise QuoteIncomplete(
            f"Not everything is chosen yet in line {numbers}. Finish it, or let the defaults fill the rest.",
            facts={"lines": unfinished},
        )


def _queued(quote: Quote, call: Call) -> WriteBack:
    return WriteBack(
        key=write_back_key(quote),
        quote=quote.id,
        revision=quote.revision,
        state=WriteBackState.QUEUED,
        attempts=0,
        requested_at=call.at,
    )
