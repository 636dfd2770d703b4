"""Goals over the API: shown first, then given, or refused with how near it gets."""

from typing import Any

from tests.web.conftest import Caller


def told(rep: Caller, method: str, path: str, body: object = None) -> dict[str, Any]:
    answer = rep.call(method, path, body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def a_quote(rep: Caller) -> str:
    quote = rep.quote()
    rep.line(quote, band="mid", sectors=2, heater=True)
    rep.line(quote, band="mid", sectors=2, heater=True)
    return quote


def test_a_total_is_shown_and_then_given_and_can_be_undone(rep: Caller) -> None:
    quote = a_quote(rep)
    before = told(rep, "GET", f"/quotes/{quote}")["total"]
    body = {"goal": {"total": "2000.00"}, "reason": "to close this year"}
    shown = told(rep, "POST", f"/quotes/{quote}/goal/preview", body)
    assert (shown["reached"], shown["total"], shown["before"]) == (True, "2000.00", before)
    assert [line["after"] for line in shown["lines"]] == ["1000.00", "1000.00"]
    assert told(rep, "GET", f"/quotes/{quote}")["total"] == before
    assert told(rep, "POST", f"/quotes/{quote}/goal", body)["total"] == "2000.00"
    assert told(rep, "POST", f"/quotes/{quote}/undo", {})["total"] == before


def test_a_goal_out_of_reach_is_refused_with_what_can_be_reached(rep: Caller) -> None:
    quote = a_quote(rep)
    body = {"goal": {"total": "9999.00"}, "reason": "hope"}
    shown = told(rep, "POST", f"/quotes/{quote}/goal/preview", body)
    assert shown["reached"] is False
    assert shown["total"] == shown["highest"]
    answer = rep.call("POST", f"/quotes/{quote}/goal", body)
    assert answer.status_code == 422
    assert answer.get_json()["code"] == "goal_unreachable"
    assert answer.get_json()["nearest"] == shown["highest"]


def test_undercutting_goes_below_what_was_named(rep: Caller) -> None:
    quote = a_quote(rep)
    body = {"goal": {"undercut": "3", "of": "2000.00"}, "reason": "another offer"}
    assert told(rep, "POST", f"/quotes/{quote}/goal", body)["total"] == "1940.00"


def test_a_goal_that_is_none_is_refused(rep: Caller) -> None:
    quote = a_quote(rep)
    for goal in ({}, {"total": "-1.00"}, {"total": "1.005"}, {"total": "1", "margin": "3"}, {"of": "5"}):
        answer = rep.call("POST", f"/quotes/{quote}/goal", {"goal": goal, "reason": "x"})
        assert answer.status_code == 422, goal
        assert answer.get_json()["code"] in {"goal_invalid", "amount_invalid"}
