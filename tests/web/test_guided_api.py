"""Guided selling over the JSON API: how far along a line is, and what to ask next."""

from collections.abc import Mapping

import pytest

from tests.web.conftest import Caller
from tests.web.test_answers_api import line


def test_a_line_says_how_far_along_it_is_and_what_comes_next(rep: Caller) -> None:
    path = line(rep, band="high")
    shown = rep.call("GET", path).get_json()
    progress = shown["progress"]
    assert (progress["answered"], progress["followed"]) == (1, 1)
    assert progress["total"] == progress["answered"] + progress["followed"] + progress["open"]
    following = shown["next"]
    assert following["attribute"] in shown["open"]
    assert (following["because"], following["need"]) == ("catalog", False)
    assert following["text"]


def test_what_the_user_passed_over_is_left_out(rep: Caller) -> None:
    path = line(rep)
    first = rep.call("POST", f"{path}/next", {}).get_json()["next"]
    second = rep.call("POST", f"{path}/next", {"without": [first["key"]]}).get_json()["next"]
    assert second["key"] != first["key"]


def test_the_question_that_settles_most_says_how_much_and_how_many_were_tried(rep: Caller) -> None:
    path = line(rep)
    body = {"order": "settles_most"}
    found = rep.call("POST", f"{path}/next", body).get_json()
    assert found["next"]["because"] == "settles_most"
    assert found["looked_at"] == found["candidates"]
    assert found == rep.call("POST", f"{path}/next", body).get_json()


def test_nothing_is_next_when_everything_is_answered(rep: Caller) -> None:
    path = line(rep, band="high")
    assert rep.call("POST", f"{path}/complete", {}).get_json()["next"] is None
    done = rep.call("POST", f"{path}/next", {"order": "settles_most"}).get_json()
    assert done["next"] is None
    assert done["progress"]["open"] == 0


@pytest.mark.parametrize("body", [{"order": "random"}, {"order": None}, {"without": "band"}, {"more": 1}])
def test_what_cannot_be_read_is_refused(rep: Caller, body: Mapping[str, object]) -> None:
    answer = rep.call("POST", f"{line(rep)}/next", body)
    assert (answer.status_code, answer.get_json()["code"]) in [(422, "body_invalid"), (422, "order_unknown")]
