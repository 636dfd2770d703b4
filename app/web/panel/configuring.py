"""The configurator of one line: choosing, taking back, taking a way out, filling in the rest, undoing."""

import json
from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from app.actions import (
    Call,
    LineChange,
    LineView,
    Order,
    PricedRepair,
    Refusal,
    Strategy,
    ask_next,
    change_line,
    complete_line,
    completion_strategies,
    redo_change,
    show_assembly,
    show_line,
    undo_change,
)
from app.catalog.texts import said as in_language
from app.configuration import ChoiceImpossible
from app.errors import Refused
from app.quoting import can_see_cost
from app.web.api.headers import expected_revision
from app.web.meanwhile import changed_meanwhile, in_words
from app.web.panel import figures
from app.web.panel.changes import completed_text, redo_text, undo_text
from app.web.panel.explaining import reasons_fragment, refusal_fragment
from app.web.panel.guided import after, is_guided, proposed_step
from app.web.panel.parts import shown_parts
from app.web.panel.shown import shown
from app.web.panel.together import like_first_row, without_rest
from app.web.panel.values import dom_id, read, worded
from app.web.panel.waterfall import bars
from app.web.session import current_call, language, services
from app.web.spoken import spoken_view

routes = Blueprint("configuring", __name__)

_REPAIR_LIMIT = 20_000
_IN_ROWS = ("row", "attribute", "set")
"""Parts of a request that name a row, or what is in it: that row stays open."""


class RepairUnreadable(Refused):
    code = "repair_unreadable"


@routes.get("/quotes/<quote_id>/lines/<int:n>")
def configure(quote_id: str, n: int) -> str:
    """``order``: the question by itself that comes first in it."""
    call = current_call()
    view = show_line(services(), call, quote_id, n)
    if request.args.get("order") != Order.SETTLING:
        return line_page(call, view)
    step, why = proposed_step(ask_next(services(), call, quote_id, n, order=Order.SETTLING))
    return line_page(call, view, step=step, proposed=why)


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
        return _refused(refusal_fragment(call, view, attribute=attribute, value=value), at=attribute)


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
    strategy = request.form.get("strategy", Strategy.DEFAULTS)
    view = complete_line(services(), call, quote_id, n, strategy=strategy, expected=expected_revision())
    return line_page(call, view, said="" if view.completed is None else completed_text(view.completed))


@routes.get("/quotes/<quote_id>/lines/<int:n>/ways")
def ways(quote_id: str, n: int) -> str:
    """The ways to fill in the rest."""
    return render_template(
        "panel/ways.html",
        strategies=completion_strategies(services(), current_call(), quote_id, n),
        base=f"/panel/quotes/{quote_id}/lines/{n}",
        step=_step(),
    )


@routes.post("/quotes/<quote_id>/lines/<int:n>/undo")
def undo(quote_id: str, n: int) -> str:
    call = current_call()
    view = undo_change(services(), call, quote_id, n, expected=expected_revision())
    return line_page(call, view, said=f"Undone: {redo_text(view)}.")


@routes.post("/quotes/<quote_id>/lines/<int:n>/redo")
def redo(quote_id: str, n: int) -> str:
    call = current_call()
    view = redo_change(services(), call, quote_id, n, expected=expected_revision())
    return line_page(call, view, said=f"Done again: {undo_text(view)}.")


@routes.get("/quotes/<quote_id>/lines/<int:n>/assembly")
def assembly(quote_id: str, n: int) -> str:
    """What the line is made of, for the part of its page that opens on demand."""
    view = show_assembly(services(), current_call(), quote_id, n)
    return render_template("panel/assembly.html", view=view, shown=shown_parts(view), figures=figures)


def line_page(
    call: Call, view: LineView, *, said: str = "", step: str | None = None, proposed: str = ""
) -> str:
    """The whole of the panel for one line, at the step, or that which the request names.

    ``said``: what was just done to it; ``proposed``: why its question is asked now.
    """
    meanwhile = in_words(changed_meanwhile(view.quote.revision, expected_revision()))
    view = spoken_view(view)
    return render_template(
        "panel/line.html",
        quote=view.quote,
        line=view.line,
        product=view.product,
        shown=shown(
            view,
            _step() if step is None else step,
            language=language(),
            proposed=proposed,
            opened=[request.values[name] for name in _IN_ROWS if name in request.values],
        ),
        asked_row=request.args.get("row", ""),
        asked=lambda one: in_language(one.text, one.texts, language=language()),
        complete=view.configuration.complete,
        undo=undo_text(view),
        redo=redo_text(view),
        said=f"{said} {meanwhile}".strip(),
        bars=bars(view.line.price),
        item_number=view.item_number,
        margin=view.margin if _sees_cost(call, view) else None,
        figures=figures,
    )


def _sees_cost(call: Call, view: LineView) -> bool:
    return can_see_cost(call.actor, view.quote, opportunity=call.session.opportunity)


def _changed(call: Call, quote_id: str, n: int, *, choices: Mapping[str, object]) -> str:
    change = LineChange(choices=choices)
    view = change_line(services(), call, quote_id, n, change=change, expected=expected_revision())
    step = _step()
    return line_page(call, view, step=after(view, step) if is_guided(step) else step)


def _several(call: Call, view: LineView, *, choices: Mapping[str, object], at: str) -> str | Response:
    """Changes that belong together; the first that is impossible is explained at that place."""
    try:
        return _changed(call, view.quote.id, view.line.n, choices=choices)
    except ChoiceImpossible as refused:
        conflict, view = refused.conflict, spoken_view(view)
        wish = worded(view.product, conflict.attribute, value=conflict.value)
        return _refused(reasons_fragment(view, _unpriced(refused), wish=wish, at=at), at=at)


def _unpriced(refused: ChoiceImpossible) -> Refusal:
    return Refusal(refused.conflict, tuple(PricedRepair(one, None, None) for one in refused.repairs))


def _refused(body: str, *, at: str) -> Response:
    response = Response(body, status=422)
    response.headers["HX-Retarget"] = f"#why-{dom_id(at)}"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


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
