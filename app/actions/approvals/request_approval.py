"""Others are asked to agree: all that the policy of the quote's catalog wants, but what still holds."""

import secrets
from dataclasses import replace

from app.actions.approvals.asked_approval import circle_of
from app.actions.call import Call, audited
from app.actions.complete import check_complete
from app.actions.deeds import note
from app.actions.documents import settle_look
from app.actions.reading import editable_quote, expected_revision
from app.actions.releases import release_of
from app.actions.submitting import check_submits
from app.approvals import (
    ApprovalRequest,
    NobodyToAsk,
    RequestId,
    RequestStatus,
    check_comment,
    costs_of,
    needs_of,
    requested,
)
from app.quoting import Deed, Quote, check_owns
from app.services import Services
from app.store import Transaction, approvals, audit, quotes


def request_approval(
    services: Services, call: Call, quote_id: str, *, comment: str = "", expected: int | None = None
) -> ApprovalRequest:
    """Without saving: once all agree the quote is approved, and its author saves it when they like.

    Raises QuoteMissing, QuoteNotOwn, QuoteEmpty, QuoteIncomplete, StatusForbids, NobodyToAsk, ValidityOver,
    OfferAccepted, CrmRefused (pre-flight), QuoteChanged, CommentInvalid.
    """
    with services.database.transaction() as tx:
        quote = editable_quote(tx, call, quote_id)
        check_owns(call.actor, quote)
        check_complete(quote)
        moved = quote.moved(Deed.REQUEST, at=call.at)
        request = drawn_up(services, tx, call, quote, revision=moved.revision)
        if request is None:
            raise NobodyToAsk("Nobody has to agree to this quote. Save it to the opportunity.")
        return ask_now(services, tx, call, quote, request=request, comment=comment, expected=expected)


def drawn_up(
    services: Services, tx: Transaction, call: Call, quote: Quote, *, revision: int
) -> ApprovalRequest | None:
    """What has to be asked about the quote as it is; None where the policy asks nobody. Nothing is stored."""
    release = release_of(services, tx, quote)
    needs = needs_of(quote, release, costs=costs_of(quote, release))
    if not needs:
        return None
    circle = circle_of(services, tx, quote, at=call.at)
    earlier = approvals.of_family(tx, quote.family, connection=quote.connection)
    blank = ApprovalRequest(
        id=RequestId(secrets.token_hex(16)),
        connection=quote.connection,
        org=quote.org,
        quote=quote.id,
        number=quote.number,
        revision=revision,
        family=quote.family,
        opportunity=quote.opportunity,
        author=quote.owner,
        author_name=quote.owner_name,
        barred=frozenset({quote.owner, *(one.user for one in quote.editors)}),
        status=RequestStatus.WAITING,
        asked_at=call.at,
        comment="",
        submits=False,
        calendar=release.approvals.calendar,
        needs=(),
    )
    return requested(blank, needs, earlier=earlier, circle=circle)


def ask_now(
    services: Services,
    tx: Transaction,
    call: Call,
    quote: Quote,
    *,
    request: ApprovalRequest,
    comment: str = "",
    expected: int | None = None,
) -> ApprovalRequest:
    """Stored with the status that locks the quote; where all holds from before it is approved at once."""
    check_submits(services, tx, quote, call=call)
    waiting = quote.moved(Deed.REQUEST, at=call.at)
    quotes.update(tx, waiting, expected=expected_revision(quote, expected))
    settle_look(tx, quote, user_language=call.session.language)
    note(tx, call, quote, waiting, deed=Deed.REQUEST, reason=comment[:500])
    keep_request(tx, call, replace(request, comment=check_comment(comment)))
    if request.is_live:
        return request
    agreed = waiting.moved(Deed.APPROVE, at=call.at)
    quotes.update(tx, agreed, expected=waiting.revision)
    note(tx, call, waiting, agreed, deed=Deed.APPROVE)
    return request


def keep_request(tx: Transaction, call: Call, request: ApprovalRequest) -> None:
    approvals.insert_request(tx, request)
    rules = {one.need.rule: one.state.value for one in request.needs}
    facts = {"request": request.id, "status": request.status.value, "rules": rules}
    audit.write(tx, audited(call, "request_approval", request.quote, **facts))
