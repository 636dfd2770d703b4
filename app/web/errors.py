"""Failures as HTTP: the one table from kinds to statuses, and the three forms an error is written in.

JSON follows RFC 9457; the launch pages and the panel's fragments show the same facts in words.
"""

from collections.abc import Callable, Mapping
from typing import Final

import structlog
from flask import Flask, Response, json, request
from werkzeug.exceptions import HTTPException

from app.actions import CrmSessionExpired, tell_stale
from app.configuration import ChoiceImpossible
from app.errors import AppError, Forbidden, Misconfigured, Missing, Outside, Refused, Stale, Unverified
from app.store import QuoteChanged
from app.telemetry import described
from app.web.api.schemas.changes import changes_json, stale_facts
from app.web.meanwhile import refused_meanwhile
from app.web.problem import Malformed, Problem, TooOften
from app.web.session import correlation, current_call, language, services

log = structlog.get_logger("quotewright.web")

KINDS: Final[tuple[tuple[type[AppError], int, str], ...]] = (
    # The remedy is that of an expired panel session: the page renews through the CRM once, then repeats.
    (CrmSessionExpired, 401, "The CRM session has ended"),
    (Unverified, 401, "We cannot tell who is calling"),
    (Forbidden, 403, "Not allowed"),
    (Missing, 404, "Not found"),
    (Stale, 409, "Somebody saved first"),
    (Refused, 422, "Not possible"),
    (Outside, 503, "A neighbouring system failed"),
    (Misconfigured, 500, "The installation is incomplete"),
    (TooOften, 429, "Too many requests"),
    (Malformed, 400, "The request cannot be read"),
    (AppError, 500, "Failed"),
)
"""The first row that fits an error says its status and title."""

_RETRY_S: Final = {"crm_busy": 2, "crm_limit": 900}
_RETRY_USUALLY_S: Final = 10
_CODES: Final = {
    400: "request_malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "body_too_large",
    415: "content_type_unsupported",
}
_WORDS: Final = {
    400: "The request cannot be read.",
    404: "There is nothing at this address.",
    405: "This address does not answer that method.",
    413: "The request is too large.",
    415: "Send the body as application/json.",
}

Render = Callable[[Problem], Response]


def register_errors(app: Flask, *, page: Render, fragment: Render) -> None:
    """``page`` writes errors of the launch, ``fragment`` those of htmx requests; all else is JSON."""

    def answer(error: Exception) -> Response:
        problem = problem_of(error)
        response = _form(page, fragment)(problem)
        response.status_code = problem.status
        response.headers.update(problem.headers)
        return response

    app.register_error_handler(Exception, answer)
    # flask-smorest brings a form of its own for these; errors have one form here.
    app.register_error_handler(HTTPException, answer)


def problem_of(error: Exception) -> Problem:
    """What the caller may know of any exception. An unexpected one is logged; only its reference is shown."""
    if isinstance(error, AppError):
        return _expected(error)
    if isinstance(error, HTTPException):
        return _of_http(error)
    return _unexpected(error)


def as_json(problem: Problem) -> Response:
    body = json.dumps(problem.as_json(), default=str)
    return Response(body, status=problem.status, mimetype="application/problem+json")


def _expected(error: AppError) -> Problem:
    if isinstance(error, ChoiceImpossible):
        error = error.in_language(language())
    status, title = next(row[1:] for row in KINDS if isinstance(error, row[0]))
    return Problem(
        status=status,
        code=error.code,
        title=title,
        detail=error.detail,
        correlation=correlation(),
        facts={**error.facts, **_told_meanwhile(error)},
        headers=_headers(error, status),
    )


def _told_meanwhile(error: AppError) -> Mapping[str, object]:
    """What others changed, where the refused change was meant for an older revision."""
    if isinstance(error, QuoteChanged) and error.quote is not None:
        return stale_facts(tell_stale(services(), current_call(), error))
    if isinstance(error, Missing | Refused):
        found = refused_meanwhile()
        return {"changes": changes_json(found)} if found else {}
    return {}


def _headers(error: AppError, status: int) -> dict[str, str]:
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, TooOften):
        return {"Retry-After": str(error.facts["retry_after"])}
    if isinstance(error, Outside) and error.retryable:
        return {"Retry-After": str(_RETRY_S.get(error.code, _RETRY_USUALLY_S))}
    return {}


def _of_http(error: HTTPException) -> Problem:
    """Werkzeug's own refusals, in our words: its descriptions may quote the request."""
    status = error.code or 500
    given = error.get_response().headers
    kept = {name: given[name] for name in ("Allow", "Location") if name in given}
    return Problem(
        status=status,
        code=_CODES.get(status, f"http_{status}"),
        title=error.name,
        detail=_WORDS.get(status, error.name + "."),
        correlation=correlation(),
        headers=kept,
    )


def _unexpected(error: Exception) -> Problem:
    # Frames only: the text of an exception may hold what was posted, or a row of the database.
    log.error("unexpected", correlation=correlation(), causes=described(error))
    return Problem(
        status=500,
        code="unexpected",
        title="Something went wrong",
        detail="The request failed for a reason that we did not foresee. Tell support the reference.",
        correlation=correlation(),
    )


def _form(page: Render, fragment: Render) -> Render:
    if request.blueprint == "launch":
        return page
    if request.headers.get("HX-Request") == "true" and not request.path.startswith("/api/"):
        return fragment
    return as_json
