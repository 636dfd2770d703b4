"""The rep's home and one quote: its rows, undoing, saving it to the opportunity."""

from typing import Final

from flask import Blueprint, Response, render_template, request

from app.actions import (
    Call,
    list_quotes,
    redo_on_quote,
    show_opportunity,
    show_quote,
    start_quote,
    submit_quote,
    undo_on_quote,
)
from app.quoting import Status, can_operate
from app.web.api.headers import expected_revision
from app.web.panel import figures
from app.web.panel.approval_shown import decides
from app.web.panel.changes import step_text
from app.web.panel.living import WORDS
from app.web.panel.quote_page import changed_parts, further_rows, margin_parts, quote_page, status_parts
from app.web.session import current_call, services

routes = Blueprint("offers", __name__)
MOST_TYPED: Final = 4_000


def home_page(call: Call) -> str:
    """What waits for the caller's decision here, their own open draft, or the list of quotes."""
    found = list_quotes(services(), call)
    asked = next((one for one in found if decides(services(), call, one.id, one.status)), None)
    if asked is not None:
        return quote_page(call, show_quote(services(), call, asked.id))
    draft = next((one for one in found if one.owner == call.actor.user and one.status is Status.DRAFT), None)
    if draft is not None and draft.line_count:
        return quote_page(call, show_quote(services(), call, draft.id))
    return list_page(call)


@routes.get("/quotes")
def quotes() -> str:
    return list_page(current_call())


@routes.post("/quotes")
def start() -> str:
    call = current_call()
    return quote_page(call, start_quote(services(), call))


@routes.get("/quotes/<quote_id>")
def quote(quote_id: str) -> str:
    call = current_call()
    return quote_page(call, show_quote(services(), call, quote_id))


@routes.get("/quotes/<quote_id>/rows")
def rows(quote_id: str) -> str | Response:
    """The rows after one that the page has; the whole page if that one is gone."""
    call = current_call()
    shown = show_quote(services(), call, quote_id)
    found = further_rows(call, shown, after=request.args.get("after", ""))
    if found is not None:
        return found
    response = Response(quote_page(call, shown))
    response.headers["HX-Retarget"] = "#app"
    response.headers["HX-Reswap"] = "innerMorph"
    return response


@routes.get("/quotes/<quote_id>/status")
def status(quote_id: str) -> str:
    """How its way to the opportunity goes; the whole page when that has ended."""
    call = current_call()
    return status_parts(call, show_quote(services(), call, quote_id))


@routes.get("/quotes/<quote_id>/margins")
def margins(quote_id: str) -> str:
    """Nothing for whoever may not see costs."""
    call = current_call()
    return margin_parts(call, show_quote(services(), call, quote_id))


@routes.post("/quotes/<quote_id>/submit")
def submit(quote_id: str) -> str:
    call = current_call()
    submit_quote(
        services(),
        call,
        quote_id,
        idempotency_key=request.form.get("key", "")[:255],
        comment=request.form.get("comment", "")[:MOST_TYPED],
        expected=expected_revision(),
    )
    return quote_page(call, show_quote(services(), call, quote_id))


@routes.post("/quotes/<quote_id>/undo")
def undo(quote_id: str) -> str:
    call = current_call()
    before = show_quote(services(), call, quote_id)
    done = undo_on_quote(services(), call, quote_id, expected=expected_revision())
    return changed_parts(call, before, done.quote, said=f"Undone: {step_text(done.step)}.")


@routes.post("/quotes/<quote_id>/redo")
def redo(quote_id: str) -> str:
    call = current_call()
    before = show_quote(services(), call, quote_id)
    done = redo_on_quote(services(), call, quote_id, expected=expected_revision())
    return changed_parts(call, before, done.quote, said=f"Done again: {step_text(done.step)}.")


def list_page(call: Call, *, said: str = "") -> str:
    return render_template(
        "panel/quotes.html",
        opportunity=show_opportunity(services(), call),
        quotes=list_quotes(services(), call),
        own=call.actor.user,
        said=said,
        operates=can_operate(call.actor),
        status_words=WORDS,
        figures=figures,
    )
