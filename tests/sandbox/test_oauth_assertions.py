"""The JWT bearer grant: whose signature, which claims, for whom."""

import json
import time

import jwt
import pytest

from app.sandbox.certificates import signing_pair
from tests.fixtures_sandbox import Sandbox
from tests.sandbox.signing_in import (
    CALLBACK,
    Json,
    assertion,
    by_assertion,
    refusal,
    works,
)

NOT_APPROVED = ("invalid_grant", "user hasn't approved this consumer")
NO_SECRET = ("invalid_client", "invalid client credentials")


@pytest.fixture(scope="module")
def key(sandbox: Sandbox) -> tuple[str, str]:
    """A private key and its certificate, made as the sandbox makes them."""
    return signing_pair("nightly")


@pytest.fixture
def app(sandbox: Sandbox, key: tuple[str, str]) -> Json:
    sandbox.reset()
    return sandbox.app("nightly", callbacks=[CALLBACK], approved=["rep"], certificate=key[1])


def test_an_assertion_gets_a_token_and_nothing_that_lasts(
    sandbox: Sandbox, app: Json, key: tuple[str, str]
) -> None:
    reply = by_assertion(sandbox, assertion(app, key[0], exp=str(int(time.time()) + 180)))
    assert reply.status_code == 200
    answer = reply.json()
    assert set(answer) == {"access_token", "scope", "instance_url", "id", "token_type"}
    assert works(sandbox, answer["access_token"])


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({"iss": "nobody"}, ("invalid_client_id", "client identifier invalid")),
        ({"iss": None}, ("invalid_client_id", "client identifier invalid")),
        ({"iss": "\ud800"}, ("invalid_client_id", "client identifier invalid")),
        ({"aud": "https://elsewhere.example"}, ("invalid_grant", "audience is invalid")),
        ({"aud": None}, ("invalid_grant", "audience is invalid")),
        ({"aud": {"a": 1}}, ("invalid_grant", "audience is invalid")),
        ({"exp": 1_700_000_000}, ("invalid_grant", "expired assertion")),
        ({"exp": None}, ("invalid_grant", "invalid assertion")),
        ({"exp": "soon"}, ("invalid_grant", "invalid assertion")),
        ({"exp": [1]}, ("invalid_grant", "invalid assertion")),
        ({"exp": float("inf")}, ("invalid_grant", "invalid assertion")),
        ({"exp": 4_000_000_000}, ("invalid_grant", "invalid assertion")),
        ({"nbf": 4_000_000_000}, ("invalid_grant", "invalid assertion")),
        ({"sub": "nobody@sandbox.example"}, NOT_APPROVED),
        ({"sub": "newcomer@sandbox.example"}, NOT_APPROVED),
        ({"sub": None}, NOT_APPROVED),
        ({"sub": "rep"}, NOT_APPROVED),
    ],
)
def test_an_assertion_is_read_claim_by_claim(
    sandbox: Sandbox, app: Json, key: tuple[str, str], claims: Json, words: tuple[str, str]
) -> None:
    whole = {
        "iss": app["key"],
        "sub": "rep@sandbox.example",
        "aud": "https://test.salesforce.com",
        "exp": int(time.time()) + 180,
        **claims,
    }
    payload = json.dumps({name: value for name, value in whole.items() if value is not None})
    text = jwt.api_jws.encode(payload.encode(), key[0], "RS256")
    assert refusal(by_assertion(sandbox, text)) == words


def test_only_the_registered_key_signs(sandbox: Sandbox, app: Json, key: tuple[str, str]) -> None:
    invalid = ("invalid_grant", "invalid assertion")
    right = assertion(app, key[0])
    head, claims, _signature = right.split(".")
    other = signing_pair("other")[0]
    unsigned = jwt.encode(jwt.decode(right, options={"verify_signature": False}), "", "none")
    by_certificate = jwt.encode({"iss": app["key"]}, "x" * 32, "HS256")
    for text in (
        assertion(app, other),
        f"{head}.{claims}.",
        f"{head}.{claims}",
        unsigned,
        by_certificate,
        "",
    ):
        assert refusal(by_assertion(sandbox, text)) == invalid
    sandbox.app("nightly", certificate=None)
    assert refusal(by_assertion(sandbox, right)) == NO_SECRET
