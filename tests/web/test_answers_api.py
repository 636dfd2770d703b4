"""Reasons, ways to complete a line, undoing: over the JSON API."""

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


def test_a_way_out_says_only_what_the_catalog_knows(rep: Caller) -> None:
    found = rep.call(
        "POST", f"{line(rep, band='high', sectors=2)}/explain", {"attribute": "heater", "value": False}
    ).get_json()
    [repair] = found["repairs"]
    assert repair["changes"] == {"band": "low", "heater": False}
    assert set(repair) == {"changes", "text", "currency", "net", "difference"}


def test_the_cheapest_completion_says_what_it_did(rep: Caller) -> None:
    path = line(rep, band="high")
    done = rep.call("POST", f"{path}/complete", {"strategy": "cheapest"}).get_json()
    assert done["choices"] == {"band": "high", "sectors": 1, "heater": True}
    assert done["completed"] == {
        "strategy": "cheapest",
        "proven": True,
        "decided": 2,
        "currency": "EUR",
        "net_before": "974.23",
        "net_after": "983.73",
        "example": None,
        "differences": None,
    }
    assert "completed" not in rep.call("GET", path).get_json()


def test_the_ways_to_complete_are_listed_and_others_refused(rep: Caller) -> None:
    path = line(rep)
    assert rep.call("GET", f"{path}/complete").get_json() == {"strategies": ["defaults", "cheapest"]}
    for strategy in ("fastest", "highest_margin", "closest", "best"):
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
