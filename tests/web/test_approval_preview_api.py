"""Who would have to agree, over the API."""

from dataclasses import replace
from typing import Any

from app.catalog import fingerprinted
from app.catalog.approvals import ApprovalPolicy, ApprovalQueue, ApprovalRule, Queue
from app.catalog.expressions import parse
from app.catalog.pricing import Formula, Reach
from tests.web.conftest import Caller, Web
from tests.web.samples import RELEASE


def told(rep: Caller, quote: str) -> dict[str, Any]:
    answer = rep.call("GET", f"/quotes/{quote}/approvals/preview")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def with_policy(web: Web) -> Caller:
    reach = Reach(when=Formula(parse("discount > 10"), "discount > 10"))
    rule = ApprovalRule("deep", "Discount above 10 %", Queue("desk"), reach)
    policy = ApprovalPolicy(rules=(rule,), queues=(ApprovalQueue("desk", "Deal desk", ("a@b.example",)),))
    web.catalogs.give(fingerprinted(replace(RELEASE, approvals=policy)))
    return web.sign_in()


def test_a_catalog_without_a_policy_asks_nobody(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="mid", sectors=2, heater=True)
    assert told(rep, quote) == {"currency": "EUR", "needs": [], "next": [], "ways_out": [], "complete": True}


def test_the_preview_says_who_and_why_and_what_would_avoid_it(web: Web) -> None:
    rep = with_policy(web)
    quote = rep.quote()
    rep.line(quote, band="mid", sectors=2, heater=True)
    (near,) = told(rep, quote)["next"]
    assert near["sentence"] == "More than 10 % more discount on line 1 brings in Deal desk."
    body = {"discount": {"percent": "12.5", "reason": "to win it"}}
    assert rep.call("PATCH", f"/quotes/{quote}/lines/1", body).status_code == 200
    found = told(rep, quote)
    (need,) = found["needs"]
    assert (need["rule"], need["asks"]) == ("deep", "Deal desk")
    assert need["why"] == "Line 1: discount is 12.5 %, above 10 %."
    assert need["facts"] == [
        {"name": "discount", "subject": "line 1", "value": "12.5", "worse": "higher", "threshold": "10"}
    ]
    (way,) = found["ways_out"]
    assert (way["change"], way["line"], way["to"], way["removes"]) == ("line_discount", 1, "10", ["deep"])
    assert way["sentence"] == "A discount of 10 % on line 1 instead of 12.5 % avoids it."


def test_to_those_who_may_not_read_the_quote_it_does_not_exist(web: Web) -> None:
    quote = with_policy(web).quote()
    other = web.sign_in(user="005xx000001Sv6BAAS")
    assert other.call("GET", f"/quotes/{quote}/approvals/preview").status_code == 404
