"""Quotes on the session's opportunity, and their way into the CRM."""

from typing import Any

from flask import Response

from app.actions import (
    explain_price,
    list_quotes,
    move_quote,
    preview_move,
    redo_on_quote,
    show_changes,
    show_quote,
    show_write_back,
    start_quote,
    submit_quote,
    undo_on_quote,
)
from app.quoting import Quote
from app.web.api.headers import answered, expected_revision, idempotency_key
from app.web.api.operations import IDEMPOTENCY_KEY, IF_MATCH, Operations
from app.web.api.schemas.approvals import AskBody
from app.web.api.schemas.bodies import EmptyBody, MoveBody
from app.web.api.schemas.changes import ChangesJson, changes_json
from app.web.api.schemas.moves import MoveJson, move_json
from app.web.api.schemas.quotes import (
    QuoteJson,
    QuotesJson,
    QuoteWaterfallJson,
    WriteBackJson,
    quote_json,
    quote_price_json,
    quote_summary,
    write_back_json,
)
from app.web.session import current_call, services

quotes = Operations("quotes", "Quotes on the session's opportunity")


@quotes.call("GET", "/quotes", answer=QuotesJson)
def list_all() -> Response:
    """Own quotes, and what others have submitted; newest first"""
    return answered({"quotes": [quote_summary(one) for one in list_quotes(services(), current_call())]})


@quotes.call("POST", "/quotes", body=EmptyBody, answer=QuoteJson, status=201)
def start(_body: dict[str, object]) -> Response:
    """Start a draft"""
    quote = start_quote(services(), current_call())
    return _answered(quote, status=201, location=f"/api/v1/quotes/{quote.id}")


@quotes.call("GET", "/quotes/<quote_id>", answer=QuoteJson)
def show(quote_id: str) -> Response:
    """A quote with its lines"""
    return _answered(show_quote(services(), current_call(), quote_id))


@quotes.call(
    "POST",
    "/quotes/<quote_id>/submit",
    body=AskBody,
    answer=WriteBackJson,
    status=202,
    headers=(IDEMPOTENCY_KEY, IF_MATCH),
)
def submit(body: dict[str, Any], quote_id: str) -> Response:
    """Save the quote to the opportunity; its write-back says how far that is"""
    write_back = submit_quote(
        services(),
        current_call(),
        quote_id,
        idempotency_key=idempotency_key(),
        comment=body["comment"],
        expected=expected_revision(),
    )
    place = f"/api/v1/quotes/{write_back.quote}/write-back"
    return answered(write_back_json(write_back), status=202, revision=write_back.revision, location=place)


@quotes.call("POST", "/quotes/<quote_id>/move", body=MoveBody, answer=MoveJson, headers=(IF_MATCH,))
def move(body: dict[str, Any], quote_id: str) -> Response:
    """Go over to the release in force; with `dry_run` only say what that changes"""
    if body["dry_run"]:
        told = preview_move(services(), current_call(), quote_id)
        return answered(move_json(told, moved=False), revision=told.before.revision)
    done = move_quote(
        services(), current_call(), quote_id, release=body["release"], expected=expected_revision()
    )
    return answered(move_json(done, moved=True), revision=done.after.revision)


@quotes.call("POST", "/quotes/<quote_id>/undo", body=EmptyBody, answer=QuoteJson, headers=(IF_MATCH,))
def undo(_body: dict[str, object], quote_id: str) -> Response:
    """Take back what was done last: the change of a line, or a move"""
    return _answered(undo_on_quote(services(), current_call(), quote_id, expected=expected_revision()).quote)


@quotes.call("POST", "/quotes/<quote_id>/redo", body=EmptyBody, answer=QuoteJson, headers=(IF_MATCH,))
def redo(_body: dict[str, object], quote_id: str) -> Response:
    """Do again what was taken back last"""
    return _answered(redo_on_quote(services(), current_call(), quote_id, expected=expected_revision()).quote)


@quotes.call("GET", "/quotes/<quote_id>/changes/<int:since>", answer=ChangesJson)
def changes(quote_id: str, since: int) -> Response:
    """What was changed after that revision, and by whom; the last 200 changes are known"""
    found = show_changes(services(), current_call(), quote_id, since=since)
    return answered({"changes": changes_json(found)})


@quotes.call("GET", "/quotes/<quote_id>/price", answer=QuoteWaterfallJson)
def price(quote_id: str) -> Response:
    """Why the quote costs what it costs, step by step; to its owner also the margin"""
    view = explain_price(services(), current_call(), quote_id)
    return answered(quote_price_json(view), revision=view.quote.revision)


@quotes.call("GET", "/quotes/<quote_id>/write-back", answer=WriteBackJson)
def write_back(quote_id: str) -> Response:
    """How far the last submission is, with its receipt or failure"""
    return answered(write_back_json(show_write_back(services(), current_call(), quote_id)))


def _answered(quote: Quote, *, status: int = 200, location: str = "") -> Response:
    return answered(quote_json(quote), status=status, revision=quote.revision, location=location)
