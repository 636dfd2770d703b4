"""A failure inside the panel: a notice above the work, which stays as it was; or words where none is yet."""

from flask import Response, render_template

from app.web.problem import Problem
from app.web.session import is_arriving

_RELOAD = frozenset({"quote_changed", "quote_not_found", "line_not_found", "release_changed", "quote_locked"})
_REMEDIES = {401: "reopen", 503: "wait"}


def render_error(problem: Problem) -> Response:
    if is_arriving():
        return Response(render_template("panel/not_opened.html", problem=problem), status=problem.status)
    remedy = "reload" if problem.code in _RELOAD else _REMEDIES.get(problem.status, "")
    body = render_template("panel/notice.html", problem=problem, remedy=remedy)
    response = Response(body, status=problem.status)
    # Whatever was to be replaced keeps standing: nothing typed or chosen is lost with a refusal.
    response.headers["HX-Retarget"] = "#notice"
    response.headers["HX-Reswap"] = "innerHTML"
    return response
