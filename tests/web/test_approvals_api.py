"""Approvals over the API: an approver's way, the record, and that nobody decides what they may not."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.actions.connected import set_roles
from app.actor import ConnectionName, UserId
from app.approvals import Person
from app.catalog.approvals import ApprovalPolicy, ApprovalRule, ByRole
from app.store import HeldReleases
from app.web.api.schemas.approvals import ApprovalJson, ApprovalsJson, DelegationJson, DelegationsJson
from app.web.session import hold
from tests.web.conftest import SECRET_KEY, Caller, Web, services_of
from tests.web.samples import OTHER_OPPORTUNITY, RELEASE, USER, Json

APPROVER = "005x0000001Sb1EAAS"
RULE = ApprovalRule("everything", "Sales management", ByRole("approver"), over="quote")
OTHERS = {
    "a rep": ("005x0000001Sd1EAAS", ()),
    "a manager": ("005x0000001Sd2EAAS", ("manager",)),
    "an operator": ("005x0000001Sd3EAAS", ("operator",)),
    "an admin": ("005x0000001Sd4EAAS", ("admin",)),
    "an approver who left": ("005x0000001Sd5EAAS", ("approver",)),
    "its author, an approver, too": (USER, ("approver",)),
}


@pytest.fixture
def web(web: Web) -> Web:
    """With a policy that asks an approver about every quote."""
    release = replace(RELEASE, fingerprint="a" * 64, approvals=ApprovalPolicy(rules=(RULE,)))
    catalogs = HeldReleases((release,))
    services = services_of(web.database, catalogs, web.gateway)
    hold(web.app, services, secret_key=SECRET_KEY, clock=web.clock)
    set_roles(web.database, ConnectionName("first"), {"approver": ("Approvers",)}, at=web.clock())
    crm = web.gateway.of("first")
    for user, roles in ((APPROVER, ("approver",)), *OTHERS.values()):
        left = user == OTHERS["an approver who left"][0]
        crm.people.append(Person(UserId(user), f"P{user[-5]}", not left, roles=frozenset(roles)))
    return replace(web, catalogs=catalogs)


@pytest.fixture
def rep(web: Web) -> Caller:
    return web.sign_in()


@pytest.fixture
def quote(rep: Caller) -> str:
    """One that waits to be approved."""
    found = rep.quote()
    rep.line(found, band="low", sectors=2, heater=False)
    answer = rep.call("POST", f"/quotes/{found}/submit", {}, Idempotency_Key="k")
    assert (answer.status_code, answer.get_json()["state"]) == (202, "waiting_approval"), answer.text
    return found


def state(caller: Caller, quote: str) -> Json:
    answer = caller.call("GET", f"/quotes/{quote}/approval")
    assert answer.status_code == 200, answer.text
    found: Json = answer.get_json()
    assert not ApprovalJson().validate(found)
    return found


def test_an_approver_finds_what_waits_and_approves_it(web: Web, rep: Caller, quote: str) -> None:
    boss = web.sign_in(user=APPROVER)
    waiting = boss.call("GET", "/approvals").get_json()
    assert not ApprovalsJson().validate(waiting)
    assert [one["quote"] for one in waiting["approvals"]] == [quote]
    assert waiting["approvals"][0]["needs"][0]["yours"]
    assert rep.call("GET", "/approvals").get_json() == {"approvals": []}
    body = {"request": waiting["approvals"][0]["request"], "version": 1, "comment": "=Fine"}
    done = boss.call("POST", f"/quotes/{quote}/approval/approve", body)
    assert (done.status_code, done.get_json()["status"]) == (200, "approved")
    assert rep.call("GET", f"/quotes/{quote}/write-back").get_json()["state"] == "queued"
    again = boss.call("POST", f"/quotes/{quote}/approval/approve", {"request": body["request"]})
    assert (again.status_code, again.get_json()["code"]) == (422, "approval_given")


def test_the_whole_record_is_exported_as_json_and_as_a_table(web: Web, rep: Caller, quote: str) -> None:
    boss, request = web.sign_in(user=APPROVER), state(rep, quote)["request"]
    boss.call("POST", f"/quotes/{quote}/approval/ask", {"request": request, "comment": "=1+1?"})
    rep.call("POST", f"/quotes/{quote}/approval/answer", {"request": request, "comment": "Two, yes"})
    boss.call("POST", f"/quotes/{quote}/approval/approve", {"request": request})
    record = rep.call("GET", f"/quotes/{quote}/approval/record").get_json()
    assert not ApprovalsJson().validate(record)
    said = record["approvals"][0]["decisions"]
    assert [one["verb"] for one in said] == ["ask", "answer", "approve"]
    table = rep.call("GET", f"/quotes/{quote}/approval/record.csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [(row["verb"], row["comment"]) for row in rows] == [
        ("ask", "'=1+1?"),
        ("answer", "Two, yes"),
        ("approve", ""),
    ]
    assert all(row["at"].endswith("+00:00") and row["quote"] for row in rows)
    assert rows[0]["why"]


@pytest.mark.parametrize(
    ("who", "deed"),
    [
        (who, deed)
        for who in OTHERS
        for deed in ("approve", "reject", "ask", "answer", "delegate", "add", "recall")
        # These two are the author's own to do.
        if not (who.startswith("its author") and deed in ("add", "recall"))
    ],
)
def test_nobody_decides_what_they_may_not(web: Web, rep: Caller, quote: str, who: str, deed: str) -> None:
    caller, before = web.sign_in(user=OTHERS[who][0]), state(rep, quote)
    body: Json = {"request": before["request"], "comment": "I say so"}
    if deed in ("delegate", "add"):
        body["to"] = APPROVER
    answer = caller.call("POST", f"/quotes/{quote}/approval/{deed}", body)
    assert answer.status_code in (403, 404, 422), answer.text
    assert answer.get_json()["code"] not in ("forbidden", "refused")
    after = state(rep, quote)
    assert (after["status"], after["decisions"]) == ("waiting", [])


def calls(web: Web) -> Iterator[tuple[str, str]]:
    for rule in web.app.url_map.iter_rules():
        if rule.rule.startswith("/api/v1/"):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS", "GET"}):
                yield method, rule.rule.removeprefix("/api/v1")


@pytest.mark.parametrize("who", [name for name in OTHERS if not name.startswith("its author")])
def test_no_route_brings_a_waiting_quote_on_for_somebody_who_was_not_asked(
    web: Web, rep: Caller, quote: str, who: str
) -> None:
    caller, before = web.sign_in(user=OTHERS[who][0]), state(rep, quote)
    for method, rule in calls(web):
        path = re.sub(r"<(?:\w+:)?quote_id>", quote, rule)
        path = re.sub(r"<int:\w+>", "1", path)
        path = re.sub(r"<(?:\w+:)?\w+>", "a", path)
        for body in ({}, {"request": before["request"], "comment": "x"}):
            answer = caller.call(method, path, body, Idempotency_Key=f"{method}{path}")
            assert answer.status_code < 500, (method, path, answer.text)
    assert state(rep, quote) == before
    assert rep.call("GET", f"/quotes/{quote}").get_json()["status"] == "in_approval"
    assert web.gateway.of("first").quotes == {}


def test_from_another_opportunity_nothing_of_it_is_there(web: Web, rep: Caller, quote: str) -> None:
    boss, request = web.sign_in(user=APPROVER, record=OTHER_OPPORTUNITY), state(rep, quote)["request"]
    answer = boss.call("POST", f"/quotes/{quote}/approval/approve", {"request": request})
    assert (answer.status_code, answer.get_json()["code"]) == (404, "quote_not_found")


def test_delegations_are_made_seen_and_ended(web: Web, rep: Caller) -> None:
    other, boss = web.sign_in(user=OTHERS["a rep"][0]), web.sign_in(user=APPROVER)
    body = {"to": OTHERS["a rep"][0], "starts": "2026-11-20T08:00:00Z", "ends": "2026-11-27T08:00:00+01:00"}
    made = boss.call("POST", "/delegations", body)
    assert made.status_code == 201, made.text
    assert not DelegationJson().validate(made.get_json())
    listed = boss.call("GET", "/delegations").get_json()
    assert not DelegationsJson().validate(listed)
    assert listed == {"delegations": [made.get_json()]}
    back = other.call("POST", "/delegations", {**body, "to": APPROVER})
    assert back.get_json()["code"] == "delegation_cycle"
    path = f"/delegations/{made.get_json()['id']}"
    assert other.call("DELETE", path).get_json()["code"] == "delegation_not_found"
    assert boss.call("DELETE", path).status_code == 204


def test_the_panel_says_that_it_is_in_approval(web: Web, rep: Caller, quote: str) -> None:
    headers = {"Authorization": f"Bearer {rep.token}", "HX-Request": "true"}
    page = web.client.get(f"/panel/quotes/{quote}", headers=headers)
    assert page.status_code == 200
    assert "in approval" in page.text
