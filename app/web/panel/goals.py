"""Goal seek in the panel: what the quote is to come to, what that would do to each line, then doing it."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, render_template, request

from app.actions import preview_goal, seek_goal, show_quote
from app.quoting import can_see_cost
from app.web.api.headers import expected_revision
from app.web.panel import figures
from app.web.panel.quote_page import changed_parts
from app.web.panel.reading import number_of
from app.web.session import current_call, services

routes = Blueprint("goals", __name__)

MOST_SHOWN: Final = 100
_UNSAID: Final = "not said yet"


@routes.get("/quotes/<quote_id>/goal")
def show(quote_id: str) -> str:
    call = current_call()
    quote = show_quote(services(), call, quote_id)
    return render_template(
        "panel/goal.html",
        quote=quote,
        base=f"/panel/quotes/{quote_id}",
        sees_cost=can_see_cost(call.actor, quote, opportunity=call.session.opportunity),
        figures=figures,
    )


@routes.get("/quotes/<quote_id>/goal/preview")
def preview(quote_id: str) -> str:
    """Nothing is changed, so that the reason may still be missing."""
    reason = request.args.get("reason", "").strip() or _UNSAID
    view = preview_goal(services(), current_call(), quote_id, goal=_goal(), reason=reason)
    pairs = zip(view.before.lines, view.after.lines, strict=True)
    changed = [(one, other) for one, other in pairs if one.price.net != other.price.net]
    return render_template(
        "panel/goal_preview.html",
        view=view,
        shown=changed[:MOST_SHOWN],
        more=max(0, len(changed) - MOST_SHOWN),
        figures=figures,
    )


@routes.post("/quotes/<quote_id>/goal")
def seek(quote_id: str) -> str:
    call = current_call()
    done = seek_goal(
        services(),
        call,
        quote_id,
        goal=_goal(),
        reason=request.form.get("reason", ""),
        expected=expected_revision(),
    )
    said = f"The quote comes to {figures.with_currency(done.after.total)}."
    return changed_parts(call, done.before, done.after, said=said)


def _goal() -> Mapping[str, object]:
    aim, figure = request.values.get("aim", ""), number_of(request.values.get("figure", ""))
    if aim == "undercut":
        return {aim: figure, "of": number_of(request.values.get("of", ""))}
    return {aim: figure}
