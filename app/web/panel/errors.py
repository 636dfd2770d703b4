"""A failure inside the panel: a notice above the work, which stays as it was."""

from flask import Response, render_template

from app.web.problem import Problem

_RELOAD = frozenset(
    {"quote_changed", "quote_not_found", "line_not_found", "release_superseded", "quote_locked"}
)


def render_error(problem: Problem) -> Response:
    body = render_template("panel/notice.html", problem=problem, reload=problem.code in _RELOAD)
    response = Response(body, status=problem.status)
    # Whatever was to be replaced keeps standing: nothing typed or chosen is lost with a refusal.
    response.headers["HX-Retarget"] = "#notice"
    response.headers["HX-Reswap"] = "innerHTML"
    return response
