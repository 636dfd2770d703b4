"""Clients that nobody here wrote sign in over TLS: simple-salesforce by each of its ways, and authlib."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import SalesforceAuthenticationFailed
from simple_salesforce.login import SalesforceLogin

from tests.fixtures_sandbox import Sandbox
from tests.sandbox.signing_in import CALLBACK, VERIFIER, Json, allow, session_for

REP = "rep@sandbox.example"


@pytest.fixture
def session(sandbox: Sandbox) -> Iterator[requests.Session]:
    sandbox.reset()
    with session_for(sandbox) as opened:
        yield opened


@pytest.fixture
def nightly(sandbox: Sandbox, session: requests.Session) -> Json:
    """An app that the rep has approved. (It wants the session: that resets the org.)"""
    return sandbox.app("nightly", callbacks=[CALLBACK], approved=["rep"], run_as="admin")


def who(client: Salesforce) -> str:
    """The username behind the client's token, asked by its own means."""
    answer: Any = client.oauth2("userinfo")
    assert client.query("SELECT Id FROM Opportunity LIMIT 1")["totalSize"] == 1
    return str(answer["preferred_username"])


def refused(**options: Any) -> str:
    with pytest.raises(SalesforceAuthenticationFailed) as caught:
        Salesforce(**options)
    return str(caught.value).removeprefix("Authentication failed (code: ")


@pytest.mark.parametrize("given", ["text", "file", "my domain"])
def test_simple_salesforce_by_a_signed_assertion(
    sandbox: Sandbox, session: requests.Session, nightly: Json, tmp_path: Path, given: str
) -> None:
    key = sandbox.signing_key("nightly")
    (tmp_path / "key.pem").write_text(key)
    ways: dict[str, Json] = {
        "text": {"privatekey": key},
        "file": {"privatekey_file": str(tmp_path / "key.pem"), "domain": "test"},
        "my domain": {"privatekey": key, "instance_url": "acme.my"},
    }
    client = Salesforce(username=REP, consumer_key=nightly["key"], session=session, **ways[given])
    assert who(client) == REP
    assert f"https://{client.sf_instance}" == sandbox.tls


def test_simple_salesforce_renews_its_session_by_a_new_assertion(
    sandbox: Sandbox, session: requests.Session, nightly: Json
) -> None:
    key = sandbox.signing_key("nightly")
    client = Salesforce(username=REP, consumer_key=nightly["key"], privatekey=key, session=session)
    sandbox.expire_tokens()
    assert client.query("SELECT Id FROM Opportunity LIMIT 1")["totalSize"] == 1


def test_simple_salesforce_says_that_the_user_has_not_approved(
    sandbox: Sandbox, session: requests.Session, nightly: Json
) -> None:
    key = sandbox.signing_key("nightly")
    newcomer: Json = {
        "username": "newcomer@sandbox.example",
        "consumer_key": nightly["key"],
        "privatekey": key,
    }
    with pytest.warns(UserWarning, match="you may need to authorize this"):
        assert refused(**newcomer, session=session) == "invalid_grant): user hasn't approved this consumer"


def test_simple_salesforce_by_client_credentials(
    sandbox: Sandbox, session: requests.Session, nightly: Json
) -> None:
    pair: Json = {"consumer_key": nightly["key"], "consumer_secret": nightly["secret"], "session": session}
    assert who(Salesforce(**pair, domain="acme.my")) == "admin@sandbox.example"
    sandbox.app("nightly", run_as=None)
    assert refused(**pair, domain="acme.my") == "invalid_grant): no client credentials user enabled"


def test_simple_salesforce_by_password_only_where_the_org_lets_it(
    sandbox: Sandbox, session: requests.Session, nightly: Json
) -> None:
    pair: Json = {"consumer_key": nightly["key"], "consumer_secret": nightly["secret"], "session": session}
    person: Json = {"username": REP, "password": sandbox.env()["QUOTEWRIGHT_SANDBOX_USER_PASSWORD"]}
    wrong = "invalid_grant): authentication failure"
    assert refused(**pair, **person) == wrong
    sandbox.switch(username_password_flow=True)
    assert who(Salesforce(**pair, **person)) == REP
    assert refused(**pair, username=REP, password="no") == wrong
    with pytest.raises(SalesforceAuthenticationFailed, match="authentication failure"):
        SalesforceLogin(username=REP, **pair)  # a way that sends no password at all


@pytest.mark.parametrize("way", ["security token", "organization", "password alone"])
def test_simple_salesforce_by_soap_only_where_the_org_lets_it(
    sandbox: Sandbox, session: requests.Session, way: str
) -> None:
    env = sandbox.env()
    person: Json = {"username": REP, "password": env["QUOTEWRIGHT_SANDBOX_USER_PASSWORD"]}
    more = {
        "security token": {"security_token": env["QUOTEWRIGHT_SANDBOX_SECURITY_TOKEN"]},
        "organization": {"organizationId": sandbox.organization_id},
        "password alone": {},
    }[way]

    def attempt(**changes: Any) -> tuple[str, str]:
        return SalesforceLogin(**{**person, **more, "session": session, **changes})

    with pytest.raises(SalesforceAuthenticationFailed, match="SOAP API login\\(\\) is disabled by default"):
        attempt()
    sandbox.switch(soap_login=True)
    token, instance = attempt()
    assert who(Salesforce(session_id=token, instance=instance, session=session)) == REP
    with pytest.raises(SalesforceAuthenticationFailed, match=r"INVALID_LOGIN.*Invalid username, password"):
        attempt(password="no")
    with pytest.raises(SalesforceAuthenticationFailed, match="UNSUPPORTED_API_VERSION"):
        attempt(sf_version="65.0")


def test_simple_salesforce_with_a_token_it_was_given(sandbox: Sandbox, session: requests.Session) -> None:
    token = sandbox.token("readonly")
    assert who(Salesforce(session_id=token, instance_url=sandbox.tls, session=session)) == (
        "readonly@sandbox.example"
    )


@pytest.fixture
def web_app(sandbox: Sandbox, nightly: Json) -> Iterator[OAuth2Session]:
    with OAuth2Session(
        nightly["key"],
        nightly["secret"],
        redirect_uri=CALLBACK,
        scope="api id refresh_token",
        code_challenge_method="S256",
        token_endpoint=f"{sandbox.tls}/services/oauth2/token",
    ) as client:
        client.trust_env, client.verify = False, sandbox.ca
        yield client


def signed_in(sandbox: Sandbox, client: OAuth2Session) -> Json:
    where = f"{sandbox.tls}/services/oauth2"
    address, state = client.create_authorization_url(f"{where}/authorize", code_verifier=VERIFIER)
    back = allow(sandbox, address, user="newcomer")
    assert parse_qs(urlsplit(back).query)["state"] == [state]
    token: Json = client.fetch_token(
        f"{where}/token", authorization_response=back, state=state, code_verifier=VERIFIER, timeout=9
    )
    return token


@pytest.mark.parametrize("refresh", ["keep", "rotate"])
def test_authlib_by_code_and_pkce_and_then_by_refreshing(
    sandbox: Sandbox, web_app: OAuth2Session, refresh: str
) -> None:
    sandbox.app("nightly", refresh=refresh)
    first = dict(signed_in(sandbox, web_app))
    facts = web_app.get(f"{sandbox.tls}/services/oauth2/userinfo", timeout=9).json()
    assert facts["preferred_username"] == "newcomer@sandbox.example"
    web_app.token = {**first, "expires_at": int(time.time()) - 1}
    facts = web_app.get(f"{sandbox.tls}/services/oauth2/userinfo", timeout=9).json()
    assert facts["preferred_username"] == "newcomer@sandbox.example"
    assert web_app.token["access_token"] != first["access_token"]
    kept = web_app.token["refresh_token"] == first["refresh_token"]
    assert kept is (refresh == "keep")


def test_authlib_sees_a_used_up_refresh_token_end_the_whole_approval(
    sandbox: Sandbox, web_app: OAuth2Session
) -> None:
    sandbox.app("nightly", refresh="rotate")
    first = dict(signed_in(sandbox, web_app))
    second = dict(web_app.refresh_token(refresh_token=first["refresh_token"], timeout=9))
    for token in (first["refresh_token"], second["refresh_token"]):
        with pytest.raises(OAuthError, match="expired access/refresh token"):
            web_app.refresh_token(refresh_token=token, timeout=9)
    assert web_app.get(f"{sandbox.tls}/services/data/v67.0/limits", timeout=9).status_code == 401


def test_authlib_revokes_and_asks(sandbox: Sandbox, web_app: OAuth2Session) -> None:
    token = dict(signed_in(sandbox, web_app))
    where = f"{sandbox.tls}/services/oauth2"
    asked = web_app.introspect_token(f"{where}/introspect", token=token["access_token"], timeout=9).json()
    assert (asked["active"], asked["username"]) == (True, "newcomer@sandbox.example")
    assert web_app.revoke_token(f"{where}/revoke", token=token["refresh_token"], timeout=9).status_code == 200
    for name in ("access_token", "refresh_token"):
        asked = web_app.introspect_token(f"{where}/introspect", token=token[name], timeout=9).json()
        assert asked == {"active": False}
