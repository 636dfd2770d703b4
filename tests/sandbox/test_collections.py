"""Collections: limits, each record's own answer, and how they fall within a composite call."""

from typing import Any

import pytest

from tests.sandbox.inside import DATA, Inside, Json


def _record(kind: str, **fields: Any) -> Json:
    return {"attributes": {"type": kind}, **fields}


def _account(name: str, **fields: Any) -> Json:
    return _record("Account", Name=name, **fields)


def _sent(
    inside: Inside, method: str, records: list[Any], *, where: str = "", together: bool = False
) -> list[Json]:
    body = {"allOrNone": together, "records": records}
    status, answer = inside.call(method, f"/composite/sobjects{where}", body)
    assert status == 200, answer
    found: list[Json] = answer
    return found


def _codes(results: list[Json]) -> list[str]:
    return ["" if one["success"] else one["errors"][0]["statusCode"] for one in results]


def test_records_of_several_objects_are_made_in_at_most_ten_chunks(inside: Inside) -> None:
    records = [_account("a") if n % 2 else _record("Contact", LastName="c") for n in range(10)]
    assert _codes(_sent(inside, "POST", records)) == [""] * 10
    status, code, _ = inside.refused(
        "POST", "/composite/sobjects", {"records": [*records, records[0], records[1]]}
    )
    assert (status, code) == (400, "INVALID_INPUT")


def test_200_records_are_taken_and_one_more_is_not(inside: Inside) -> None:
    assert len(_sent(inside, "POST", [_account("a")] * 200)) == 200
    for method, where in (("POST", ""), ("PATCH", ""), ("PATCH", "/Account/ERP_Number__c")):
        body = {"records": [_account("a", ERP_Number__c="x")] * 201}
        assert inside.code(method, f"/composite/sobjects{where}", body) == "EXCEEDED_ID_LIMIT"
    ids = ",".join(["001Qw0000000001"] * 201)
    assert inside.code("DELETE", f"/composite/sobjects?ids={ids}") == "EXCEEDED_ID_LIMIT"


def test_an_upsert_answers_for_each_record(inside: Inside) -> None:
    records: list[Any] = [_account("a", ERP_Number__c="1"), _account("b", ERP_Number__c="2")]
    assert [one["created"] for one in _sent(inside, "PATCH", records, where="/Account/ERP_Number__c")] == [
        True,
        True,
    ]
    records = [
        *records,
        _account("c", ERP_Number__c="3"),
        _account("d", ERP_Number__c="3"),
        _account("e"),
        _record("Contact", LastName="f", ERP_Number__c="4"),
        _account("g", ERP_Number__c="5", Industry="x" * 300),
        7,
    ]
    results = _sent(inside, "PATCH", records, where="/account/erp_number__C")
    assert [one["created"] for one in results[:2]] == [False, False]
    assert _codes(results) == [
        "",
        "",
        "DUPLICATE_VALUE",
        "DUPLICATE_VALUE",
        "MISSING_ARGUMENT",
        "INVALID_TYPE",
        "STRING_TOO_LONG",
        "JSON_PARSER_ERROR",
    ]


def test_an_external_id_that_two_records_have_decides_nothing(inside: Inside) -> None:
    for name in ("a", "b"):
        inside.create("Account", Name=name, ERP_Number__c="1")
    results = _sent(inside, "PATCH", [_account("c", ERP_Number__c="1")], where="/Account/ERP_Number__c")
    assert _codes(results) == ["DUPLICATE_EXTERNAL_ID"]


@pytest.mark.parametrize(("together", "left"), [(False, ["Two"]), (True, ["One"])])
def test_changes_stand_for_themselves_or_together(inside: Inside, together: bool, left: list[str]) -> None:
    made = inside.create("Account", Name="One")
    results = _sent(
        inside,
        "PATCH",
        [_record("Account", id=made, Name="Two"), _record("Account", Id="001Qw0000000zzz", Name="x")],
        together=together,
    )
    assert _codes(results) == ["ALL_OR_NONE_OPERATION_ROLLED_BACK" if together else "", "NOT_FOUND"]
    assert [inside.call("GET", f"/sobjects/Account/{made}")[1]["Name"]] == left


def test_records_are_read_in_the_order_asked(inside: Inside) -> None:
    ids = [inside.create("Account", Name=name) for name in ("a", "b")]
    body = {"ids": [ids[1], "001Qw0000000zzz", ids[0]], "fields": ["Name"]}
    status, found = inside.call("POST", "/composite/sobjects/Account", body)
    assert (status, [one and one["Name"] for one in found]) == (200, ["b", None, "a"])
    query = f"ids={ids[0]},{ids[1]}&fields=Id,Name"
    assert [one["Name"] for one in inside.call("GET", f"/composite/sobjects/Account?{query}")[1]] == [
        "a",
        "b",
    ]
    assert inside.code("GET", "/composite/sobjects/Account") == "MISSING_ARGUMENT"
    many = {"ids": [ids[0]] * 2001, "fields": ["Id"]}
    assert inside.code("POST", "/composite/sobjects/Account", many) == "EXCEEDED_ID_LIMIT"


@pytest.mark.parametrize(
    ("outer", "inner", "left", "codes"),
    [
        (False, False, ["c", "good"], ["", "REQUIRED_FIELD_MISSING"]),
        (False, True, ["c"], ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"]),
        (True, True, [], ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"]),
        # The record says that it was made, and was not: only the outer answer tells.
        (True, False, [], ["", "REQUIRED_FIELD_MISSING"]),
    ],
)
def test_the_four_ways_of_all_or_none_in_a_composite_call(
    inside: Inside, outer: bool, inner: bool, left: list[str], codes: list[str]
) -> None:
    collection = {"allOrNone": inner, "records": [_account("good"), _record("Account")]}
    contact = {"LastName": "c"}
    parts = [
        {"method": "POST", "url": f"{DATA}/composite/sobjects", "referenceId": "n", "body": collection},
        {"method": "POST", "url": f"{DATA}/sobjects/Contact", "referenceId": "c", "body": contact},
    ]
    body = {"allOrNone": outer, "collateSubrequests": False, "compositeRequest": parts}
    status, answer = inside.call("POST", "/composite", body)
    reports = answer["compositeResponse"]
    assert (status, _codes(reports[0]["body"])) == (200, codes)
    assert reports[1]["httpStatusCode"] == (400 if outer else 201)
    names = inside.query("SELECT Name FROM Account WHERE Name = 'good'")
    names += inside.query("SELECT Name FROM Contact WHERE LastName = 'c'")
    assert sorted(row["Name"] for row in names) == left


def test_composite_resources_are_listed_and_do_not_nest(inside: Inside) -> None:
    _, listed = inside.call("GET", "/composite")
    assert sorted(listed) == ["batch", "graph", "sobjects", "tree"]
    for path in (
        "composite",
        "composite/tree/Account",
        "composite/batch",
        "composite/graph",
        "limits",
        "search",
    ):
        part = {"method": "POST", "url": f"{DATA}/{path}", "referenceId": "a", "body": {}}
        _, answer = inside.call("POST", "/composite", {"compositeRequest": [part]})
        assert answer["compositeResponse"][0]["httpStatusCode"] == 404


def test_a_choice_between_records_undoes_an_all_or_none_call(inside: Inside) -> None:
    for name in ("a", "b"):
        inside.create("Account", Name=name, ERP_Number__c="1")
    url = f"{DATA}/sobjects/Account"
    parts = [
        {"method": "POST", "url": url, "referenceId": "n", "body": {"Name": "new"}},
        {"method": "PATCH", "url": f"{url}/ERP_Number__c/1", "referenceId": "u", "body": {"Name": "c"}},
    ]
    _, answer = inside.call("POST", "/composite", {"allOrNone": True, "compositeRequest": parts})
    assert [one["httpStatusCode"] for one in answer["compositeResponse"]] == [400, 300]
    assert inside.query("SELECT Id FROM Account WHERE Name = 'new'") == []


def test_conditions_hold_for_the_parts_of_a_composite_call(inside: Inside) -> None:
    part = {
        "method": "PATCH",
        "url": f"{DATA}/sobjects/Opportunity/{inside.deal['Id']}",
        "referenceId": "a",
        "body": {"NextStep": "x"},
        "httpHeaders": {"If-Unmodified-Since": "Tue, 10 Aug 2010 00:00:00 GMT"},
    }
    _, answer = inside.call("POST", "/composite", {"compositeRequest": [part]})
    assert answer["compositeResponse"][0]["httpStatusCode"] == 412
