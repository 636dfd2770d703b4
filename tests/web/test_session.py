"""The session token: who it lets in, and for how long."""

import base64
import json
from collections.abc import Mapping
from types import MappingProxyType

import jwt
import pytest

from app.web.tokens import AUDIENCE, ISSUER
from tests.web.conftest import SECRET_KEY, Caller, Web
from tests.web.samples import OPPORTUNITY, ORG, USER


def test_a_token_opens_the_api(rep: Caller) -> None:
    assert rep.call("GET", "/quotes").status_code == 200


def test_a_token_ends_with_its_session(web: Web, rep: Caller) -> None:
    web.clock.forward(minutes=14, seconds=59)
    assert rep.call("GET", "/quotes").status_code == 200
    web.clock.forward(seconds=1)
    answer = rep.call("GET", "/quotes")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


CLAIMS: Mapping[str, object] = MappingProxyType(
    {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": 1,
        "exp": 4_000_000_000,
        "sub": USER,
        "org": ORG,
        "connection": "first",
        "name": "Rep",
        "roles": ["rep"],
        "opportunity": OPPORTUNITY,
        "frame": ["", ""],
        "language": "en",
    }
)


def _forged(key: bytes | str = SECRET_KEY, *, claims: Mapping[str, object] = MappingProxyType({})) -> str:
    all_claims = {**CLAIMS, **claims}
    given = {name: value for name, value in all_claims.items() if value is not None}
    return jwt.encode(given, key, "HS256")


def _unsigned() -> str:
    head, body = ({"alg": "none", "typ": "JWT"}, dict(CLAIMS))
    parts = (
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, body)
    )
    return ".".join((*parts, "")) + "AAAA"


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer a.b.c",
        "Bearer " + "a" * 100_000,
        f"Bearer {_forged()}",  # signed with the process's secret itself, not with the key made from it
        f"Bearer {_forged('another key of the same length as the right one')}",
        f"Bearer {_unsigned()}",
        "Bearer \u00e9.\u00e9.\u00e9",
    ],
)
def test_a_token_that_was_not_issued_here_is_refused(web: Web, header: str) -> None:
    answer = web.client.get("/api/v1/quotes", headers={"Authorization": header})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "session_required")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "another"},
        {"aud": "another"},
        {"exp": None},
        {"iat": None},
        {"sub": None},
        {"exp": 1},
        {"exp": "4000000000"},
        {"exp": 10**30},
        {"opportunity": None},
        {"connection": None},
        {"roles": ["owner"]},
        {"roles": 1},
        {"frame": None},
        {"frame": ["only one"]},
    ],
)
def test_a_token_signed_here_with_other_claims_is_refused(web: Web, changes: dict[str, object]) -> None:
    key = web.app.extensions["quotewright"].tokens.signing_key
    assert _opens(web, _forged(key))
    assert not _opens(web, _forged(key, claims=changes))


def _opens(web: Web, token: str) -> bool:
    answer = web.client.get("/api/v1/quotes", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code == 200


def test_a_tampered_token_is_refused(web: Web, rep: Caller) -> None:
    head, body, mac = rep.token.split(".")
    changed = Caller(web.client, f"{head}.{body}.{'A' if mac[0] != 'A' else 'B'}{mac[1:]}")
    assert changed.call("GET", "/quotes").status_code == 401


def test_a_token_in_the_address_or_a_cookie_counts_for_nothing(web: Web, rep: Caller) -> None:
    web.client.set_cookie("Authorization", f"Bearer {rep.token}")
    assert web.client.get(f"/api/v1/quotes?access_token={rep.token}").status_code == 401


def test_a_well_formed_correlation_id_is_kept(rep: Caller) -> None:
    answer = rep.call("GET", "/products/unknown", X_Correlation_Id="order-2026-11-20")
    assert answer.get_json()["instance"] == "order-2026-11-20"


@pytest.mark.parametrize("given", ["short", "a" * 65, "with space", "<script>", "line\u00e9line"])
def test_any_other_correlation_id_is_replaced(rep: Caller, given: str) -> None:
    answer = rep.call("GET", "/products/unknown", X_Correlation_Id=given)
    assert given not in answer.get_json()["instance"]
