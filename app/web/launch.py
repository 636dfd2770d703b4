"""The doors from the CRM: the page that its frame posts to, the same door as JSON, and the user's approval.

What is posted is handed on as it came; only the CRM's adapter knows how to read it. Whoever cannot be
verified gets the same answer whatever was wrong, with a reference and nothing else.
"""

from datetime import datetime
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wsgi import get_input_stream

from app.actions import LaunchRefused, arrive, finish_approval, frame_ancestors, start_approval
from app.errors import AppError
from app.services import Services
from app.web import limits
from app.web.panel.page import render_shell
from app.web.problem import Problem
from app.web.session import held
from app.web.visit import Visit, visit

_FORM: Final = "application/x-www-form-urlencoded"
_APPROVAL_VALUE_LIMIT: Final = 2048

launch = Blueprint("launch", __name__)


@launch.post("/canvas/<connection>")
def open_panel(connection: str) -> Response:
    posted, services, at = _entered(connection)
    return render_shell(services, arrive(services, connection=connection, form=_form(posted), at=at))


@launch.get("/canvas/<connection>")
def enter_by_get(connection: str) -> Response:
    """The CRM sends a GET instead of a signed POST when the user has to approve the app first."""
    request, services, at = _entered(connection)
    login_url = request.args.get("loginUrl", "")
    if request.args.get("_sfdc_canvas_auth") != "user_approval_required":
        return Response(render_template("launch/how_to_open.html"))
    url = start_approval(services, connection=connection, login_url=login_url[:_APPROVAL_VALUE_LIMIT], at=at)
    return Response(render_template("launch/approval.html", authorize_url=url))


@launch.get("/canvas/<connection>/approval")
def approval_answered(connection: str) -> Response:
    """Where the CRM's login page returns to, in its own window."""
    request, process = visit(), held()
    request.refuse_correlation()
    code, state = (request.args.get(key, "")[:_APPROVAL_VALUE_LIMIT] for key in ("code", "state"))
    if not code:
        return Response(render_template("launch/not_approved.html"))
    finish_approval(process.services, connection=connection, state=state, code=code, at=process.clock())
    return Response(render_template("launch/approved.html"))


def refused_page(problem: Problem) -> Response:
    """The failure of a launch, in words, with what the user can do about it."""
    usual = "launch/unavailable.html" if problem.status == 503 else "launch/refused.html"
    template = _PAGES.get(problem.code, usual)
    return Response(render_template(template, problem=problem), status=problem.status)


_PAGES: Final = {
    "launch_stale": "launch/stale.html",
    "approval_needed": "launch/approval_needed.html",
    "record_missing": "launch/record_missing.html",
}


def _entered(connection: str) -> tuple[Visit, Services, datetime]:
    """The request of somebody whom nobody knows yet, and what it takes to answer it.

    Whatever comes of it, they shall read it in the CRM's frame.
    """
    request, process = visit(), held()
    request.refuse_correlation()
    at = process.clock()
    try:
        request.ancestors = frame_ancestors(process.services, connection, at=at)
    except AppError:
        # What is wrong is found again, and told, by what they came for.
        request.ancestors = ()
    return request, process.services, at


def _form(request: Visit) -> dict[str, str]:
    """The one field of a url-encoded body. Raises LaunchRefused for anything else."""
    kind = request.environ.get("CONTENT_TYPE", "").partition(";")[0]
    if kind.strip().lower() != _FORM:
        raise LaunchRefused
    try:
        body = get_input_stream(request.environ, max_content_length=limits.LAUNCH).read()
        name, sign, value = body.partition(b"=")
        if not sign or b"&" in body or not body.isascii():
            raise LaunchRefused
        return {name.decode(): unquote_to_bytes(value.replace(b"+", b" ")).decode()}
    except (RequestEntityTooLarge, ValueError):
        raise LaunchRefused from None
