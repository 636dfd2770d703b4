"""The life of a quote: its deeds, its editions and clones, how long it stands, in which currency it is."""

from typing import Any

from flask import Response

from app.actions import (
    Prices,
    TermsChange,
    accept_quote,
    change_currency,
    change_terms,
    clone_quote,
    is_of_opportunity,
    note_quote,
    preview_clone,
    preview_currency,
    reject_quote,
    revise_quote,
    send_quote,
    set_validity,
    show_life,
    withdraw_quote,
)
from app.quoting import Quote
from app.web.api.headers import answered, expected_revision
from app.web.api.operations import IF_MATCH, Operations
from app.web.api.schemas.arranging import NoteBody
from app.web.api.schemas.bodies import CloneBody, CurrencyBody, EmptyBody, ReasonBody, TermsBody, ValidityBody
from app.web.api.schemas.life import (
    CloneJson,
    CurrencyJson,
    LifeJson,
    clone_json,
    currency_json,
    life_json,
)
from app.web.api.schemas.quotes import QuoteJson, quote_json
from app.web.session import current_call, services

life = Operations("life", "The life of a quote")
_QUOTE = "/quotes/<quote_id>"


@life.call("GET", f"{_QUOTE}/life", answer=LifeJson)
def show(quote_id: str) -> Response:
    """Where it stands, what may be done next, its editions, and what became of it"""
    found = show_life(services(), current_call(), quote_id)
    return answered(life_json(found), revision=found.quote.revision)


@life.call("POST", f"{_QUOTE}/send", body=EmptyBody, answer=QuoteJson, headers=(IF_MATCH,))
def send(_body: dict[str, Any], quote_id: str) -> Response:
    """Say that the customer has it; nothing is sent"""
    return _answered(send_quote(services(), current_call(), quote_id, expected=expected_revision()))


@life.call("POST", f"{_QUOTE}/accept", body=ReasonBody, answer=QuoteJson, headers=(IF_MATCH,))
def accept(body: dict[str, Any], quote_id: str) -> Response:
    """Say that the customer accepted it"""
    return _answered(accept_quote(services(), current_call(), quote_id, **body, expected=expected_revision()))


@life.call("POST", f"{_QUOTE}/reject", body=ReasonBody, answer=QuoteJson, headers=(IF_MATCH,))
def reject(body: dict[str, Any], quote_id: str) -> Response:
    """Say that the customer rejected it, and why"""
    return _answered(reject_quote(services(), current_call(), quote_id, **body, expected=expected_revision()))


@life.call("POST", f"{_QUOTE}/withdraw", body=ReasonBody, answer=QuoteJson, headers=(IF_MATCH,))
def withdraw(body: dict[str, Any], quote_id: str) -> Response:
    """Take the offer back; what the CRM holds stays"""
    return _answered(
        withdraw_quote(services(), current_call(), quote_id, **body, expected=expected_revision())
    )


@life.call("POST", f"{_QUOTE}/revise", body=EmptyBody, answer=QuoteJson, status=201, headers=(IF_MATCH,))
def revise(_body: dict[str, Any], quote_id: str) -> Response:
    """Start the next edition: a draft with the same lines and prices"""
    draft = revise_quote(services(), current_call(), quote_id, expected=expected_revision())
    return _made(draft)


@life.call("POST", f"{_QUOTE}/clone", body=CloneBody, answer=CloneJson, status=201, headers=(IF_MATCH,))
def clone(body: dict[str, Any], quote_id: str) -> Response:
    """The quote once more as a draft, here or on another opportunity; with `dry_run` only say what changes"""
    call, prices = current_call(), Prices(body["prices"])
    where = body["opportunity"]
    if body["dry_run"]:
        told = preview_clone(services(), call, quote_id, opportunity=where, prices=prices)
        return answered(clone_json(told, cloned=False), revision=told.move.before.revision)
    done = clone_quote(
        services(),
        call,
        quote_id,
        opportunity=where,
        prices=prices,
        release=body["release"],
        currency=body["currency"],
        expected=expected_revision(),
    )
    place = f"/api/v1/quotes/{done.move.after.id}"
    return answered(clone_json(done, cloned=True), status=201, location=place)


@life.call("PUT", f"{_QUOTE}/validity", body=ValidityBody, answer=QuoteJson, headers=(IF_MATCH,))
def validity(body: dict[str, Any], quote_id: str) -> Response:
    """Set the last day on which it is valid"""
    return _answered(set_validity(services(), current_call(), quote_id, **body, expected=expected_revision()))


@life.call("PUT", f"{_QUOTE}/note", body=NoteBody, answer=QuoteJson, headers=(IF_MATCH,))
def note(body: dict[str, Any], quote_id: str) -> Response:
    """Say something of the whole quote; an empty note takes it away"""
    return _answered(
        note_quote(services(), current_call(), quote_id, body["note"], expected=expected_revision())
    )


@life.call("PATCH", f"{_QUOTE}/terms", body=TermsBody, answer=QuoteJson, headers=(IF_MATCH,))
def terms(body: dict[str, Any], quote_id: str) -> Response:
    """Change the discount on the quote, its promotion codes, its region: all that is named, or nothing"""
    return _answered(
        change_terms(
            services(), current_call(), quote_id, change=TermsChange(**body), expected=expected_revision()
        )
    )


@life.call("POST", f"{_QUOTE}/currency", body=CurrencyBody, answer=CurrencyJson, headers=(IF_MATCH,))
def currency(body: dict[str, Any], quote_id: str) -> Response:
    """Go over to another currency of the catalog; with `dry_run` only say what that changes"""
    call, wanted = current_call(), body["currency"]
    if body["dry_run"]:
        move = preview_currency(services(), call, quote_id, currency=wanted)
    else:
        move = change_currency(services(), call, quote_id, currency=wanted, expected=expected_revision())
    told = currency_json(
        move,
        changed=not body["dry_run"],
        of_opportunity=is_of_opportunity(services(), call, move.after),
    )
    shown = move.before if body["dry_run"] else move.after
    return answered(told, revision=shown.revision)


def _answered(quote: Quote) -> Response:
    return answered(quote_json(quote), revision=quote.revision)


def _made(quote: Quote) -> Response:
    place = f"/api/v1/quotes/{quote.id}"
    return answered(quote_json(quote), status=201, revision=quote.revision, location=place)
