"""Faults: each does what it says, at the call, the row or the moment it was ordered for, and nothing else."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.sandbox.faults import KINDS, FaultRefused, Faults, read_order, read_text
from tests.sandbox.deploying import deployed
from tests.sandbox.inside import DATA, Inside, Json
from tests.sandbox.packages import quote_field
from tests.thorough import tried

ACCOUNTS = "/sobjects/Account"


def _codes(inside: Inside, calls: int, method: str = "GET", path: str = "/limits") -> list[int]:
    return [inside.raw(method, path).status for _ in range(calls)]


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        ("invalid_session", 401, "INVALID_SESSION_ID"),
        ("limit", 403, "REQUEST_LIMIT_EXCEEDED"),
        ("concurrent_limit", 403, "REQUEST_LIMIT_EXCEEDED"),
        ("lock", 400, "UNABLE_TO_LOCK_ROW"),
        ("server_error", 500, "UNKNOWN_EXCEPTION"),
    ],
)
def test_a_refusal_stands_in_for_one_call_and_nothing_is_done(
    inside: Inside, kind: str, status: int, code: str
) -> None:
    accounts = inside.count("Account")
    inside.org.faults.add({"fault": kind, "method": "POST"})
    answered, answer = inside.call("POST", ACCOUNTS, {"Name": "A"})
    assert (answered, answer[0]["errorCode"]) == (status, code)
    assert inside.count("Account") == accounts
    assert inside.call("POST", ACCOUNTS, {"Name": "A"})[0] == 201


@settings(max_examples=tried(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(nth=st.integers(1, 6), times=st.one_of(st.none(), st.integers(1, 6)))
def test_a_fault_hits_from_the_nth_fitting_call_on_as_often_as_ordered(
    inside: Inside, nth: int, times: int | None
) -> None:
    inside.org.faults.clear()
    inside.org.faults.add({"fault": "server_error", "match": "limits", "nth": nth, "times": times})
    hit = []
    for _ in range(12):
        hit.append(inside.raw("GET", "/limits").status == 500)
        assert inside.raw("GET", "/recent").status == 200
    assert hit == [nth <= n and (times is None or n < nth + times) for n in range(1, 13)]


def test_of_two_faults_the_older_acts_and_the_younger_waits(inside: Inside) -> None:
    inside.org.faults.add({"fault": "limit"})
    inside.org.faults.add({"fault": "server_error", "nth": 2, "times": 2})
    assert _codes(inside, 4) == [403, 500, 500, 200]


@pytest.mark.parametrize(
    ("method", "path", "body", "hit"),
    [
        ("GET", "/sobjects/Quote", None, True),
        ("GET", "/sobjects/quote/describe", None, True),
        ("GET", "/sobjects/QuoteLineItem", None, False),
        ("GET", "/query?q=SELECT+Id+FROM+Quote", None, True),
        ("GET", "/query?q=SELECT+Id,Quote.Name+FROM+QuoteLineItem", None, False),
        ("POST", "/composite/tree/Quote", {}, True),
        ("POST", "/composite/sobjects", {"records": [{"attributes": {"type": "Quote"}}]}, True),
        ("POST", "/composite/sobjects", {"records": [{"attributes": {"type": "Account"}}]}, False),
        (
            "POST",
            "/composite",
            {
                "compositeRequest": [
                    {"method": "GET", "url": f"{DATA}/sobjects/Quote/describe", "referenceId": "a"}
                ]
            },
            True,
        ),
    ],
)
def test_a_fault_finds_the_calls_that_speak_of_its_object(
    inside: Inside, method: str, path: str, body: Any, hit: bool
) -> None:
    inside.org.faults.add({"fault": "server_error", "object": "Quote", "times": None})
    assert (inside.call(method, path, body)[0] == 500) is hit


def _line_parts(inside: Inside, lines: int) -> list[Json]:
    deal, entry = inside.deal, inside.entry()
    quote = {"Name": "Q", "OpportunityId": deal["Id"], "Pricebook2Id": deal["Pricebook2Id"]}
    parts = [{"method": "POST", "url": f"{DATA}/sobjects/Quote", "referenceId": "q", "body": quote}]
    for n in range(lines):
        body = {"QuoteId": "@{q.id}", "PricebookEntryId": entry, "Quantity": 1, "UnitPrice": 5}
        parts.append(
            {"method": "POST", "url": f"{DATA}/sobjects/QuoteLineItem", "referenceId": f"l{n}", "body": body}
        )
    return parts


@pytest.mark.parametrize("together", [True, False])
def test_a_locked_row_takes_with_it_what_its_call_says(inside: Inside, together: bool) -> None:
    inside.org.faults.add({"fault": "lock", "object": "QuoteLineItem", "nth": 2})
    body = {"allOrNone": together, "compositeRequest": _line_parts(inside, 3)}
    _, answer = inside.call("POST", "/composite", body)
    reports = answer["compositeResponse"]
    codes = [one["httpStatusCode"] for one in reports]
    assert codes == ([400] * 4 if together else [201, 201, 400, 201])
    assert reports[2]["body"][0]["errorCode"] == "UNABLE_TO_LOCK_ROW"
    assert inside.count("QuoteLineItem") == (0 if together else 2)
    _, again = inside.call("POST", "/composite", body)
    assert {one["httpStatusCode"] for one in again["compositeResponse"]} == {201}


def test_a_locked_record_of_a_collection_fails_alone(inside: Inside) -> None:
    inside.org.faults.add({"fault": "lock", "object": "account", "method": "POST", "nth": 2, "times": 1})
    records = [{"attributes": {"type": "Account"}, "Name": name} for name in "abc"]
    _, answer = inside.call("POST", "/composite/sobjects", {"records": records})
    assert [one["success"] for one in answer] == [True, False, True]


def test_a_validation_rule_speaks_its_own_words_until_it_is_switched_off(inside: Inside) -> None:
    number = inside.org.faults.add(
        {
            "fault": "validation_rule",
            "object": "Opportunity",
            "field": "StageName",
            "message": "Not on a Friday.",
        }
    )
    path = f"/sobjects/Opportunity/{inside.deal['Id']}"
    refused = (400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Not on a Friday.")
    for _ in range(3):
        assert inside.refused("PATCH", path, {"StageName": "Closed Lost"}) == refused
    assert inside.call("PATCH", path, {"NextStep": "x"})[0] == 204
    assert inside.org.faults.remove(number)
    assert inside.call("PATCH", path, {"StageName": "Closed Lost"})[0] == 204


def test_a_read_only_field_is_refused_and_described_as_such(inside: Inside) -> None:
    inside.org.faults.add({"fault": "read_only_field", "object": "Account", "field": "phone"})
    status, code, words = inside.refused("POST", ACCOUNTS, {"Name": "A", "Phone": "1"})
    assert (status, code) == (400, "INVALID_FIELD_FOR_INSERT_UPDATE")
    assert "Unable to create/update fields: phone" in words
    assert inside.call("POST", ACCOUNTS, {"Name": "A"})[0] == 201
    fields = {one["name"]: one for one in inside.call("GET", f"{ACCOUNTS}/describe")[1]["fields"]}
    assert (fields["Phone"]["createable"], fields["Phone"]["updateable"]) == (False, False)
    assert fields["Name"]["createable"]


def test_a_record_is_gone_when_the_call_comes_to_it(inside: Inside) -> None:
    made = [inside.create("Account", Name=name) for name in "ab"]
    inside.org.faults.add({"fault": "deleted_record", "object": "Account", "method": "PATCH"})
    assert inside.refused("PATCH", f"{ACCOUNTS}/{made[0]}", {"Name": "c"})[:2] == (404, "ENTITY_IS_DELETED")
    assert inside.call("GET", f"{ACCOUNTS}/{made[1]}")[0] == 200
    inside.org.faults.add({"fault": "deleted_record", "object": "Account", "record": made[1]})
    inside.call("GET", f"{ACCOUNTS}/describe")
    assert inside.refused("GET", f"{ACCOUNTS}/{made[1]}")[0] == 404


def test_the_amount_changes_behind_ones_back_even_where_products_make_it(inside: Inside) -> None:
    deal = inside.deal
    line = {"OpportunityId": deal["Id"], "PricebookEntryId": inside.entry(), "Quantity": 1, "UnitPrice": 7}
    inside.create("OpportunityLineItem", **line)
    path = f"/sobjects/Opportunity/{deal['Id']}?fields=Amount"
    before = inside.call("GET", path)[1]["Amount"]
    order = {
        "fault": "changed_record",
        "object": "Opportunity",
        "set": {"Amount": 1},
        "method": "GET",
        "nth": 2,
    }
    inside.org.faults.add(order)
    assert [inside.call("GET", path)[1]["Amount"] for _ in range(3)] == [before, 1, 1]


def test_a_session_ends_in_the_middle_and_only_that_one(inside: Inside) -> None:
    inside.org.faults.add({"fault": "session_ends", "nth": 3})
    assert _codes(inside, 4) == [200, 200, 401, 401]
    inside.become("rep")
    assert _codes(inside, 1) == [200]


@pytest.mark.parametrize(("kind", "drop"), [("commit_then_drop", "silence"), ("commit_then_reset", "reset")])
def test_a_call_is_done_though_its_answer_is_lost(inside: Inside, kind: str, drop: str) -> None:
    accounts = inside.count("Account")
    inside.org.faults.add({"fault": kind, "match": "sobjects"})
    assert inside.raw("POST", ACCOUNTS, b'{"Name": "A"}').drop == drop
    assert inside.count("Account") == accounts + 1


@pytest.mark.parametrize("kind", ["reset", "stall"])
def test_a_call_is_not_done_when_its_connection_breaks_before(inside: Inside, kind: str) -> None:
    accounts = inside.count("Account")
    seconds = {"seconds": 0} if kind == "stall" else {}
    inside.org.faults.add({"fault": kind, "match": "sobjects", **seconds})
    assert inside.raw("POST", ACCOUNTS, b'{"Name": "A"}').drop
    assert inside.count("Account") == accounts


def test_half_an_answer_is_no_json(inside: Inside) -> None:
    whole = inside.raw("GET", "/limits").body
    inside.org.faults.add({"fault": "truncated_json"})
    cut = inside.raw("GET", "/limits").body
    assert 0 < len(cut) < len(whole)
    assert whole.startswith(cut[:20])


def test_the_orgs_clock_goes_wrong_in_records_and_in_the_date_of_answers(inside: Inside) -> None:
    inside.org.faults.add({"fault": "clock_skew", "seconds": -7200})
    made = inside.create("Account", Name="A")
    row = inside.call("GET", f"{ACCOUNTS}/{made}")[1]
    behind = datetime.now(UTC) - datetime.fromisoformat(row["CreatedDate"])
    assert timedelta(minutes=119) < behind < timedelta(minutes=121)
    date = parsedate_to_datetime(inside.raw("GET", "/limits").headers["Date"])
    assert timedelta(minutes=119) < datetime.now(UTC) - date < timedelta(minutes=121)
    inside.org.faults.clear()
    assert "Date" not in inside.raw("GET", "/limits").headers


def test_the_log_says_which_fault_hit_a_call(inside: Inside) -> None:
    inside.org.faults.add({"fault": "limit", "nth": 2})
    _codes(inside, 2)
    assert [call["fault"] for call in inside.org.calls.listed()[-2:]] == ["", "limit"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_example_of_every_kind_can_be_ordered(kind: str) -> None:
    assert read_order(KINDS[kind].example).fault == kind


@pytest.mark.parametrize(
    "order",
    [
        None,
        [],
        {},
        {"fault": "nonsense"},
        {"fault": ["lock"]},
        {"fault": "lock", "times": 0},
        {"fault": "lock", "times": 1.5},
        {"fault": "lock", "nth": True},
        {"fault": "lock", "match": 7},
        {"fault": "lock", "method": "FETCH"},
        {"fault": "lock", "object": "Nothing"},
        {"fault": "lock", "seconds": 5},
        {"fault": "latency", "seconds": 601},
        {"fault": "latency", "seconds": -1},
        {"fault": "clock_skew", "times": 2},
        {"fault": "clock_skew", "seconds": 10**9},
        {"fault": "validation_rule"},
        {"fault": "validation_rule", "object": "Quote", "method": "GET"},
        {"fault": "read_only_field", "object": "Quote"},
        {"fault": "read_only_field", "object": "Quote", "field": "Nothing"},
        {"fault": "changed_record", "object": "Opportunity"},
        {"fault": "changed_record", "object": "Opportunity", "set": 5},
        {"fault": "changed_record", "object": "Opportunity", "set": {"Amount": "much"}},
        {"fault": "changed_record", "object": "Opportunity", "set": {"Id": "x"}},
    ],
)
def test_an_order_that_cannot_be_carried_out_is_refused(order: Any) -> None:
    with pytest.raises(FaultRefused):
        Faults().add(order)


def test_a_field_that_came_by_a_deployment_can_be_named() -> None:
    admin = Inside("admin")
    order = {"fault": "read_only_field", "object": "Quote", "field": "Delivery_Week__c"}
    with pytest.raises(FaultRefused):
        admin.org.faults.add(order)
    deployed(admin, quote_field())
    admin.org.faults.add(order)
    body = {"Name": "Q", "OpportunityId": admin.deal["Id"], "Delivery_Week__c": "W3"}
    assert admin.code("POST", "/sobjects/Quote", body) == "INVALID_FIELD_FOR_INSERT_UPDATE"


def test_an_order_can_be_written_as_a_text() -> None:
    assert read_text("lock,object=QuoteLineItem,nth=3,times=2") == read_order(
        {"fault": "lock", "object": "QuoteLineItem", "nth": 3, "times": 2}
    )
    assert read_text("changed_record,object=Opportunity,set.Amount=1.50,set.NextStep=call them").set == {
        "Amount": 1.5,
        "NextStep": "call them",
    }
    assert read_text("limit,times=null").times is None
    for wrong in ("", "lock,", "lock,times", "lock,times=x", "lock,=1"):
        with pytest.raises(FaultRefused):
            read_text(wrong)


def test_the_number_of_faults_is_bounded(inside: Inside) -> None:
    for _ in range(200):
        inside.org.faults.add({"fault": "limit", "match": "nowhere"})
    with pytest.raises(FaultRefused):
        inside.org.faults.add({"fault": "limit"})
