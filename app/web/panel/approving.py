"""Deciding in the panel: agree, do not agree, ask, answer, hand over, ask one more, take back."""

import re
from collections.abc import Callable
from typing import Final

from flask import Blueprint, render_template, request

from app.actions import show_quote
from app.actions.approvals import (
    Meant,
    add_approver,
    answer_question,
    approve_request,
    ask_author,
    delegate_request,
    preview_approvals,
    recall_request,
    reject_request,
    request_approval,
)
from app.approvals import MOST_PRICED, QUICKLY, ApprovalRequest
from app.quoting import QuoteMissing
from app.web.api.headers import expected_revision
from app.web.panel.forecast import ways_shown
from app.web.panel.offers import MOST_TYPED, list_page
from app.web.panel.quote_page import quote_page
from app.web.session import current_call, services

routes = Blueprint("approving", __name__)
_APPROVAL: Final = "/quotes/<quote_id>/approval"
_NUMBER: Final = re.compile(r"[0-9]{1,9}")


@routes.get(f"{_APPROVAL}/ways")
def ways(quote_id: str) -> str:
    """What would avoid the approvals that the quote needs: asked for after each change, or by a person, who
    waits for more.
    """
    most = MOST_PRICED if "thorough" in request.args else QUICKLY
    found = preview_approvals(services(), current_call(), quote_id, most=most)
    return render_template(
        "panel/avoiding.html",
        ways=ways_shown(found),
        complete=found.preview.complete,
        thorough=most == MOST_PRICED,
        base=f"/panel/quotes/{found.quote.id}",
    )


@routes.post(_APPROVAL)
def request_now(quote_id: str) -> str:
    """Ask, without saving the quote yet."""
    call, comment = current_call(), request.form.get("comment", "")[:MOST_TYPED]
    expected = expected_revision()
    request_approval(services(), call, quote_id, comment=comment, expected=expected)
    return quote_page(call, show_quote(services(), call, quote_id), said="Approval was asked for.")


@routes.post(f"{_APPROVAL}/approve")
def approve(quote_id: str) -> str:
    return _decided(approve_request, quote_id, said="You agreed.")


@routes.post(f"{_APPROVAL}/reject")
def reject(quote_id: str) -> str:
    return _decided(reject_request, quote_id, said="You did not agree; the author was told why.")


@routes.post(f"{_APPROVAL}/ask")
def ask(quote_id: str) -> str:
    return _decided(ask_author, quote_id, said="The author was asked.")


@routes.post(f"{_APPROVAL}/answer")
def answer(quote_id: str) -> str:
    return _decided(answer_question, quote_id, said="Answered.")


@routes.post(f"{_APPROVAL}/recall")
def recall(quote_id: str) -> str:
    return _decided(recall_request, quote_id, said="Taken back: the quote is a draft again.")


@routes.post(f"{_APPROVAL}/delegate")
def delegate(quote_id: str) -> str:
    return _decided(delegate_request, quote_id, said="Handed over.", **_named())


@routes.post(f"{_APPROVAL}/add")
def add(quote_id: str) -> str:
    return _decided(add_approver, quote_id, said="One more is asked.", **_named())


def _named() -> dict[str, str]:
    return {"to": request.form.get("to", "")[:64]}


def _decided(verb: Callable[..., ApprovalRequest], quote_id: str, *, said: str, **named: str) -> str:
    """The quote as it is then, or the list where it is not the caller's to read any more."""
    call, form = current_call(), request.form
    # What cannot be read is no version that ever was.
    version = int(form["version"]) if _NUMBER.fullmatch(form.get("version", "")) else 0
    meant = Meant(form.get("request", "")[:64], version)
    verb(services(), call, quote_id, meant=meant, comment=form.get("comment", "")[:MOST_TYPED], **named)
    try:
        shown = show_quote(services(), call, quote_id)
    except QuoteMissing:
        return list_page(call, said=said)
    return quote_page(call, shown, said=said)
