"""Several orgs beside each other: nobody of one sees or changes anything of another, at no address at all."""

import re
from typing import Any

import pytest
from werkzeug.routing import Rule

from app.actor import Role
from tests.web.conftest import Caller, Web
from tests.web.samples import OTHER_ORG, OTHER_SECRET, SECRET, Json, signed_request
from tests.web.test_exceptions_api import with_roles

# What stands in an address beside the quote: of whatever kind, it is never looked at.
PARTS = {"n": "1", "since": "0", "page": "1", "deed": "remove", "user": "005x0000001SyyEAAS"}
OWN = ("/favourites",)
"""Behind a quote's address whoever asks sees what is theirs, whatever the quote is."""
ANSWERED = {404, 400, 415, 422, 428}
"""Not there; or what was sent is refused before anybody looks, whoever's quote it is."""


@pytest.fixture
def stranger(web: Web) -> Caller:
    """Of the second org, where they may do everything."""
    return with_roles(web, web.sign_in(connection="second", secret=OTHER_SECRET, org=OTHER_ORG), Role.ADMIN)


def addresses(web: Web, quote: str) -> list[tuple[str, str, Any]]:
    """Method, path and body of everything that is about a quote, in the API and in the panel."""
    bodies = _bodies(web)
    found = [
        (method, _filled(rule, quote), bodies.get((method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))))
        for rule in web.app.url_map.iter_rules()
        if "<quote_id>" in rule.rule
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]
    assert len(found) > 130
    return found


def _bodies(web: Web) -> dict[tuple[str, str], Any]:
    """The smallest body that each call of the API takes, by method and address."""
    document = web.client.get("/api/v1/openapi.json").get_json()
    schemas = document["components"]["schemas"]

    def sample(schema: Any) -> Any:
        if "$ref" in schema:
            return sample(schemas[schema["$ref"].rpartition("/")[2]])
        if "enum" in schema:
            return schema["enum"][0]
        match schema.get("type"):
            case "object":
                names = schema.get("required", ())
                return {name: sample(schema["properties"][name]) for name in names}
            case "array":
                return [sample(schema["items"])]
            case "integer" | "number":
                return 1
            case "boolean":
                return True
        return {"date": "2027-01-01"}.get(schema.get("format", ""), "a" * 32)

    return {
        (method.upper(), path): sample(call["requestBody"]["content"]["application/json"]["schema"])
        for path, calls in document["paths"].items()
        for method, call in calls.items()
        if method != "parameters"
        if "application/json" in (call.get("requestBody") or {}).get("content", {})
    }


def _filled(rule: Rule, quote: str) -> str:
    path = rule.rule.replace("<quote_id>", quote).replace("<other>", quote)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda part: PARTS.get(part[1], "a" * 32), path)


def test_a_quote_of_one_org_is_at_no_address_of_another(web: Web, rep: Caller, stranger: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    before = rep.call("GET", f"/quotes/{quote}").get_json()
    theirs = (before["number"], before["total"], "Mast")
    headers = {"Authorization": f"Bearer {stranger.token}", "HX-Request": "true", "Idempotency-Key": "k" * 20}
    refused_early = 0
    for method, path, body in addresses(web, quote):
        answer = web.client.open(path, method=method, headers=headers, json=body)
        told = f"{method} {path}: {answer.status_code} {answer.text[:200]}"
        own = method == "GET" and path.startswith("/panel") and path.endswith(OWN)
        assert answer.status_code in ({200} if own else {404} if method == "GET" else ANSWERED), told
        refused_early += answer.status_code not in (200, 404)
        assert not any(word in answer.text for word in theirs), told
    assert rep.call("GET", f"/quotes/{quote}").get_json() == before
    assert refused_early < 15


def test_lists_of_one_org_show_nothing_of_another(web: Web, rep: Caller, stranger: Caller) -> None:
    quote = rep.quote()
    line = rep.line(quote)
    kept: Json = {"quote": quote, "n": line["n"], "name": "Mine", "shared": True}
    assert rep.call("POST", "/favourites", kept).status_code == 201
    lists = [
        rule.rule
        for rule in web.app.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and "<" not in rule.rule and rule.rule.startswith("/api/v1/")
    ]
    assert len(lists) > 8
    for path in lists:
        answer = web.client.get(path, headers={"Authorization": f"Bearer {stranger.token}"})
        for word in (quote, "Mine"):
            assert word.encode() not in answer.data, path


def test_a_session_is_of_the_org_that_it_was_opened_in(web: Web, rep: Caller) -> None:
    """The same signature, posted to the other connection, opens nothing there."""
    request = signed_request(SECRET, nonce=next(web.nonces))
    answer = web.client.post("/api/v1/sessions", json={"connection": "second", "signed_request": request})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "launch_refused")
    # Nor does one of the other org that is signed with this one's secret.
    forged = signed_request(SECRET, nonce=next(web.nonces), org=OTHER_ORG)
    for connection in ("first", "second"):
        answer = web.client.post(
            "/api/v1/sessions", json={"connection": connection, "signed_request": forged}
        )
        assert (answer.status_code, answer.get_json()["code"]) == (401, "launch_refused")
