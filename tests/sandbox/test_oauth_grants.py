"""Each grant with what it checks, and the vendor's words where it refuses."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from app.sandbox.certificates import signing_pair
from tests.fixtures_sandbox import Sandbox
from tests.sandbox.signing_in import (
    BEARER,
    CALLBACK,
    Json,
    assertion,
    authorize,
    by_assertion,
    exchange,
    post,
    refresh,
    refusal,
    session_for,
    works,
)

EXPIRED = ("invalid_grant", "expired access/refresh token")
MISMATCH = ("redirect_uri_mismatch", "redirect_uri must match configuration")
NO_SECRET = ("invalid_client", "invalid client credentials")


@pytest.fixture(scope="module")
def key(sandbox: Sandbox) -> tuple[str, str]:
    """A private key and its certificate, made as the sandbox makes them."""
    return signing_pair("nightly")


@pytest.fixture
def app(sandbox: Sandbox, key: tuple[str, str]) -> Json:
    sandbox.reset()
    return sandbox.app("nightly", callbacks=[CALLBACK], approved=["rep"], certificate=key[1])


def test_an_app_for_chosen_users_says_so_to_the_others(
    sandbox: Sandbox, app: Json, key: tuple[str, str]
) -> None:
    app = sandbox.app("nightly", users="admin_approved", run_as="admin")
    refused = ("invalid_app_access", "user is not admin approved to access this app")
    assert by_assertion(sandbox, assertion(app, key[0])).status_code == 200
    newcomer = assertion(app, key[0], sub="newcomer@sandbox.example")
    assert refusal(by_assertion(sandbox, newcomer)) == refused
    assert refusal(post(sandbox, "token", credentials(app))) == refused
    assert authorize(sandbox, app, user="newcomer")["error"] == "OAUTH_APP_ACCESS_DENIED"
    assert "code" in authorize(sandbox, app)


def test_somebody_who_left_gets_no_token_and_loses_the_old_ones(
    sandbox: Sandbox, app: Json, key: tuple[str, str]
) -> None:
    code = authorize(sandbox, app)["code"]
    held = exchange(sandbox, app, authorize(sandbox, app)["code"]).json()
    rep = next(one for one in sandbox.records("User") if one["Alias"] == "rep")
    sandbox.change("User", rep["Id"], IsActive=False)
    gone = ("inactive_user", "user is inactive")
    assert refusal(by_assertion(sandbox, assertion(app, key[0]))) == gone
    assert refusal(exchange(sandbox, app, code)) == gone
    assert refusal(refresh(sandbox, app, held["refresh_token"])) == gone
    assert not works(sandbox, held["access_token"])


def credentials(app: Json, **changes: Any) -> Json:
    pair = {"client_id": app["key"], "client_secret": app["secret"]}
    return {"grant_type": "client_credentials", **pair, **changes}


def test_client_credentials_act_as_the_chosen_user_on_the_orgs_own_host_only(
    sandbox: Sandbox, app: Json
) -> None:
    assert refusal(post(sandbox, "token", credentials(app))) == (
        "invalid_grant",
        "no client credentials user enabled",
    )
    app = sandbox.app("nightly", run_as="readonly", scopes=["api", "id", "refresh_token", "full"])
    answer = post(sandbox, "token", credentials(app)).json()
    assert (answer["scope"], "refresh_token" in answer) == ("api id", False)
    assert works(sandbox, answer["access_token"])
    for changes, words in (
        ({"client_secret": "no"}, NO_SECRET),
        ({"client_secret": ""}, NO_SECRET),
        ({"client_id": "no"}, ("invalid_client_id", "client identifier invalid")),
    ):
        assert refusal(post(sandbox, "token", credentials(app, **changes))) == words
    with session_for(sandbox) as session:
        address = "https://login.salesforce.com/services/oauth2/token"
        reply = session.post(address, data=credentials(app), timeout=9)
    assert refusal(reply) == ("invalid_grant", "request not supported on this domain")


def test_the_secret_may_come_by_basic(sandbox: Sandbox, app: Json) -> None:
    sandbox.app("nightly", run_as="rep")
    form = {"grant_type": "client_credentials"}
    assert post(sandbox, "token", form, auth=(app["key"], app["secret"])).status_code == 200
    assert refusal(post(sandbox, "token", form, auth=(app["key"], "no"))) == NO_SECRET
    for value in ("Basic !", "Basic", "Basic /w==", "Digest x"):
        reply = post(sandbox, "token", form, headers={"Authorization": value})
        assert refusal(reply)[0] == "invalid_client_id"


def test_a_code_is_for_its_app_its_callback_its_verifier_and_one_use(sandbox: Sandbox, app: Json) -> None:
    other = sandbox.app("other", callbacks=[CALLBACK])
    back = authorize(sandbox, app, state="a b&c=\u00e9")
    assert back["state"] == "a b&c=\u00e9"
    wrong = ("invalid_grant", "invalid authorization code")
    assert refusal(exchange(sandbox, app, "invented")) == wrong
    assert refusal(exchange(sandbox, other, back["code"])) == wrong
    assert exchange(sandbox, app, back["code"]).status_code == 200
    spent = ("invalid_grant", "expired authorization code")
    assert refusal(exchange(sandbox, app, back["code"])) == spent
    for changes, words in (
        (
            {"redirect_uri": f"{CALLBACK}/"},
            MISMATCH,
        ),
        ({"code_verifier": "w" * 64}, ("invalid_grant", "invalid code verifier")),
        ({"code_verifier": ""}, ("invalid_grant", "invalid code verifier")),
    ):
        code = authorize(sandbox, app)["code"]
        assert refusal(exchange(sandbox, app, code, **changes)) == words
        assert refusal(exchange(sandbox, app, code)) == spent
    code = authorize(sandbox, app)["code"]
    assert refusal(exchange(sandbox, app, code, client_secret="")) == NO_SECRET
    sandbox.expire_tokens("code")
    assert refusal(exchange(sandbox, app, code)) == spent


def test_of_many_at_once_one_gets_the_code_and_one_the_refresh_token(sandbox: Sandbox, app: Json) -> None:
    sandbox.app("nightly", refresh="rotate")
    code = authorize(sandbox, app)["code"]
    with ThreadPoolExecutor(6) as pool:
        replies = list(pool.map(lambda _: exchange(sandbox, app, code), range(6)))
        granted = [reply.json() for reply in replies if reply.status_code == 200]
        assert len(granted) == 1
        token = granted[0]["refresh_token"]
        replies = list(pool.map(lambda _: refresh(sandbox, app, token), range(6)))
    assert sum(reply.status_code == 200 for reply in replies) == 1
    newest = next(reply.json() for reply in replies if reply.status_code == 200)
    assert not works(sandbox, newest["access_token"])


def test_an_app_may_go_without_pkce_and_without_a_secret(sandbox: Sandbox, app: Json) -> None:
    sandbox.app("nightly", pkce="optional", client_secret="optional")
    code = authorize(sandbox, app, code_challenge=None, code_challenge_method=None)["code"]
    assert exchange(sandbox, app, code, code_verifier="", client_secret="").status_code == 200
    code = authorize(sandbox, app)["code"]
    assert refusal(exchange(sandbox, app, code, code_verifier="no", client_secret=""))[1] == (
        "invalid code verifier"
    )
    code = authorize(sandbox, app)["code"]
    assert refusal(exchange(sandbox, app, code, client_secret="no")) == NO_SECRET


def test_a_refresh_token_stays_within_its_app_and_its_scope(sandbox: Sandbox, app: Json) -> None:
    other = sandbox.app("other", callbacks=[CALLBACK])
    without = exchange(sandbox, app, authorize(sandbox, app, scope="api id")["code"]).json()
    assert "refresh_token" not in without
    held = exchange(sandbox, app, authorize(sandbox, app)["code"]).json()
    token = held["refresh_token"]
    assert refusal(refresh(sandbox, other, token)) == EXPIRED
    assert refusal(refresh(sandbox, app, held["access_token"])) == EXPIRED
    assert refusal(refresh(sandbox, app, token, scope="web"))[0] == "invalid_scope"
    assert refusal(refresh(sandbox, app, token, client_secret="no")) == NO_SECRET
    narrower = refresh(sandbox, app, token, scope="id").json()
    assert (narrower["scope"], "refresh_token" in narrower) == ("id", False)
    with requests.Session() as session:
        headers = {"Authorization": f"Bearer {narrower['access_token']}"}
        assert session.get(f"{sandbox.org}/services/oauth2/userinfo", headers=headers, timeout=9).ok
        reply = session.get(f"{sandbox.org}/services/data/v67.0/limits", headers=headers, timeout=9)
        assert (reply.status_code, reply.json()[0]["errorCode"]) == (403, "INVALID_SESSION_ID")
    sandbox.expire_tokens("refresh")
    assert refusal(refresh(sandbox, app, token)) == EXPIRED


def test_a_user_keeps_five_approvals_of_an_app(sandbox: Sandbox, app: Json) -> None:
    held = [exchange(sandbox, app, authorize(sandbox, app)["code"]).json() for _ in range(6)]
    assert refusal(refresh(sandbox, app, held[0]["refresh_token"])) == EXPIRED
    assert not works(sandbox, held[0]["access_token"])
    assert all(refresh(sandbox, app, one["refresh_token"]).status_code == 200 for one in held[1:])


def test_revoking_a_refresh_token_takes_its_access_tokens_but_not_the_other_way_round(
    sandbox: Sandbox, app: Json
) -> None:
    held = exchange(sandbox, app, authorize(sandbox, app)["code"]).json()
    second = refresh(sandbox, app, held["refresh_token"]).json()
    assert post(sandbox, "revoke", {"token": held["access_token"]}).status_code == 200
    assert not works(sandbox, held["access_token"])
    assert works(sandbox, second["access_token"])
    with requests.Session() as session:
        where = f"{sandbox.org}/services/oauth2/revoke"
        assert session.get(where, params={"token": held["refresh_token"]}, timeout=9).text == ""
    assert not works(sandbox, second["access_token"])
    assert refusal(refresh(sandbox, app, held["refresh_token"])) == EXPIRED
    again = post(sandbox, "revoke", {"token": held["refresh_token"]})
    said = "error=unsupported_token_type&error_description=this%20token%20type%20is%20not%20supported"
    assert (again.status_code, again.text) == (400, said)


def introspect(sandbox: Sandbox, app: Json, token: str) -> requests.Response:
    return post(sandbox, "introspect", {"token": token}, auth=(app["key"], app["secret"]))


def test_an_app_learns_of_its_own_tokens_only(sandbox: Sandbox, app: Json) -> None:
    other = sandbox.app("other")
    held = exchange(sandbox, app, authorize(sandbox, app)["code"]).json()
    facts = introspect(sandbox, app, held["refresh_token"]).json()
    assert facts["active"] is True
    assert (facts["token_type"], facts["client_id"]) == ("refresh_token", app["key"])
    assert (facts["scope"], facts["username"]) == ("api id refresh_token", "rep@sandbox.example")
    dead = {"active": False}
    assert introspect(sandbox, other, held["access_token"]).json() == dead
    assert introspect(sandbox, app, "invented").json() == dead
    sandbox.expire_tokens()
    assert introspect(sandbox, app, held["access_token"]).json() == dead
    assert refusal(post(sandbox, "introspect", {"token": "x", "client_id": app["key"]})) == NO_SECRET


def test_the_identity_address_is_answered_to_its_owner(sandbox: Sandbox, app: Json) -> None:
    held = exchange(sandbox, app, authorize(sandbox, app)["code"]).json()
    headers = {"Authorization": f"Bearer {held['access_token']}"}
    other = held["id"][:-18] + next(one["Id"] for one in sandbox.records("User") if one["Alias"] == "admin")
    with session_for(sandbox) as session:
        facts = session.get(held["id"], headers=headers, timeout=9).json()
        assert (facts["id"], facts["username"]) == (held["id"], "rep@sandbox.example")
        assert session.get(other, headers=headers, timeout=9).status_code == 404
        for sent, words in (({}, "Missing_OAuth_Token"), ({"Authorization": "Bearer x"}, "Bad_OAuth_Token")):
            reply = session.get(held["id"], headers=sent, timeout=9)
            assert (reply.status_code, reply.text) == (403, words)


def test_what_is_offered_can_be_read_beforehand(sandbox: Sandbox) -> None:
    with session_for(sandbox) as session:
        facts = session.get(f"{sandbox.tls}/.well-known/openid-configuration", timeout=9).json()
        assert session.post(facts["token_endpoint"], timeout=9).json()["error"] == "unsupported_grant_type"
        assert refusal(session.get(facts["token_endpoint"], timeout=9)) == (
            "invalid_request",
            "must use HTTP POST",
        )
    assert BEARER in facts["grant_types_supported"]
