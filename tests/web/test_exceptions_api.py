"""The exception queue over the API: for operators and admins of the same connection alone."""

from dataclasses import replace

import pytest

from app.actions.run_errand import run_errand
from app.actions.write_back_quote import write_back_quote
from app.actor import Role
from app.crm import CrmRefused
from app.quoting import WriteBackKey
from app.store import outbox
from app.web.api.schemas.exceptions import DoneManyJson, ExceptionsJson, LineageJson, RoadsJson
from app.web.session import Held
from tests.web.conftest import Caller, Web
from tests.web.samples import OTHER_ORG, OTHER_SECRET, Json
from tests.web.test_life_api import written

QUEUE = "/operations/exceptions"


def with_roles(web: Web, caller: Caller, *roles: Role) -> Caller:
    held: Held = web.app.extensions["quotewright"]
    session = held.tokens.read(caller.token)
    assert session is not None
    actor = replace(session.actor, roles=frozenset(roles))
    return Caller(web.client, held.tokens.issue(replace(session, actor=actor)))


@pytest.fixture
def operator(web: Web, rep: Caller) -> Caller:
    return with_roles(web, rep, Role.OPERATOR)


def stopped(web: Web, rep: Caller) -> WriteBackKey:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    asked = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key=f"key-of-{quote}")
    key = WriteBackKey(f"{quote}-r{asked.get_json()['revision']}")
    held: Held = web.app.extensions["quotewright"]
    web.gateway.crms["first"].fail_next(CrmRefused("The <b>rule</b> says no"))
    write_back_quote(held.services, key, at=web.clock())
    return key


def test_the_queue_tells_what_stopped_and_what_to_do(web: Web, rep: Caller, operator: Caller) -> None:
    key = stopped(web, rep)
    answer = operator.call("GET", QUEUE)
    found = answer.get_json()
    assert not ExceptionsJson().validate(found)
    (one,) = found["exceptions"]
    assert (one["key"], one["state"], one["class"], one["failure"]["code"]) == (
        key,
        "failed",
        "data_quality",
        "crm_refused",
    )
    assert one["advice"]
    assert operator.call("GET", f"{QUEUE}?class=policy").get_json()["exceptions"] == []
    assert operator.call("GET", f"{QUEUE}?class=weather").status_code == 400


def test_each_deed_has_its_address(web: Web, rep: Caller, operator: Caller) -> None:
    key = stopped(web, rep)
    assert operator.call("POST", f"{QUEUE}/{key}/skip", {}).status_code == 422
    assert operator.call("POST", f"{QUEUE}/{key}/retry", {}).status_code == 204
    assert operator.call("POST", f"{QUEUE}/{key}/replay", {"step": "write"}).status_code == 204
    assert (
        operator.call("POST", f"{QUEUE}/{stopped(web, rep)}/return", {"reason": "Too much"}).status_code
        == 204
    )
    assert operator.call("POST", f"{QUEUE}/{stopped(web, rep)}/skip", {"reason": "Old"}).status_code == 204
    many = operator.call("POST", f"{QUEUE}/many", {"deed": "retry", "keys": ["nothing"]}).get_json()
    assert not DoneManyJson().validate(many)
    assert many["results"][0]["code"] == "write_back_not_found"


def test_a_quote_is_traced_and_the_road_is_shown(web: Web, rep: Caller, operator: Caller) -> None:
    key = stopped(web, rep)
    lineage = operator.call("GET", f"/operations/quotes/{key.partition('-')[0]}/lineage").get_json()
    assert not LineageJson().validate(lineage)
    assert [one["outcome"] for one in lineage["flows"][0]["tries"]] == ["failed"]
    roads = operator.call("GET", "/operations/roads").get_json()
    assert not RoadsJson().validate(roads)
    assert roads["roads"][0]["state"] == "open"


def test_an_operator_of_another_org_finds_nothing(web: Web, rep: Caller) -> None:
    key = stopped(web, rep)
    other = with_roles(
        web,
        web.sign_in(connection="second", secret=OTHER_SECRET, org=OTHER_ORG),
        Role.ADMIN,
    )
    assert other.call("GET", QUEUE).get_json()["exceptions"] == []
    assert other.call("POST", f"{QUEUE}/{key}/retry", {}).status_code == 404


@pytest.mark.parametrize("role", [Role.REP, Role.APPROVER, Role.MANAGER])
def test_others_are_refused_at_every_address(web: Web, rep: Caller, role: Role) -> None:
    other = with_roles(web, rep, role)
    rules = [rule for rule in web.app.url_map.iter_rules() if rule.rule.startswith("/api/v1/operations/")]
    assert len(rules) >= 8
    for rule in rules:
        (method,) = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        path = rule.rule.removeprefix("/api/v1").replace("<key>", "a").replace("<quote_id>", "a" * 32)
        body: Json = {"reason": "because"} if path.endswith(("return", "skip")) else {}
        body |= {"deed": "retry", "keys": ["a"]} if path.endswith("many") else {}
        answer = other.call(method, path, body if method == "POST" else None)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "operator_needed"), path


def errand(web: Web, rep: Caller) -> str:
    """The key of one that stopped: the CRM does not hear that the quote was sent."""
    quote = written(web, rep)
    rep.call("POST", f"/quotes/{quote}/send", {})
    held: Held = web.app.extensions["quotewright"]
    with held.services.database.reading() as tx:
        key = next(start.key for start in outbox.due(tx, at=web.clock()) if start.key.startswith("status"))
    web.gateway.crms["first"].fail_next(CrmRefused("no", facts={"failure_class": "policy"}))
    run_errand(held.services, key, at=web.clock())
    return key


def test_an_errand_is_in_the_queue_and_has_its_deeds(web: Web, rep: Caller, operator: Caller) -> None:
    key = errand(web, rep)
    found = operator.call("GET", QUEUE).get_json()
    assert not ExceptionsJson().validate(found)
    (one,) = found["exceptions"]
    assert (one["key"], one["kind"], one["state"], one["class"]) == (key, "status_update", "failed", "policy")
    assert (one["does"], one["failure"]["code"]) == ("Tell the CRM the status of the quote", "crm_refused")
    assert one["number"].startswith("Q-")
    assert one["advice"]
    assert one["age_seconds"] >= 0
    for deed, body in (("return", {"reason": "no"}), ("replay", {})):
        refused = operator.call("POST", f"{QUEUE}/{key}/{deed}", body)
        assert (refused.status_code, refused.get_json()["code"]) == (422, "not_for_errands")
    assert operator.call("POST", f"{QUEUE}/{key}/skip", {"reason": "Lost"}).status_code == 204
    assert operator.call("POST", f"{QUEUE}/{key}/retry", {}).status_code == 204
    lineage = operator.call("GET", f"/operations/quotes/{one['quote']}/lineage").get_json()
    assert not LineageJson().validate(lineage)
    assert [(flow["key"], flow["state"]) for flow in lineage["errands"]] == [(key, "queued")]
    assert {"retry_errand", "skip_errand"} <= {entry["verb"] for entry in lineage["told"]}


def test_many_of_both_kinds_are_retried_at_once(web: Web, rep: Caller, operator: Caller) -> None:
    keys = [errand(web, rep), stopped(web, rep)]
    body: Json = {"deed": "return", "keys": keys, "reason": "Wrong"}
    told = operator.call("POST", f"{QUEUE}/many", body).get_json()
    assert [one["code"] for one in told["results"]] == ["not_for_errands", ""]
    told = operator.call("POST", f"{QUEUE}/many", {"deed": "retry", "keys": keys[:1]}).get_json()
    assert told["results"][0]["done"] is True
