"""Graphs: each documented limit holds, and one more than it is refused."""

from typing import Any

import pytest

from tests.sandbox.inside import DATA, Inside, Json


def _account(reference: str, **body: Any) -> Json:
    return {
        "method": "POST",
        "url": f"{DATA}/sobjects/Account",
        "referenceId": reference,
        "body": {"Name": reference, **body},
    }


def _posted(inside: Inside, *graphs: list[Json]) -> tuple[int, Any]:
    named = [{"graphId": f"g{n}", "compositeRequest": nodes} for n, nodes in enumerate(graphs)]
    status, answer = inside.call("POST", "/composite/graph", {"graphs": named})
    return status, answer


def _refused(inside: Inside, *graphs: list[Json]) -> str:
    accounts = inside.count("Account")
    status, answer = _posted(inside, *graphs)
    assert (status, inside.count("Account")) == (400, accounts)
    return str(answer[0]["errorCode"])


def test_75_graphs_are_taken_and_one_more_is_not(inside: Inside) -> None:
    graphs = [[_account("a")] for _ in range(76)]
    status, answer = _posted(inside, *graphs[:75])
    assert (status, {one["isSuccessful"] for one in answer["graphs"]}) == (200, {True})
    assert _refused(inside, *graphs) == "LIMIT_EXCEEDED"


def test_500_nodes_in_all_graphs_are_taken_and_one_more_is_not(inside: Inside) -> None:
    half = [_account(f"a{n}") for n in range(250)]
    status, answer = _posted(inside, half, half)
    assert (status, [one["isSuccessful"] for one in answer["graphs"]]) == (200, [True, True])
    assert _refused(inside, half, half, [_account("a")]) == "LIMIT_EXCEEDED"


def _deep(levels: int) -> list[Json]:
    return [_account("a0"), *(_account(f"a{n}", Phone=f"@{{a{n - 1}.id}}") for n in range(1, levels))]


def test_15_levels_are_taken_and_one_more_is_not(inside: Inside) -> None:
    status, answer = _posted(inside, _deep(15))
    assert (status, answer["graphs"][0]["isSuccessful"]) == (200, True)
    assert _refused(inside, _deep(16)) == "LIMIT_EXCEEDED"


def _kinds(count: int) -> list[Json]:
    names = ("Account", "Contact", "Opportunity", "Quote", "QuoteLineItem", "Order", "OrderItem", "Product2")
    ways = [(method, name) for name in names for method in ("GET", "DELETE")][:count]
    return [
        {"method": method, "url": f"{DATA}/sobjects/{name}/001Qw0000000zzz", "referenceId": f"r{n}"}
        for n, (method, name) in enumerate(ways)
    ]


def test_15_kinds_of_node_are_taken_and_one_more_is_not(inside: Inside) -> None:
    assert _posted(inside, _kinds(15))[0] == 200
    assert _refused(inside, _kinds(16)) == "LIMIT_EXCEEDED"


@pytest.mark.parametrize(
    "node",
    [
        {**_account("a"), "httpHeaders": {"If-Unmodified-Since": "Tue, 10 Aug 2010 00:00:00 GMT"}},
        {**_account("a"), "url": f"{DATA}/query?q=SELECT+Id+FROM+Account", "method": "GET"},
        {**_account("a"), "url": f"{DATA}/composite/sobjects"},
        {**_account("a"), "url": f"{DATA}/sobjects/Account/describe", "method": "POST"},
        {**_account("a"), "url": "/services/data/v67.0/sobjects"},
        {**_account("a"), "referenceId": "a b"},
    ],
)
def test_what_a_graph_does_not_take_fails_the_whole_request(inside: Inside, node: Json) -> None:
    assert _refused(inside, [_account("b")], [node]) in ("INVALID_INPUT", "NOT_FOUND")
