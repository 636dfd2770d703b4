"""Whatever is sent to the sign-in addresses is refused in the vendor's form, and never breaks anything."""

import base64
import json
import string
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sandbox.certificates import signing_pair
from tests.fixtures_sandbox import Sandbox
from tests.sandbox.signing_in import BEARER, CALLBACK, Json
from tests.thorough import tried

_GRANTS = ["authorization_code", "refresh_token", "client_credentials", BEARER, "password", "", "x"]
_NAMES = [
    "grant_type",
    "client_id",
    "client_secret",
    "code",
    "redirect_uri",
    "code_verifier",
    "refresh_token",
    "assertion",
    "username",
    "password",
    "scope",
    "token",
    "response_type",
    "state",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "user",
    "decision",
]
_ERRORS = {
    "invalid_request",
    "invalid_grant",
    "invalid_client",
    "invalid_client_id",
    "invalid_scope",
    "unsupported_grant_type",
    "unsupported_response_type",
    "unsupported_token_type",
    "redirect_uri_mismatch",
}
_many = settings(max_examples=tried(40), deadline=None)
_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["S256", "code", "full"]
)
_part = st.binary(max_size=40).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
_numbers = st.integers() | st.floats() | st.booleans() | st.none()
_values = st.recursive(_numbers | _words, lambda inner: st.lists(inner, max_size=2), max_leaves=4)
_claims: st.SearchStrategy[Any] = st.dictionaries(
    st.sampled_from(["iss", "sub", "aud", "exp", "nbf", "iat", "jti"]), _values, max_size=7
) | st.just([])


def _packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


_heads = st.fixed_dictionaries(
    {"alg": st.sampled_from(["RS256", "none", "HS256", "", "ES256"]) | _values},
    optional={"typ": _values, "crit": _values, "b64": _values, "kid": _values},
)
_assertions = st.tuples(
    _heads.map(_packed) | _part, _claims.map(_packed) | _part, _part | st.text(string.printable, max_size=9)
).map(".".join)


@pytest.fixture(scope="module")
def app(sandbox: Sandbox) -> Json:
    sandbox.reset()
    certificate = signing_pair("nightly")[1]
    return sandbox.app("nightly", callbacks=[CALLBACK], certificate=certificate, client_secret="optional")


@pytest.fixture(scope="module")
def session(sandbox: Sandbox) -> Iterator[requests.Session]:
    with requests.Session() as opened:
        yield opened


@_many
@given(
    grant=st.sampled_from(_GRANTS),
    form=st.dictionaries(st.sampled_from(_NAMES), _words, max_size=6),
    assertion=_assertions | _words,
    known=st.booleans(),
    claimed=_claims,
)
def test_a_malformed_token_request_is_refused_in_words(
    sandbox: Sandbox,
    session: requests.Session,
    app: Json,
    grant: str,
    form: Json,
    assertion: str,
    known: bool,
    claimed: Any,
) -> None:
    """Where the app is known the request gets further than its name."""
    if known:
        form = {**form, "client_id": app["key"], "client_secret": app["secret"]}
        if isinstance(claimed, dict):
            head = assertion.partition(".")[0]
            assertion = f"{head}.{_packed({**claimed, 'iss': app['key']})}.c2ln"
    whole = {**form, "grant_type": grant, "assertion": assertion}
    refused(session.post(f"{sandbox.org}/services/oauth2/token", data=whole, timeout=9))


def refused(reply: requests.Response) -> None:
    assert reply.status_code == 400, reply.text
    assert reply.json()["error"] in _ERRORS


@_many
@given(
    body=st.binary(max_size=200),
    kind=st.sampled_from(["application/x-www-form-urlencoded", "application/json", "text/xml", ""]),
    basic=st.binary(max_size=20),
    name=st.sampled_from(["token", "introspect", "other"]),
)
def test_a_body_that_is_no_form_is_refused_in_words(
    sandbox: Sandbox, session: requests.Session, body: bytes, kind: str, basic: bytes, name: str
) -> None:
    headers = {"Content-Type": kind, "Authorization": f"Basic {base64.b64encode(basic).decode()}"}
    address = f"{sandbox.org}/services/oauth2/{name}"
    refused(session.post(address, data=body, headers=headers, timeout=9))


@_many
@given(
    asked=st.dictionaries(st.sampled_from(_NAMES), _words, max_size=8),
    known=st.booleans(),
    post=st.booleans(),
)
def test_a_malformed_request_for_consent_leads_to_the_callback_or_nowhere(
    sandbox: Sandbox, session: requests.Session, app: Json, asked: Json, known: bool, post: bool
) -> None:
    if known:
        asked = {**asked, "client_id": app["key"], "redirect_uri": CALLBACK}
    where, way = f"{sandbox.org}/services/oauth2/authorize", "POST" if post else "GET"
    reply = session.request(way, where, params=asked, timeout=9, allow_redirects=False)
    if reply.status_code == 302:
        assert reply.headers["Location"].startswith(f"{CALLBACK}?error=")
    else:
        refused(reply)


@pytest.mark.parametrize(
    ("method", "name", "body"),
    [
        ("POST", "token", b"grant_type=client_credentials&x=" + b"y" * 70_000),
        ("PUT", "token", b""),
        ("DELETE", "authorize", b""),
        ("POST", "authorize", b"x=" + b"y" * 70_000),
        ("POST", "introspect", b"x=" + b"y" * 70_000),
        ("GET", "introspect", b""),
        ("PUT", "revoke", b""),
        ("GET", "token/x", b""),
        ("POST", "token", b"grant_type=" + BEARER.encode() + b"&assertion=" + b"a." * 20_000),
        ("POST", "token", b"grant_type=" + BEARER.encode() + b"&assertion=e30." + b"W1tb" * 10_000 + b".x"),
    ],
)
def test_too_much_and_the_wrong_way_are_refused(
    sandbox: Sandbox, session: requests.Session, method: str, name: str, body: bytes
) -> None:
    refused(session.request(method, f"{sandbox.org}/services/oauth2/{name}", data=body, timeout=9))


_ENVELOPE = '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>{}</e:Body></e:Envelope>'


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<",
        "<a/>",
        '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        _ENVELOPE.format(""),
        _ENVELOPE.format("<query/>"),
        _ENVELOPE.format("<login><username/></login>"),
        _ENVELOPE.format("<login>" + "<a>" * 9_000 + "</a>" * 9_000 + "</login>"),
        _ENVELOPE.format("<!--" + "x" * 70_000 + "--><login/>"),
        b"\xff\xfe",
    ],
)
def test_a_malformed_soap_login_is_a_fault(
    sandbox: Sandbox, session: requests.Session, body: str | bytes
) -> None:
    for version in ("59.0", "30.0", "65.0", "x", "999.0/../.."):
        reply = session.post(f"{sandbox.org}/services/Soap/u/{version}", data=body, timeout=9)
        assert reply.status_code in (401, 500)
        assert "<soapenv:Fault>" in reply.text or reply.status_code == 401
        assert "UNKNOWN_EXCEPTION" not in reply.text
