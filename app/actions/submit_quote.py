"""Saving the quote to the opportunity: checked, locked, and its write-back stored in the same transaction.

The stored write-back is the outbox: the worker starts its durable flow from that row, so there is no moment
at which a submitted quote could be forgotten. Where others have to agree first they are asked instead, and
the last of them submits it.
"""

from dataclasses import replace

from app.actions.approvals.request_approval import ask_now, drawn_up, keep_request
from app.actions.call import Call
from app.actions.complete import check_complete
from app.actions.documents import settle_look
from app.actions.reading import editable_quote, expected_revision
from app.actions.submitting import awaited, check_submits, submit_now, write_back_of
from app.approvals import RequestStatus, RequestSuperseded, check_comment
from app.quoting import Deed, Quote, Status, WriteBack, after, check_owns
from app.services import Services
from app.store import Transaction, approvals, idempotency


def submit_quote(
    services: Services,
    call: Call,
    quote_id: str,
    *,
    idempotency_key: str,
    comment: str = "",
    expected: int | None = None,
) -> WriteBack:
    """A repeat with the same key answers with the same write-back. ``comment``: to those who are asked.

    Raises QuoteMissing, QuoteNotOwn, QuoteEmpty, QuoteIncomplete, StatusForbids, ValidityOver, OfferAccepted,
    QuoteChanged, CrmRefused (pre-flight), RequestSuperseded, CommentInvalid, IdempotencyConflict for a
    key that was used for another quote.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        check_owns(call.actor, quote)
        if _is_repeat(tx, call, quote, idempotency_key):
            return write_back_of(tx, quote)
        check_complete(quote)
        after(quote.status, Deed.SUBMIT)
        write_back = _asked_first(services, tx, call, quote, comment=comment, expected=expected)
        if write_back is None:
            check_submits(services, tx, quote, call=call)
            if quote.status is not Status.APPROVED:
                settle_look(tx, quote, user_language=call.session.language)
            write_back = submit_now(
                services, tx, quote, call=call, expected=expected_revision(quote, expected)
            )
        _remember(tx, call, write_back, key=idempotency_key)
    return write_back


def _asked_first(
    services: Services, tx: Transaction, call: Call, quote: Quote, *, comment: str, expected: int | None
) -> WriteBack | None:
    """None where everybody agrees already, or nobody has to."""
    if quote.status is Status.APPROVED:
        _check_approved(tx, quote)
        return None
    request = drawn_up(services, tx, call, quote, revision=quote.revision + 1)
    if request is None:
        return None
    request = replace(request, submits=True)
    if request.is_live:
        ask_now(services, tx, call, quote, request=request, comment=comment, expected=expected)
        return awaited(request)
    keep_request(tx, call, replace(request, comment=check_comment(comment)))
    return None


def _check_approved(tx: Transaction, quote: Quote) -> None:
    """What was agreed to is what goes out. Raises RequestSuperseded."""
    request = approvals.of_quote(tx, quote.id)
    agreed = request is not None and request.status is RequestStatus.APPROVED
    if not agreed or request is None or request.revision + 1 != quote.revision:
        raise RequestSuperseded("The quote is another one than was agreed to. Change it, and ask again.")


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
