"""The door from the CRM without a page: a signed request in, a session token out."""

from flask import Response, request
from werkzeug.exceptions import HTTPException

from app.actions import LaunchRefused, sign_in
from app.web import limits
from app.web.api.headers import answered
from app.web.api.operations import Operations
from app.web.api.reading import read_json
from app.web.api.schemas.bodies import SessionBody
from app.web.api.schemas.quotes import SessionJson, opportunity_json
from app.web.problem import Malformed
from app.web.session import correlation, now, services, tokens
from app.web.visit import visit

sessions = Operations("sessions", "Starting a session")


@sessions.call("POST", "/sessions", answer=SessionJson, reads=SessionBody, status=201, public=True)
def start() -> Response:
    """Verify a signed request and start a session on its opportunity"""
    connection, form = _posted()
    signed_in = sign_in(services(), connection=connection, form=form, at=now(), correlation=correlation())
    session = signed_in.session
    body = {
        "token": tokens().issue(session),
        "expires_in": int((session.expires_at - session.created_at).total_seconds()),
        "opportunity": opportunity_json(signed_in.opportunity),
    }
    return answered(body, status=201)


def _posted() -> tuple[str, dict[str, str]]:
    """The connection, and the one other member. Raises LaunchRefused for whatever is wrong."""
    visit().refuse_correlation()
    request.max_content_length = limits.LAUNCH
    try:
        body = read_json()
    except (Malformed, HTTPException):
        body = None
    if not isinstance(body, dict) or len(body) != 2:
        raise LaunchRefused
    if not all(isinstance(text, str) for text in body.values()):
        raise LaunchRefused
    return body.pop("connection", ""), body
