"""The consent page: what it shows, whom it refuses, and where it sends the browser."""

import pytest
import requests

from tests.fixtures_sandbox import Sandbox
from tests.sandbox.signing_in import CALLBACK, Json, authorize, refusal


@pytest.fixture
def app(sandbox: Sandbox) -> Json:
    sandbox.reset()
    return sandbox.app("nightly", callbacks=[CALLBACK], approved=["rep"])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"decision": "deny"}, "access_denied"),
        ({"user": "nobody"}, "access_denied"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"scope": "api everything"}, "invalid_scope"),
        ({"scope": "web"}, "invalid_scope"),
        ({"prompt": "none"}, "immediate_unsuccessful"),
    ],
)
def test_what_is_wrong_at_the_consent_page_is_told_at_the_callback(
    sandbox: Sandbox, app: Json, changes: Json, error: str
) -> None:
    back = authorize(sandbox, app, **{"state": "s", **changes})
    assert (back["error"], back["state"]) == (error, "s")
    assert "code" not in back


@pytest.mark.parametrize(
    "uri", [f"{CALLBACK}/", f"{CALLBACK}?x=1", "https://nightly.example", "", "http://["]
)
def test_the_browser_is_sent_to_no_address_but_the_registered_ones(
    sandbox: Sandbox, app: Json, uri: str
) -> None:
    asked = {"response_type": "code", "client_id": app["key"], "redirect_uri": uri}
    with requests.Session() as session:
        where = f"{sandbox.org}/services/oauth2/authorize"
        reply = session.get(where, params=asked, timeout=9, allow_redirects=False)
        assert refusal(reply) == ("redirect_uri_mismatch", "redirect_uri must match configuration")
        reply = session.get(where, params={**asked, "client_id": "x"}, timeout=9)
        assert refusal(reply) == ("invalid_client_id", "client identifier invalid")


def test_the_page_says_who_asks_for_what(sandbox: Sandbox, app: Json) -> None:
    sandbox.app("nightly", label="Nightly <b>report</b>")
    asked = {"response_type": "code", "client_id": app["key"], "redirect_uri": CALLBACK, "scope": "api"}
    pkce = {"code_challenge": "x" * 43, "code_challenge_method": "S256", "login_hint": "director"}
    with requests.Session() as session:
        page = session.get(
            f"{sandbox.org}/services/oauth2/authorize", params={**asked, **pkce}, timeout=9
        ).text
    assert "Nightly &lt;b&gt;report&lt;/b&gt;" in page
    assert "Manage user data via APIs" in page
    assert "Perform requests at any time" not in page
    assert '<option value="director" selected>' in page
