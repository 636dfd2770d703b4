"""The rep's home and one quote: its lines, its total, saving it to the opportunity."""

import secrets

from flask import Blueprint, render_template, request

from app.actions import (
    Call,
    list_quotes,
    offered_on,
    redo_on_quote,
    show_history,
    show_opportunity,
    show_quote,
    show_write_back,
    start_quote,
    submit_quote,
    undo_on_quote,
)
from app.quoting import Quote, Status, can_edit
from app.web.api.headers import expected_revision
from app.web.meanwhile import changed_meanwhile, in_words
from app.web.panel import figures
from app.web.panel.changes import step_text
from app.web.session import current_call, services

routes = Blueprint("offers", __name__)


def home_page(call: Call) -> str:
    """The rep's own open draft, or the list of quotes."""
    found = list_quotes(services(), call)
    draft = next((one for one in found if one.owner == call.actor.user and one.status is Status.DRAFT), None)
    if draft is not None and draft.line_count:
        return quote_page(call, show_quote(services(), call, draft.id))
    return _list_page(call)


@routes.get("/quotes")
def quotes() -> str:
    return _list_page(current_call())


@routes.post("/quotes")
def start() -> str:
    call = current_call()
    return quote_page(call, start_quote(services(), call))


@routes.get("/quotes/<quote_id>")
def quote(quote_id: str) -> str:
    call = current_call()
    return quote_page(call, show_quote(services(), call, quote_id))


@routes.post("/quotes/<quote_id>/submit")
def submit(quote_id: str) -> str:
    call = current_call()
    submit_quote(
        services(),
        call,
        quote_id,
        idempotency_key=request.form.get("key", "")[:255],
        expected=expected_revision(),
    )
    return quote_page(call, show_quote(services(), call, quote_id))


@routes.post("/quotes/<quote_id>/undo")
def undo(quote_id: str) -> str:
    call = current_call()
    done = undo_on_quote(services(), call, quote_id, expected=expected_revision())
    return quote_page(call, done.quote, said=f"Undone: {step_text(done.step)}.")


@routes.post("/quotes/<quote_id>/redo")
def redo(quote_id: str) -> str:
    call = current_call()
    done = redo_on_quote(services(), call, quote_id, expected=expected_revision())
    return quote_page(call, done.quote, said=f"Done again: {step_text(done.step)}.")


def quote_page(call: Call, shown: Quote, *, said: str = "") -> str:
    """The whole of the panel for one quote. ``said``: what was just done to it."""
    submitted = shown.status is not Status.DRAFT
    offered = offered_on(services(), call, shown)
    history = show_history(services(), call, shown)
    meanwhile = in_words(changed_meanwhile(shown.revision, expected_revision()))
    return render_template(
        "panel/quote.html",
        opportunity=show_opportunity(services(), call),
        quote=shown,
        own=can_edit(call.actor, shown, opportunity=call.session.opportunity),
        open_lines=[line.n for line in shown.lines if not line.complete],
        write_back=show_write_back(services(), call, shown.id) if submitted else None,
        products=offered.products,
        sold={product.key for product in offered.products},
        newer=offered.newer,
        key=secrets.token_hex(16),
        undo=step_text(history.undo),
        redo=step_text(history.redo),
        said=f"{said} {meanwhile}".strip(),
        figures=figures,
    )


def _list_page(call: Call) -> str:
    return render_template(
        "panel/quotes.html",
        opportunity=show_opportunity(services(), call),
        quotes=list_quotes(services(), call),
        own=call.actor.user,
        figures=figures,
    )
