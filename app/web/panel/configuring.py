"""The configurator of one line: choosing, taking back, asking why not, taking a way out."""

import json
from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from app.actions import (
    Call,
    LineChange,
    LineView,
    PricedRepair,
    Refusal,
    change_line,
    complete_line,
    explain_choice,
    show_line,
)
from app.configuration import ChoiceImpossible
from app.errors import Refused
from app.web.api.headers import expected_revision
from app.web.panel import figures
from app.web.panel.shown import shown
from app.web.panel.together import like_first_row, without_rest
from app.web.panel.values import dom_id, read, worded
from app.web.panel.waterfall import bars
from app.web.session import current_call, services

routes = Blueprint("configuring", __name__)

_REPAIR_LIMIT = 20_000


class RepairUnreadable(Refused):
    code = "repair_unreadable"


@routes.get("/quotes/<quote_id>/lines/<int:n>")
def configure(quote_id: str, n: int) -> str:
    call = current_call()
    return line_page(call, show_line(services(), call, quote_id, n))


@routes.post("/quotes/<quote_id>/lines/<int:n>/choose")
def choose(quote_id: str, n: int) -> str | Response:
    """One choice; an empty text takes it back. An impossible one is explained at its question."""
    call = current_call()
    attribute, text = request.form.get("attribute", ""), request.form.get("value", "")
    view = show_line(services(), call, quote_id, n)
    value = read(view.product, attribute, text) if text else None
    try:
        return _changed(call, quote_id, n, choices={attribute: value})
    except ChoiceImpossible:
        return _refused(_explained(call, view, attribute=attribute, value=value), at=attribute)


@routes.post("/quotes/<quote_id>/lines/<int:n>/rest")
def rest(quote_id: str, n: int) -> str | Response:
    """No more of a set: its members that are still open are decided against."""
    call, key = current_call(), request.form.get("set", "")
    view = show_line(services(), call, quote_id, n)
    return _several(call, view, choices=without_rest(view, key), at=f"{key}-rest")


@routes.post("/quotes/<quote_id>/lines/<int:n>/like")
def like(quote_id: str, n: int) -> str | Response:
    """A row with the choices of the first one."""
    call, key = current_call(), request.form.get("row", "")
    view = show_line(services(), call, quote_id, n)
    return _several(call, view, choices=like_first_row(view, key), at=f"{key}-row")


@routes.post("/quotes/<quote_id>/lines/<int:n>/repair")
def repair(quote_id: str, n: int) -> str:
    """A way out: several changes at once, as it was offered."""
    return _changed(current_call(), quote_id, n, choices=_repair())


@routes.post("/quotes/<quote_id>/lines/<int:n>/complete")
def complete(quote_id: str, n: int) -> str:
    call = current_call()
    return line_page(call, complete_line(services(), call, quote_id, n, expected=expected_revision()))


@routes.get("/quotes/<quote_id>/lines/<int:n>/why")
def why(quote_id: str, n: int) -> str:
    call = current_call()
    attribute, text = request.args.get("attribute", ""), request.args.get("value", "")
    view = show_line(services(), call, quote_id, n)
    return _explained(call, view, attribute=attribute, value=read(view.product, attribute, text))


def line_page(call: Call, view: LineView) -> str:
    """The whole of the panel for one line, at the step that the request names."""
    return render_template(
        "panel/line.html",
        quote=view.quote,
        line=view.line,
        product=view.product,
        shown=shown(view, _step()),
        complete=view.configuration.complete,
        bars=bars(view.line.price),
        figures=figures,
    )


def _changed(call: Call, quote_id: str, n: int, *, choices: Mapping[str, object]) -> str:
    change = LineChange(choices=choices)
    view = change_line(services(), call, quote_id, n, change=change, expected=expected_revision())
    return line_page(call, view)


def _several(call: Call, view: LineView, *, choices: Mapping[str, object], at: str) -> str | Response:
    """Changes that belong together; the first that is impossible is explained at that place."""
    try:
        return _changed(call, view.quote.id, view.line.n, choices=choices)
    except ChoiceImpossible as refused:
        conflict = refused.conflict
        wish = worded(view.product, conflict.attribute, value=conflict.value)
        return _refused(_reasons(view, _unpriced(refused), wish=wish, at=at), at=at)


def _unpriced(refused: ChoiceImpossible) -> Refusal:
    return Refusal(refused.conflict, tuple(PricedRepair(one, None, None) for one in refused.repairs))


def _refused(body: str, *, at: str) -> Response:
    response = Response(body, status=422)
    response.headers["HX-Retarget"] = f"#why-{dom_id(at)}"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _explained(call: Call, view: LineView, *, attribute: str, value: object) -> str:
    found = explain_choice(services(), call, view.quote.id, view.line.n, attribute=attribute, value=value)
    return _reasons(view, found, wish=worded(view.product, attribute, value=value), at=attribute)


def _reasons(view: LineView, refusal: Refusal | None, *, wish: str, at: str) -> str:
    return render_template(
        "panel/why.html",
        refusal=refusal,
        quote=view.quote,
        line=view.line,
        at=dom_id(at),
        wish=wish,
        step=_step(),
        json=json,
        figures=figures,
    )


def _step() -> str:
    """The step that the page shows, as it says itself."""
    return request.form.get("step", request.args.get("step", ""))


def _repair() -> Mapping[str, object]:
    """Raises RepairUnreadable."""
    text = request.form.get("changes", "")
    try:
        changes = json.loads(text) if len(text) <= _REPAIR_LIMIT else None
    except (ValueError, RecursionError):
        changes = None
    if not isinstance(changes, dict):
        raise RepairUnreadable("This way out cannot be read. Ask again why the value is not possible.")
    return changes
