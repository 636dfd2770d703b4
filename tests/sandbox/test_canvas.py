"""Signed requests, as an independent verifier sees them, and the OAuth of users who approve themselves."""

import base64
import hashlib
import hmac
import json
import re
import secrets
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from app.sandbox.canvas import signed, wrapped
from app.sandbox.ids import normalised, to_18
from tests.fixtures_sandbox import Sandbox
from tests.sandbox.client import Client

VECTOR_SECRET = "ABCDEF0123456789"
VECTOR = (
    "J86ezzhC3mRPEfSc6PJCH831kIuj3PumWm1GfssVVXg=.eyJhbGdvcml0aG0iOiJITUFDU0hBMjU2IiwiaXNzdWVkQXQiOi0yNDYxMTU0NjQsInVz"
    "ZXJJZCI6IjAwNXgwMDAwMDAxU3l5RUFBUyIsImNsaWVudCI6eyJyZWZyZXNoVG9rZW4iOm51bGwsImluc3RhbmNlSWQiOiJfOkNQUV9FQ0E6IiwidG"
    "FyZ2V0T3JpZ2luIjoiaHR0cHM6Ly9hY21lLm15LnNhbGVzZm9yY2UuY29tIiwiaW5zdGFuY2VVcmwiOiJodHRwczovL2FjbWUubXkuc2FsZXNmb3Jj"
    "ZS5jb20iLCJvYXV0aFRva2VuIjoiMDBEeDAwMDAwMDBURVNUIWZha2UifSwiY29udGV4dCI6eyJ1c2VyIjp7ImZ1bGxOYW1lIjoiWm/DqyDDv8O+IO"
    "a8ouWtlz8/Pj4ifSwib3JnYW5pemF0aW9uIjp7Im9yZ2FuaXphdGlvbklkIjoiMDBEeDAwMDAwMDAxaHh5RUFBIn19fQ=="
)


def opened(text: str, secret: str) -> Any:
    """Verifies with nothing of the sandbox's own."""
    mac, envelope = text.split(".", 1)
    expected = hmac.new(secret.encode(), envelope.encode("ascii"), hashlib.sha256).digest()
    assert hmac.compare_digest(base64.b64decode(mac, validate=True), expected)
    return json.loads(base64.b64decode(envelope, validate=True))


def test_the_signer_makes_the_known_vector() -> None:
    assert signed(opened(VECTOR, VECTOR_SECRET), VECTOR_SECRET) == VECTOR


def test_the_request_verifies_and_says_who_where_and_what(sandbox: Sandbox) -> None:
    sandbox.reset()
    request = opened(sandbox.signed_request(), sandbox.consumer_secret)
    assert request["algorithm"] == "HMACSHA256"
    assert (request["client"]["instanceUrl"], request["client"]["targetOrigin"]) == (sandbox.tls, sandbox.org)
    context = request["context"]
    deal = sandbox.records("Opportunity")[0]
    assert deal["Name"] == "Nordtel \u2014 5G rollout phase 2"
    environment = context["environment"]
    assert (environment["parameters"], environment["record"]) == ({"recordId": deal["Id"]}, {})
    assert context["organization"]["organizationId"] == sandbox.organization_id
    assert (context["user"]["currencyISOCode"], context["organization"]["currencyIsoCode"]) == ("EUR", "EUR")
    assert context["links"]["restUrl"] == "/services/data/v67.0/"
    assert {len(context["user"]["userId"]), len(context["user"]["profileId"])} == {15, 18}
    assert isinstance(context["environment"]["dimensions"]["width"], str)


def test_a_visualforce_page_gives_the_record_where_an_aura_page_gives_a_parameter(sandbox: Sandbox) -> None:
    deal = sandbox.records("Opportunity")[0]["Id"]
    environment = sandbox.envelope(location="Visualforce")["context"]["environment"]
    assert (environment["displayLocation"], environment["parameters"]) == ("Visualforce", {})
    assert environment["record"]["Id"] == deal
    assert environment["record"]["attributes"]["type"] == "Opportunity"
    assert environment["locationUrl"] == f"{sandbox.org}/apex/Quotewright?id={deal}"


def test_issued_at_is_a_wrapped_32_bit_number_or_null_as_asked(sandbox: Sandbox) -> None:
    assert wrapped(2**31) == -(2**31)
    assert wrapped(2**32 + 5) == 5
    assert -(2**31) <= sandbox.envelope()["issuedAt"] < 2**31
    assert sandbox.envelope(issued_at="null")["issuedAt"] is None
    assert sandbox.envelope(issued_at=-246115464)["issuedAt"] == -246115464


def test_a_request_can_lack_what_life_lets_it_lack(sandbox: Sandbox) -> None:
    assert sandbox.envelope(opportunity=None)["context"]["environment"]["record"] == {}
    context = sandbox.envelope(omit=["environment.record", "user"])["context"]
    assert "user" not in context
    assert "record" not in context["environment"]
    assert sandbox.envelope(token=None)["client"]["oauthToken"] is None
    assert (
        sandbox.envelope(organization="00Dzz0000000001")["context"]["organization"]["organizationId"][:5]
        == "00Dzz"
    )
    opened(sandbox.signed_request(secret="other"), "other")


def test_an_expired_token_is_refused_by_the_api(sandbox: Sandbox) -> None:
    with Client(sandbox, sandbox.envelope(token="expired")["client"]["oauthToken"]) as client:
        assert client.refused("GET", "/limits")[1] == "INVALID_SESSION_ID"


def test_each_user_gets_a_token_of_their_own(sandbox: Sandbox) -> None:
    for name in ("rep", "approver", "admin", "readonly"):
        request = sandbox.envelope(user=name)
        headers = {"Authorization": f"Bearer {request['client']['oauthToken']}"}
        facts = requests.get(f"{sandbox.org}/services/oauth2/userinfo", headers=headers, timeout=9).json()
        assert (facts["user_id"], facts["organization_id"]) == (request["userId"], sandbox.organization_id)
        assert facts["nickname"] == name


def test_the_ids_carry_the_right_checksum(sandbox: Sandbox) -> None:
    assert to_18("001D000000IqhSL") == "001D000000IqhSLIAZ"
    assert normalised("001D000000IqhSLIAA") is None
    ids = [
        row["Id"] for name in ("Organization", "User", "Quote", "Product2") for row in sandbox.records(name)
    ]
    assert all(len(one) == 18 and normalised(one[:15]) == one for one in ids)


def authorize(sandbox: Sandbox, session: requests.Session, **changes: str) -> requests.Response:
    values = {
        "response_type": "code",
        "client_id": sandbox.consumer_key,
        "state": "s t",
        "redirect_uri": "http://localhost:8000/canvas/demo/approval",
        "code_challenge_method": "S256",
        **changes,
    }
    return session.get(
        f"{sandbox.org}/services/oauth2/authorize", params=values, timeout=9, allow_redirects=False
    )


def challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def code_for(
    sandbox: Sandbox, session: requests.Session, verifier: str, decision: str = "allow"
) -> dict[str, list[str]]:
    page = authorize(sandbox, session, code_challenge=challenge(verifier))
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    reply = session.post(
        page.url, data={**fields, "user": "newcomer", "decision": decision}, timeout=9, allow_redirects=False
    )
    assert reply.status_code == 302
    return parse_qs(urlsplit(reply.headers["Location"]).query)


def token_for(sandbox: Sandbox, code: str, verifier: str, **changes: str) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": sandbox.consumer_key,
        "code": code,
        "client_secret": sandbox.consumer_secret,
        "code_verifier": verifier,
        "redirect_uri": "http://localhost:8000/canvas/demo/approval",
        **changes,
    }
    return requests.post(f"{sandbox.tls}/services/oauth2/token", data=form, timeout=9, verify=sandbox.ca)


@pytest.fixture
def no_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client library lets these two variables win over the CA that a call names."""
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)


@pytest.mark.usefixtures("no_bundle")
def test_a_newcomer_authorises_and_then_gets_requests_with_a_token(sandbox: Sandbox) -> None:
    sandbox.reset()
    with requests.Session() as session:
        launch = {"user": "newcomer", "record": sandbox.records("Opportunity")[0]["Id"]}
        ask: dict[str, Any] = {"json": launch, "headers": {"Origin": sandbox.org}, "timeout": 9}
        before = session.post(f"{sandbox.org}/ui/launch", **ask).json()
        assert "signed_request" not in before
        address = urlsplit(before["approval_url"])
        assert parse_qs(address.query) == {
            "_sfdc_canvas_auth": ["user_approval_required"],
            "loginUrl": [sandbox.org],
        }
        assert parse_qs(address.fragment)["target_origin"] == [sandbox.org]
        verifier = secrets.token_urlsafe(48)
        back = code_for(sandbox, session, verifier)
        assert back["state"] == ["s t"]
        answer = token_for(sandbox, back["code"][0], verifier)
        assert (answer.status_code, answer.json()["instance_url"]) == (200, sandbox.tls)
        after = session.post(f"{sandbox.org}/ui/launch", **ask).json()
        assert opened(after["signed_request"], sandbox.consumer_secret)["client"]["oauthToken"]
    with Client(sandbox, answer.json()["access_token"]) as client:
        assert client.deal["Id"]
        assert (
            requests.post(
                f"{sandbox.org}/services/oauth2/revoke", data={"token": client.token}, timeout=9
            ).status_code
            == 200
        )
        assert client.refused("GET", "/limits")[1] == "INVALID_SESSION_ID"


@pytest.mark.usefixtures("no_bundle")
def test_a_code_works_once_and_only_with_its_verifier(sandbox: Sandbox) -> None:
    sandbox.reset()
    with requests.Session() as session:
        verifier = secrets.token_urlsafe(48)
        code = code_for(sandbox, session, verifier)["code"][0]
        assert token_for(sandbox, code, "wrong").json()["error_description"] == "invalid code verifier"
        assert token_for(sandbox, code, verifier).json()["error_description"] == "expired authorization code"
        code = code_for(sandbox, session, verifier)["code"][0]
        assert token_for(sandbox, code, verifier, client_secret="no").json()["error"] == "invalid_client"
        assert token_for(sandbox, code, verifier, client_id="no").json()["error"] == "invalid_client_id"
        assert code_for(sandbox, session, verifier, decision="deny")["error"] == ["access_denied"]


def test_authorising_needs_a_known_client_a_known_callback_and_a_challenge(sandbox: Sandbox) -> None:
    with requests.Session() as session:
        assert authorize(sandbox, session, client_id="x").json()["error"] == "invalid_client_id"
        elsewhere = authorize(sandbox, session, redirect_uri="http://evil.example/canvas")
        assert elsewhere.json()["error"] == "redirect_uri_mismatch"
        assert "error=invalid_request" in authorize(sandbox, session).headers["Location"]
