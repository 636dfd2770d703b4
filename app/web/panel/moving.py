"""Moving a quote to the catalog in force: what that would change, then doing it."""

from flask import Blueprint, render_template, request

from app.actions import move_quote, preview_move
from app.web.api.headers import expected_revision
from app.web.panel import figures
from app.web.panel.moved import changed_lines
from app.web.panel.quote_page import quote_page
from app.web.session import current_call, services

routes = Blueprint("moving", __name__)


@routes.get("/quotes/<quote_id>/move")
def preview(quote_id: str) -> str:
    move = preview_move(services(), current_call(), quote_id)
    changed = changed_lines(move)
    return render_template(
        "panel/move.html",
        quote=move.before,
        move=move,
        changed=changed,
        same=len(move.lines) - len(changed),
        figures=figures,
    )


@routes.post("/quotes/<quote_id>/move")
def move(quote_id: str) -> str:
    call = current_call()
    moved = move_quote(
        services(),
        call,
        quote_id,
        release=request.form.get("release", ""),
        expected=expected_revision(),
    )
    return quote_page(call, moved.after)
