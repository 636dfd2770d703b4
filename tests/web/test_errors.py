"""Failures as HTTP: each kind has one status, each caller the form that it can read."""

import pytest
from flask import Flask
from werkzeug.exceptions import Forbidden as ForbiddenByHttp

from app.actions import CrmSessionExpired
from app.errors import AppError, Forbidden, Misconfigured, Missing, Outside, Refused, Stale, Unverified
from app.web.errors import KINDS, problem_of
from app.web.problem import Malformed
from tests.web.conftest import Caller, Web


class Pending(Outside):
    code = "pending"
    retryable = False


@pytest.mark.parametrize(
    ("error", "status", "retry"),
    [
        (Unverified("x"), 401, None),
        (CrmSessionExpired("x"), 401, None),
        (Forbidden("x"), 403, None),
        (Missing("x"), 404, None),
        (Stale("x"), 409, None),
        (Refused("x"), 422, None),
        (Malformed("x"), 400, None),
        (Outside("x"), 503, "10"),
        (Pending("x"), 503, None),
        (Misconfigured("x"), 500, None),
        (AppError("x"), 500, None),
    ],
)
def test_each_kind_of_failure_has_its_status(
    web: Web, error: AppError, status: int, retry: str | None
) -> None:
    with web.app.test_request_context():
        problem = problem_of(error)
    assert problem.status == status
    assert problem.headers.get("Retry-After") == retry


def test_every_kind_of_failure_is_in_the_table() -> None:
    kinds = {
        kind for kind in AppError.__subclasses__() if kind.__module__ in ("app.errors", "app.web.problem")
    }
    assert kinds <= {kind for kind, _status, _title in KINDS}


def test_facts_cannot_take_the_place_of_the_standard_members(web: Web) -> None:
    with web.app.test_request_context():
        body = problem_of(Refused("no", facts={"status": "draft", "code": "x", "more": 1})).as_json()
    assert (body["status"], body["code"], body["more"]) == (422, "refused", 1)


def test_the_panel_s_requests_get_a_fragment_and_the_api_s_never(rep: Caller) -> None:
    headers = {"Authorization": f"Bearer {rep.token}", "HX-Request": "true"}
    fragment = rep.client.get("/panel/nothing-here", headers=headers)
    api = rep.client.get("/api/v1/nothing-here", headers=headers)
    assert (fragment.status_code, fragment.mimetype) == (404, "text/html")
    assert (api.status_code, api.mimetype) == (404, "application/problem+json")


def test_werkzeug_s_own_words_are_not_passed_on(web: Web) -> None:
    with web.app.test_request_context():
        problem = problem_of(ForbiddenByHttp("secret of the request"))
    assert problem.status == 403
    assert "secret" not in str(problem)


def test_a_short_secret_key_is_refused(web: Web) -> None:
    from app.web.session import hold

    with pytest.raises(ValueError, match="32 bytes"):
        hold(Flask("x"), web.app.extensions["quotewright"].services, secret_key="short", clock=None)
