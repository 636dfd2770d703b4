"""The doors from the CRM: the page that its frame posts to, the same door as JSON, and the user's approval.

What is posted is handed on as it came; only the CRM's adapter knows how to read it. Whoever cannot be
verified gets the same answer whatever was wrong, with a reference and nothing else.
"""

from contextlib import suppress
from typing import Final
from urllib.parse import parse_qsl

from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from app.actions import (
    LaunchRefused,
    arrive,
    finish_approval,
    frame_ancestors,
    start_approval,
)
from app.errors import AppError
from app.web import limits
from app.web.framing import framed_by
from app.web.panel.page import render_shell
from app.web.problem import Problem
from app.web.session import now, own_correlation, services

_FORM: Final = "application/x-www-form-urlencoded"
_APPROVAL_VALUE_LIMIT: Final = 2048

launch = Blueprint("launch", __name__)


@launch.post("/canvas/<connection>")
def open_panel(connection: str) -> Response:
    own_correlation()
    try:
        arrival = arrive(services(), connection=connection, form=_form(), at=now())
    finally:
        # Whatever came of it, the user shall read it in the frame.
        _let_crm_frame(connection)
    return render_shell(arrival)


@launch.get("/canvas/<connection>")
def enter_by_get(connection: str) -> Response:
    """The CRM sends a GET instead of a signed POST when the user has to approve the app first."""
    own_correlation()
    _let_crm_frame(connection)
    login_url = request.args.get("loginUrl", "")
    if request.args.get("_sfdc_canvas_auth") != "user_approval_required":
        return Response(render_template("launch/how_to_open.html"))
    url = start_approval(
        services(), connection=connection, login_url=login_url[:_APPROVAL_VALUE_LIMIT], at=now()
    )
    return Response(render_template("launch/approval.html", authorize_url=url))


@launch.get("/canvas/<connection>/approval")
def approval_answered(connection: str) -> Response:
    """Where the CRM's login page returns to, in its own window."""
    own_correlation()
    code, state = (request.args.get(key, "")[:_APPROVAL_VALUE_LIMIT] for key in ("code", "state"))
    if not code:
        return Response(render_template("launch/not_approved.html"))
    finish_approval(services(), connection=connection, state=state, code=code, at=now())
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


def _let_crm_frame(connection: str) -> None:
    with suppress(AppError):
        framed_by(frame_ancestors(services(), connection, at=now()))


def _form() -> dict[str, str]:
    """The one field of a url-encoded body. Raises LaunchRefused for anything else."""
    if request.mimetype != _FORM:
        raise LaunchRefused
    request.max_content_length = limits.LAUNCH
    try:
        text = request.get_data(cache=False).decode("ascii")
        pairs = parse_qsl(
            text, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=1
        )
    except (RequestEntityTooLarge, ValueError):
        raise LaunchRefused from None
    if len(pairs) != 1:
        raise LaunchRefused
    return dict(pairs)
