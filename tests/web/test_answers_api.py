"""Reasons, ways to complete a line, undoing: over the JSON API."""

from decimal import Decimal

import pytest

from tests.web.conftest import Caller, Web
from tests.web.samples import OTHER_USER


def line(rep: Caller, **choices: object) -> str:
    quote = rep.quote()
    rep.line(quote, **choices)
    return f"/quotes/{quote}/lines/1"


def test_what_follows_says_from_what_by_which_rule(rep: Caller) -> None:
    path = line(rep, band="high")
    assert rep.call("POST", f"{path}/why", {"attribute": "heater"}).get_json() == {
        "follows": True,
        "consequence": {
            "attribute": "heater",
            "value": True,
            "choices": [{"attribute": "band", "value": "high", "text": "Band: High"}],
            "rules": [{"key": "high_heated", "text": "The high band needs a heater."}],
            "text": "Heater: yes follows from Band: High. The high band needs a heater.",
        },
    }
    assert rep.call("POST", f"{path}/why", {"attribute": "sectors"}).get_json() == {"follows": False}
    unknown = rep.call("POST", f"{path}/why", {"attribute": "heather"})
    assert (unknown.status_code, unknown.get_json()["code"]) == (422, "choice_unknown")


def test_all_reasons_are_given_when_asked_for(rep: Caller) -> None:
    path = line(rep, heater=False)
    body = {"attribute": "band", "value": "high"}
    one = rep.call("POST", f"{path}/explain", body).get_json()
    every = rep.call("POST", f"{path}/explain", {**body, "reasons": 5}).get_json()
    assert "reasons" not in one
    assert every["reasons"] == [one["conflict"]]
    assert every["reasons_complete"] is True


@pytest.mark.parametrize("reasons", [0, 21, "5", 1.5, None, True])
def test_a_number_of_reasons_out_of_reach_is_refused(rep: Caller, reasons: object) -> None:
    body = {"attribute": "band", "value": "high", "reasons": reasons}
    answer = rep.call("POST", f"{line(rep, heater=False)}/explain", body)
    assert (answer.status_code, answer.get_json()["code"]) == (422, "body_invalid")


def test_a_way_out_tells_margin_and_lead_time_beside_its_price(rep: Caller) -> None:
    """A heater sells for 25.50 less 5 %, costs 9.50, and takes 30 days where the radios take 22."""
    path = line(rep, band="high", sectors=2)
    found = rep.call("POST", f"{path}/explain", {"attribute": "heater", "value": False}).get_json()
    [repair] = found["repairs"]
    assert repair["changes"] == {"band": "low", "heater": False}
    figures = {"margin_difference": "-14.73", "lead_days_difference": -8, "by_defaults": False}
    assert {name: repair[name] for name in figures} == figures
    before = rep.call("GET", f"{path}/assembly").get_json()
    rep.call("PATCH", path, {"choices": repair["changes"]})
    after = rep.call("GET", f"{path}/assembly").get_json()
    won = Decimal(after["cost"]["margin"]) - Decimal(before["cost"]["margin"])
    assert (str(won.quantize(Decimal("0.01"))), after["lead_time_days"] - before["lead_time_days"]) == (
        repair["margin_difference"],
        repair["lead_days_difference"],
    )
    assert "approvals" not in repair


def test_what_is_open_counts_as_the_defaults_decide_it(rep: Caller) -> None:
    path = line(rep, band="high")
    found = rep.call("POST", f"{path}/explain", {"attribute": "heater", "value": False}).get_json()
    [repair] = found["repairs"]
    assert (repair["margin_difference"], repair["by_defaults"]) == ("-14.73", True)


def test_who_may_not_see_costs_is_told_no_margin(web: Web, rep: Caller) -> None:
    path = line(rep, band="high", sectors=2)
    quote = path.split("/")[2]
    rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="one")
    colleague = web.sign_in(user=OTHER_USER)
    body = {"attribute": "heater", "value": False}
    [theirs] = colleague.call("POST", f"{path}/explain", body).get_json()["repairs"]
    assert "margin_difference" not in theirs
    assert theirs["lead_days_difference"] == -8
    refused = colleague.call("POST", f"{path}/complete", {"strategy": "highest_margin"})
    assert refused.status_code == 404


def test_the_cheapest_completion_says_what_it_did(rep: Caller) -> None:
    path = line(rep, band="high")
    done = rep.call("POST", f"{path}/complete", {"strategy": "cheapest"}).get_json()
    assert done["choices"] == {"band": "high", "sectors": 1, "heater": True}
    assert done["completed"] == {
        "strategy": "cheapest",
        "proven": True,
        "within": "0",
        "decided": 2,
        "currency": "EUR",
        "net_before": "974.23",
        "net_after": "983.73",
        "margin": "842.206000",
        "margin_by_defaults": "657.158000",
        "lead_days": 30,
        "lead_days_by_defaults": 30,
        "example": None,
        "differences": None,
    }
    assert "completed" not in rep.call("GET", path).get_json()


def test_the_highest_margin_and_the_fastest_say_what_was_won(rep: Caller) -> None:
    done = rep.call("POST", f"{line(rep)}/complete", {"strategy": "highest_margin"}).get_json()
    assert done["choices"] == {"band": "mid", "sectors": 1, "heater": True}
    told = done["completed"]
    assert (told["strategy"], told["proven"], told["within"]) == ("highest_margin", True, "0")
    assert Decimal(told["margin"]) > Decimal(told["margin_by_defaults"])
    heated = line(rep, sectors=2)
    rep.call("PATCH", heated, {"choices": {"heater": True}})
    fast = rep.call("POST", f"{heated}/complete", {"strategy": "fastest"}).get_json()["completed"]
    assert (fast["proven"], fast["lead_days"], fast["lead_days_by_defaults"]) == (True, 30, 30)


def test_the_ways_to_complete_are_listed_and_others_refused(rep: Caller) -> None:
    path = line(rep)
    listed = rep.call("GET", f"{path}/complete").get_json()["strategies"]
    assert listed == ["defaults", "cheapest", "highest_margin", "fastest"]
    for strategy in ("closest", "best"):
        answer = rep.call("POST", f"{path}/complete", {"strategy": strategy})
        assert (answer.status_code, answer.get_json()["code"]) == (422, "strategy_unavailable")


def test_changes_are_undone_and_made_again(rep: Caller) -> None:
    path = line(rep)
    first = rep.call("PATCH", path, {"choices": {"band": "mid"}, "quantity": 3}).get_json()
    assert (first["can_undo"], first["can_redo"]) == (True, False)
    undone = rep.call("POST", f"{path}/undo", {})
    assert undone.headers["ETag"] == '"4"'
    assert (undone.get_json()["choices"], undone.get_json()["quantity"]) == ({}, 1)
    assert (undone.get_json()["can_undo"], undone.get_json()["can_redo"]) == (False, True)
    again = rep.call("POST", f"{path}/redo", {}).get_json()
    assert {**again, "quote": None} == {**first, "quote": None}
    nothing = rep.call("POST", f"{path}/redo", {})
    assert (nothing.status_code, nothing.get_json()["code"]) == (422, "nothing_to_redo")
    stale = rep.call("POST", f"{path}/undo", {}, If_Match='"2"')
    assert (stale.status_code, stale.get_json()["code"]) == (409, "quote_changed")


def test_none_of_it_exists_for_others(web: Web, rep: Caller) -> None:
    path = line(rep, band="high")
    other = web.sign_in(user=OTHER_USER)
    calls = [
        ("POST", "why", {"attribute": "heater"}),
        ("GET", "complete", None),
        ("POST", "undo", {}),
        ("POST", "redo", {}),
    ]
    assert {other.call(method, f"{path}/{call}", body).status_code for method, call, body in calls} == {404}
