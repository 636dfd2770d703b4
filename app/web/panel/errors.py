"""A failure inside the panel: a notice above the work, which stays as it was; or words where none is yet.

What is refused of a cell of the table is told in its row, what is refused of a dialog within that.
"""

import re
from typing import Final

from flask import Response, render_template, request

from app.web.problem import Problem
from app.web.session import is_arriving

_RELOAD = frozenset({"quote_changed", "quote_not_found", "line_not_found", "release_changed", "quote_locked"})
_REMEDIES = {401: "reopen", 503: "wait"}
_CELL: Final = re.compile(r"(?:quantity|discount)-([0-9]{1,9})")


def render_error(problem: Problem) -> Response:
    if is_arriving():
        return Response(render_template("panel/not_opened.html", problem=problem), status=problem.status)
    remedy = "reload" if problem.code in _RELOAD else _REMEDIES.get(problem.status, "")
    place = _place(problem) if not remedy else "notice"
    template = "panel/notice.html" if place == "notice" else "panel/refused.html"
    response = Response(
        render_template(template, problem=problem, remedy=remedy, place=place), status=problem.status
    )
    # Whatever was to be replaced keeps standing: nothing typed or chosen is lost with a refusal.
    response.headers["HX-Retarget"] = f"#{place}"
    response.headers["HX-Reswap"] = "innerHTML"
    return response


def _place(problem: Problem) -> str:
    """Where what the user has to correct is told."""
    cell = _CELL.fullmatch(request.values.get("cell", ""))
    if cell is not None and problem.status == 422:
        return f"error-{cell[1]}"
    return "sheet-notice" if "sheet" in request.values else "notice"
