"""Many operations in one call: together or not at all, each for itself, and what is too much."""

import statistics
import time
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.client import DATA, SOBJECTS, Client, part

HALTED = "The transaction was rolled back since another operation in the same transaction failed."


def test_a_quote_is_written_in_one_call_and_counted_as_one(crm: Client) -> None:
    nodes = [*crm.quote_nodes("k", 2), part("GET", "Quote/@{q.id}?fields=TotalPrice,IsSyncing", "seen")]
    crm.sandbox.forget_calls()
    graph = crm.graph(nodes)
    assert graph["isSuccessful"] is True
    answers = {r["referenceId"]: r for r in graph["graphResponse"]["compositeResponse"]}
    assert [r["httpStatusCode"] for r in answers.values()] == [201, 201, 201, 201, 204, 200]
    assert answers["seen"]["body"]["TotalPrice"] == Decimal("40.20")
    assert answers["q"]["httpHeaders"]["Location"].startswith(f"{SOBJECTS}/Quote/0Q0")
    assert len(crm.sandbox.calls(counted=True)) == 1
    assert crm.row("Opportunity", crm.deal["Id"])["Amount"] == Decimal("40.20")


def test_a_failed_graph_leaves_nothing(crm: Client) -> None:
    before = {
        name: crm.sandbox.records(name)
        for name in ("Quote", "QuoteLineItem", "ContentVersion", "Opportunity")
    }
    nodes = crm.quote_nodes("k", 3)
    nodes[3]["body"]["UnitPrice"] = None
    graph = crm.graph(nodes)
    reports = graph["graphResponse"]["compositeResponse"]
    assert graph["isSuccessful"] is False
    assert {r["httpStatusCode"] for r in reports} == {400}
    codes = {r["referenceId"]: r["body"][0]["errorCode"] for r in reports}
    assert codes.pop("l3") == "REQUIRED_FIELD_MISSING"
    assert set(codes.values()) == {"PROCESSING_HALTED"}
    assert reports[0]["body"][0]["message"] == HALTED
    assert {name: crm.sandbox.records(name) for name in before} == before


def test_a_repeated_graph_names_the_quote_that_is_there(crm: Client) -> None:
    first = crm.graph(crm.quote_nodes("k", 1))["graphResponse"]["compositeResponse"][0]["body"]["id"]
    again = crm.graph(crm.quote_nodes("k", 1))["graphResponse"]["compositeResponse"][0]["body"]
    assert again[0]["errorCode"] == "DUPLICATE_VALUE"
    assert first[:15] in again[0]["message"]
    assert len(crm.sandbox.records("Quote")) == len(crm.sandbox.records("QuoteLineItem")) == 1


def test_one_graph_fails_and_another_holds(crm: Client) -> None:
    contact = part("POST", "Contact", "c", {"LastName": "x"})
    bad = part("POST", "Contact", "c", {})
    graphs = [{"graphId": "a", "compositeRequest": [bad]}, {"graphId": "b", "compositeRequest": [contact]}]
    answer = crm.call("POST", "/composite/graph", {"graphs": graphs})[1]
    assert [graph["isSuccessful"] for graph in answer["graphs"]] == [False, True]
    assert len(crm.query("SELECT Id FROM Contact WHERE LastName = 'x'")) == 1


def test_after_14_failed_graphs_the_rest_is_halted(crm: Client) -> None:
    graphs = [
        {
            "graphId": f"g{n}",
            "compositeRequest": [part("POST", "Contact", "c", {} if n < 14 else {"LastName": "z"})],
        }
        for n in range(16)
    ]
    answer = crm.call("POST", "/composite/graph", {"graphs": graphs})[1]
    assert not any(graph["isSuccessful"] for graph in answer["graphs"])
    assert crm.query("SELECT Id FROM Contact WHERE LastName = 'z'") == []


@pytest.mark.parametrize(
    "node",
    [
        {"method": "GET", "url": f"{DATA}/query?q=SELECT+Id+FROM+Account", "referenceId": "a"},
        {"method": "POST", "url": f"{DATA}/composite/sobjects", "referenceId": "a", "body": {}},
        {"method": "GET", "url": f"{SOBJECTS}/Quote/describe/x/y", "referenceId": "a"},
        {"method": "POST", "url": f"{SOBJECTS}/Contact", "referenceId": "a b", "body": {"LastName": "x"}},
        {
            "method": "POST",
            "url": f"{SOBJECTS}/Contact",
            "referenceId": "a",
            "httpHeaders": {"If-Match": "x"},
        },
        {"method": "POST", "referenceId": "a"},
        "no object",
        None,
    ],
)
def test_a_node_that_a_graph_does_not_know_fails_the_request(crm: Client, node: Any) -> None:
    body = {"graphs": [{"graphId": "g", "compositeRequest": [node]}]}
    assert crm.refused("POST", "/composite/graph", body)[0] in (400, 404)


def test_a_graph_has_at_most_500_nodes(crm: Client) -> None:
    nodes = [part("POST", "Contact", f"c{n}", {"LastName": "x"}) for n in range(501)]
    body = {"graphs": [{"graphId": "g", "compositeRequest": nodes}]}
    assert crm.refused("POST", "/composite/graph", body)[:2] == (400, "LIMIT_EXCEEDED")


def test_a_graph_of_497_lines_is_quick(crm: Client) -> None:
    nodes = crm.quote_nodes("k", 497, QW_Configuration__c="x" * 400)
    start = time.perf_counter()
    graph = crm.graph(nodes)
    assert graph["isSuccessful"] is True
    # 150 ms is the aim on a quiet machine; the bound here only catches a slip into another order.
    assert time.perf_counter() - start < 5
    assert crm.sandbox.records("Quote")[0]["TotalPrice"] == Decimal("9989.70")


def test_a_single_create_is_quick(crm: Client) -> None:
    spent = []
    for _ in range(50):
        start = time.perf_counter()
        crm.create("Contact", LastName="x")
        spent.append(time.perf_counter() - start)
    # 5 ms is the aim on a quiet machine.
    assert statistics.median(spent) < 0.25


def test_a_thousand_lines_go_through_one_composite(crm: Client) -> None:
    deal, entry = crm.deal, crm.entry()
    lines = [
        {
            "attributes": {"type": "QuoteLineItem"},
            "QuoteId": "@{q.id}",
            "PricebookEntryId": entry,
            "Quantity": 1,
            "UnitPrice": 1.01,
            "QW_Key__c": f"k-{n}",
        }
        for n in range(1000)
    ]
    parts = [
        part(
            "POST",
            "Quote",
            "q",
            {"Name": "Q", "OpportunityId": deal["Id"], "Pricebook2Id": deal["Pricebook2Id"]},
        )
    ]
    for n in range(5):
        records = {"allOrNone": True, "records": lines[n * 200 : n * 200 + 200]}
        parts.append(part("POST", f"{DATA}/composite/sobjects", f"c{n}", records))
    parts.append(part("PATCH", f"Opportunity/{deal['Id']}", "deal", {"SyncedQuoteId": "@{q.id}"}))
    parts.append(part("GET", f"{DATA}/query?q=SELECT+Amount+FROM+Opportunity+WHERE+Id='{deal['Id']}'", "sum"))
    too_many = crm.composite(parts, together=True)
    assert too_many[0]["body"][0]["errorCode"] == "LIMIT_EXCEEDED"
    crm.sandbox.forget_calls()
    reports = crm.composite(parts[:-1], together=True)
    assert [r["httpStatusCode"] for r in reports] == [201, 200, 200, 200, 200, 200, 204]
    assert len(crm.sandbox.calls(counted=True)) == 1
    assert crm.row("Opportunity", deal["Id"])["Amount"] == Decimal("1010.00")


def test_together_a_failed_record_of_a_collection_undoes_everything(crm: Client) -> None:
    records = [{"attributes": {"type": "Contact"}, "LastName": "good"}, {"attributes": {"type": "Contact"}}]
    parts = [
        part("POST", "Account", "a", {"Name": "undone"}),
        part("POST", f"{DATA}/composite/sobjects", "c", {"allOrNone": False, "records": records}),
    ]
    reports = crm.composite(parts, together=True)
    assert reports[0]["body"][0]["errorCode"] == "PROCESSING_HALTED"
    assert [row["success"] for row in reports[1]["body"]] == [True, False]
    assert crm.query("SELECT Id FROM Account WHERE Name = 'undone'") == []
    assert crm.query("SELECT Id FROM Contact WHERE LastName = 'good'") == []


def test_apart_the_good_ones_stay_and_those_that_depend_are_halted(crm: Client) -> None:
    parts = [
        part("POST", "Account", "bad", {}),
        part("POST", "Account", "good", {"Name": "kept"}),
        part("POST", "Contact", "child", {"LastName": "x", "AccountId": "@{bad.id}"}),
        part("PATCH", "Account/@{good.id}", "change", {"Type": "@{good.id}"}),
    ]
    reports = crm.composite(parts, together=False)
    assert [r["httpStatusCode"] for r in reports] == [400, 201, 400, 204]
    assert reports[2]["body"][0]["errorCode"] == "PROCESSING_HALTED"
    assert crm.row("Account", reports[1]["body"]["id"])["Type"] == reports[1]["body"]["id"]


def test_more_than_25_parts_are_too_many(crm: Client) -> None:
    parts = [part("GET", "Account", f"a{n}") for n in range(26)]
    report = crm.composite(parts, together=False)[0]
    assert report["body"][0]["message"] == "The request can\u2019t contain more than 25 operations."
    assert report["referenceId"] is None


def test_the_same_reference_twice_is_refused(crm: Client) -> None:
    body = {"compositeRequest": [part("GET", "Account", "a"), part("GET", "Account", "a")]}
    assert crm.refused("POST", "/composite", body)[1] == "INVALID_INPUT"


def test_a_collection_answers_in_order_and_is_undone_only_when_asked(crm: Client) -> None:
    records = [
        {"attributes": {"type": "Contact"}, "LastName": "one"},
        {"attributes": {"type": "Contact"}, "LastName": "x" * 99},
    ]
    answer: Any = None
    for together in (False, True):
        status, answer = crm.call("POST", "/composite/sobjects", {"allOrNone": together, "records": records})
        assert (status, [row["success"] for row in answer]) == (200, [not together, False])
        assert answer[1]["errors"][0]["statusCode"] == "STRING_TOO_LONG"
        assert len(crm.query("SELECT Id FROM Contact WHERE LastName = 'one'")) == 1
    assert answer[0]["errors"][0]["statusCode"] == "ALL_OR_NONE_OPERATION_ROLLED_BACK"


def test_a_collection_has_at_most_200_records(crm: Client) -> None:
    records = [{"attributes": {"type": "Contact"}, "LastName": "x"}] * 201
    assert crm.refused("POST", "/composite/sobjects", {"records": records})[1:] == (
        "EXCEEDED_ID_LIMIT",
        "record limit reached. cannot submit more than 200 records into this call",
    )


def test_collections_change_read_and_delete(crm: Client) -> None:
    ids = [crm.create("Contact", LastName=name) for name in "ab"]
    changes = [{"attributes": {"type": "Contact"}, "Id": one, "Title": "T"} for one in ids]
    assert all(row["success"] for row in crm.call("PATCH", "/composite/sobjects", {"records": changes})[1])
    read = crm.call(
        "GET", f"/composite/sobjects/Contact?ids={ids[1]},003Qw0000000zzz,{ids[0]}&fields=Title,LastName"
    )[1]
    assert [row and row["LastName"] for row in read] == ["b", None, "a"]
    gone = crm.call("DELETE", f"/composite/sobjects?ids={','.join(ids)}&allOrNone=true")[1]
    assert [row["success"] for row in gone] == [True, True]


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"compositeRequest": 5},
        {"compositeRequest": [5]},
        {"graphs": [5]},
        {"graphs": [{"graphId": "x"}]},
        {"records": [5]},
        {"records": "x"},
        None,
    ],
)
@pytest.mark.parametrize("path", ["/composite", "/composite/graph", "/composite/sobjects"])
def test_a_body_of_the_wrong_shape_is_no_500(crm: Client, path: str, body: Any) -> None:
    status, _ = crm.call("POST", path, body)
    assert status in (200, 400)
