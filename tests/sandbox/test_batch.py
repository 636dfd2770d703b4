"""Batches: each call for itself, or none behind the first that fails."""

from typing import Any

import pytest

from tests.sandbox.inside import Inside, Json

BAD = {"method": "POST", "url": "v67.0/sobjects/Account", "richInput": {}}


def _made(name: str) -> Json:
    return {"method": "POST", "url": "v67.0/sobjects/Account", "richInput": {"Name": name}}


def _posted(inside: Inside, requests: list[Any], **more: Any) -> Json:
    status, answer = inside.call("POST", "/composite/batch", {"batchRequests": requests, **more})
    assert status == 200, answer
    found: Json = answer
    return found


def test_each_call_is_done_for_itself_and_sees_those_before_it(inside: Inside) -> None:
    question = {
        "method": "GET",
        "url": "v34.0/query?q=SELECT+Name+FROM+Account+WHERE+Name+LIKE+'B_'+ORDER+BY+Name",
    }
    answer = _posted(inside, [_made("B1"), BAD, _made("B2"), question])
    assert answer["hasErrors"] is True
    assert [one["statusCode"] for one in answer["results"]] == [201, 400, 201, 200]
    assert answer["results"][1]["result"][0]["errorCode"] == "REQUIRED_FIELD_MISSING"
    names = [row["Name"] for row in answer["results"][3]["result"]["records"]]
    assert names == ["B1", "B2"]


def test_a_batch_that_halts_leaves_what_was_done(inside: Inside) -> None:
    answer = _posted(inside, [_made("B1"), BAD, _made("B2")], haltOnError=True)
    assert [one["statusCode"] for one in answer["results"]] == [201, 400, 412]
    assert answer["results"][2]["result"][0]["errorCode"] == "BATCH_PROCESSING_HALTED"
    assert [row["Name"] for row in inside.query("SELECT Name FROM Account WHERE Name IN ('B1', 'B2')")] == [
        "B1"
    ]


def test_each_call_of_a_batch_counts(inside: Inside) -> None:
    reply = inside.raw(
        "POST",
        "/composite/batch",
        b'{"batchRequests":[{"method":"GET","url":"v67.0/limits"},{"method":"GET","url":"v67.0/limits"}]}',
    )
    assert reply.headers["Sforce-Limit-Info"] == "api-usage=2/15000"


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "PUT", "url": "v67.0/limits"},
        {"method": "GET"},
        {"method": "GET", "url": "limits"},
        {"method": "GET", "url": "v33.0/limits"},
        {"method": "GET", "url": "v68.0/limits"},
        7,
        {"method": "GET", "url": "v67.0/limits", "binaryPartName": "x"},
    ],
)
def test_one_unreadable_call_stops_the_batch_before_anything_is_done(inside: Inside, request_: Any) -> None:
    body = {"batchRequests": [_made("B1"), request_]}
    assert inside.refused("POST", "/composite/batch", body)[0] == 400
    assert inside.query("SELECT Id FROM Account WHERE Name = 'B1'") == []


def test_25_calls_are_taken_and_one_more_is_not(inside: Inside) -> None:
    one = {"method": "GET", "url": "v67.0/limits"}
    assert len(_posted(inside, [one] * 25)["results"]) == 25
    assert inside.code("POST", "/composite/batch", {"batchRequests": [one] * 26}) == "LIMIT_EXCEEDED"


@pytest.mark.parametrize("path", ["composite", "composite/sobjects", "composite/batch", "recent"])
def test_a_batch_holds_no_composite_resource(inside: Inside, path: str) -> None:
    answer = _posted(inside, [{"method": "GET", "url": f"v67.0/{path}"}])
    assert answer["results"][0]["statusCode"] == 404
