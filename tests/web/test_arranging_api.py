"""Groups, order, standings and many lines over the JSON API, and two windows that change one quote."""

from datetime import UTC, datetime

from tests.web.conftest import Caller, Web
from tests.web.samples import OTHER_USER


def quote_of(rep: Caller, lines: int = 3) -> str:
    quote = rep.quote()
    for _ in range(lines):
        rep.line(quote)
    return quote


def test_groups_come_with_subtotals_in_their_order(rep: Caller) -> None:
    quote = quote_of(rep)
    rep.call("POST", f"/quotes/{quote}/groups", {"name": "Core"})
    rep.call("POST", f"/quotes/{quote}/groups", {"name": "Sites"})
    rep.call("PUT", f"/quotes/{quote}/groups", {"groups": ["Sites", "Core"]})
    rep.call("POST", f"/quotes/{quote}/groups/rename", {"name": "Core", "to": "Heart"})
    answer = rep.call("POST", f"/quotes/{quote}/lines/group", {"lines": [1, 3], "to": "Heart"})
    assert answer.status_code == 200, answer.text
    done = answer.get_json()
    assert (done["said"], done["order"], done["removed"]) == (
        "Lines 1, 3 put into group Heart",
        [1, 2, 3],
        [],
    )
    assert [(one["n"], one["group"]) for one in done["lines"]] == [(1, "Heart"), (3, "Heart")]
    shown = rep.call("GET", f"/quotes/{quote}").get_json()
    assert [(one["name"], one["lines"]) for one in shown["groups"]] == [
        ("", [2]),
        ("Sites", []),
        ("Heart", [1, 3]),
    ]
    assert shown["groups"] == done["groups"]
    assert shown["groups"][2]["total"] == "1900.00"
    gone = rep.call("POST", f"/quotes/{quote}/groups/remove", {"name": "Heart"}).get_json()
    assert [one["group"] for one in gone["lines"]] == ["", ""]


def test_alternatives_are_swapped_and_only_what_is_offered_counts(rep: Caller) -> None:
    quote = quote_of(rep)
    made = {"standing": "alternative", "instead_of": 1}
    answer = rep.call("PUT", f"/quotes/{quote}/lines/2/standing", made)
    assert answer.get_json()["total"] == "1900.00"
    swapped = rep.call("POST", f"/quotes/{quote}/lines/2/swap", {}).get_json()
    assert [(one["n"], one["standing"], one["instead_of"]) for one in swapped["lines"]] == [
        (1, "alternative", 2),
        (2, "offered", None),
    ]
    refused = rep.call("PUT", f"/quotes/{quote}/lines/3/standing", {**made, "instead_of": 1})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "standing_invalid")


def test_lines_are_moved_noted_discounted_counted_and_removed(rep: Caller) -> None:
    quote = quote_of(rep)
    assert rep.call("POST", f"/quotes/{quote}/lines/place", {"lines": [3], "before": 1}).get_json()[
        "order"
    ] == [3, 1, 2]
    assert rep.call("POST", f"/quotes/{quote}/lines/3/step", {"way": "down"}).get_json()["order"] == [1, 3, 2]
    noted = rep.call("PUT", f"/quotes/{quote}/lines/3/note", {"note": "By crane"}).get_json()
    assert [(one["n"], one["note"]) for one in noted["lines"]] == [(3, "By crane")]
    off = {"product": "mast", "discount": {"percent": "10", "reason": "pilot"}}
    cheaper = rep.call("POST", f"/quotes/{quote}/lines/discount", off).get_json()
    assert (len(cheaper["lines"]), cheaper["total"]) == (3, "2565.00")
    counted = rep.call("POST", f"/quotes/{quote}/lines/quantity", {"lines": [1, 2], "quantity": 2})
    assert [one["quantity"] for one in counted.get_json()["lines"]] == [2, 2]
    left = rep.call("POST", f"/quotes/{quote}/lines/remove", {"family": "Radios"}).get_json()
    assert (left["removed"], left["order"], left["total"]) == ([1, 3, 2], [], "0.00")
    back = rep.call("POST", f"/quotes/{quote}/undo", {}).get_json()
    assert [(one["n"], one["quantity"], one["note"]) for one in back["lines"]] == [
        (1, 2, ""),
        (3, 1, "By crane"),
        (2, 2, ""),
    ]


def test_bodies_that_mean_nothing_are_refused_by_name(rep: Caller) -> None:
    quote = quote_of(rep)
    for path, body, code in (
        ("groups", {"name": " "}, "group_invalid"),
        ("groups", {"name": "x", "more": 1}, "body_invalid"),
        ("groups/remove", {"name": "Core"}, "group_not_found"),
        ("lines/group", {"to": "", "lines": [9]}, "line_not_found"),
        ("lines/discount", {"lines": [1]}, "body_invalid"),
        ("lines/discount", {"discount": None}, "selection_invalid"),
        ("lines/remove", {}, "selection_invalid"),
        ("lines/remove", {"lines": []}, "body_invalid"),
        ("lines/quantity", {"lines": [1], "quantity": 10**30}, "quantity_invalid"),
        ("lines/place", {"lines": [1], "before": 1}, "place_invalid"),
        ("lines/1/step", {"way": "left"}, "body_invalid"),
    ):
        answer = rep.call("POST", f"/quotes/{quote}/{path}", body)
        assert answer.get_json()["code"] == code, (path, body, answer.text)


def test_a_change_for_an_older_revision_is_merged_and_says_what_came_meanwhile(rep: Caller) -> None:
    quote = quote_of(rep)
    rep.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": 7})
    answer = rep.call("PATCH", f"/quotes/{quote}/lines/2", {"quantity": 9}, If_Match='"4"')
    assert answer.status_code == 200, answer.text
    (told,) = answer.get_json()["meanwhile"]
    assert (told["revision"], told["by"], told["text"]) == (5, "you", "Line 1: quantity 1 → 7")
    assert datetime.fromisoformat(told["at"]) == datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    shown = rep.call("GET", f"/quotes/{quote}").get_json()
    assert [one["quantity"] for one in shown["lines"]] == [7, 9, 1]
    assert "meanwhile" not in rep.call("PATCH", f"/quotes/{quote}/lines/2", {"quantity": 3}).get_json()
    found = rep.call("GET", f"/quotes/{quote}/changes/4").get_json()["changes"]
    assert [one["text"] for one in found] == [
        "Line 1: quantity 1 → 7",
        "Line 2: quantity 1 → 9",
        "Line 2: quantity 9 → 3",
    ]


def test_where_both_changed_the_same_the_answer_has_both_values(rep: Caller) -> None:
    quote = quote_of(rep)
    rep.call("PATCH", f"/quotes/{quote}/lines/1", {"choices": {"band": "mid"}})
    answer = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"choices": {"band": "low"}}, If_Match='"4"')
    problem = answer.get_json()
    assert (answer.status_code, problem["code"], problem["revision"]) == (409, "quote_changed", 5)
    assert problem["conflicts"] == [
        {
            "line": 1,
            "part": "choices.band",
            "name": "Band",
            "by": "you",
            "theirs": "Mid",
            "mine": "Low",
        }
    ]
    assert [one["text"] for one in problem["changes"]] == ["Line 1: Band open → Mid"]
    again = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"choices": {"band": "low"}}, If_Match='"5"')
    assert again.get_json()["choices"] == {"band": "low"}


def test_a_refusal_that_others_brought_about_says_what_they_did(rep: Caller) -> None:
    quote = quote_of(rep)
    rep.call("DELETE", f"/quotes/{quote}/lines/2")
    gone = rep.call("PATCH", f"/quotes/{quote}/lines/2", {"quantity": 2}, If_Match='"4"').get_json()
    assert (gone["code"], [one["text"] for one in gone["changes"]]) == (
        "line_not_found",
        ["Line 2 (Mast radio) removed"],
    )
    rep.call("PATCH", f"/quotes/{quote}/lines/1", {"choices": {"heater": False}})
    high = rep.call("PATCH", f"/quotes/{quote}/lines/1", {"choices": {"band": "high"}}, If_Match='"5"')
    assert high.get_json()["code"] == "choice_impossible"
    assert [one["text"] for one in high.get_json()["changes"]] == ["Line 1: Heater open → no"]


def test_what_changed_is_told_to_nobody_else(web: Web, rep: Caller) -> None:
    quote = quote_of(rep)
    stranger = web.sign_in(user=OTHER_USER)
    assert stranger.call("GET", f"/quotes/{quote}/changes/1").status_code == 404
    refused = stranger.call("PATCH", f"/quotes/{quote}/lines/1", {"quantity": 2}, If_Match='"1"').get_json()
    assert (refused["code"], "changes" in refused) == ("quote_not_found", False)
