"""Queries over HTTP: pages that hold still, deleted rows, columns, and what is refused."""

import pytest

from tests.sandbox.inside import Inside, Json

SMALL = {"Sforce-Query-Options": "batchSize=200"}


def _accounts(inside: Inside, count: int) -> None:
    for start in range(0, count, 200):
        records = [
            {"attributes": {"type": "Account"}, "Name": f"A{n:04d}"}
            for n in range(start, min(start + 200, count))
        ]
        assert inside.call("POST", "/composite/sobjects", {"records": records})[0] == 200


def test_the_parts_of_an_answer_hold_still_while_records_come_and_go(inside: Inside) -> None:
    _accounts(inside, 450)
    soql = "SELECT Id, Name FROM Account WHERE Name LIKE 'A0%' ORDER BY Name"
    _, page = inside.call("GET", "/query", headers=SMALL, q=soql)
    names = [row["Name"] for row in page["records"]]
    inside.create("Account", Name="A0000 a new one at the front")
    first = inside.query("SELECT Id FROM Account WHERE Name = 'A0300'")[0]["Id"]
    inside.call("DELETE", f"/sobjects/Account/{first}")
    while not page["done"]:
        assert page["totalSize"] == 450
        status, page = inside.call("GET", page["nextRecordsUrl"])
        assert status == 200
        names += [row["Name"] for row in page["records"]]
    assert names == [f"A{n:04d}" for n in range(450)]


def test_a_locator_is_the_callers_own(inside: Inside) -> None:
    _accounts(inside, 201)
    _, page = inside.call("GET", "/queryAll", headers=SMALL, q="SELECT Id FROM Account")
    assert "/queryAll/01g" in page["nextRecordsUrl"]
    inside.become("admin")
    assert inside.code("GET", page["nextRecordsUrl"]) == "INVALID_QUERY_LOCATOR"
    assert inside.code("GET", "/query/01gnonsense-2000") == "INVALID_QUERY_LOCATOR"


def test_query_all_sees_deleted_rows(inside: Inside) -> None:
    made = inside.create("Account", Name="Gone")
    inside.call("DELETE", f"/sobjects/Account/{made}")
    soql = f"SELECT Id, IsDeleted FROM Account WHERE Id = '{made}'"  # noqa: S608 (a query of the sandbox)
    assert inside.query(soql) == []
    _, answer = inside.call("GET", "/queryAll/", q=soql)
    assert [row["IsDeleted"] for row in answer["records"]] == [True]


def _columns(inside: Inside, soql: str) -> Json:
    status, answer = inside.call("GET", "/query", q=soql, columns="true")
    assert status == 200, answer
    described: Json = answer
    return described


def test_columns_tell_fields_parents_and_children(inside: Inside) -> None:
    soql = (
        "SELECT Id, Amount, Account.Name, Account.Owner.Name, Account.Phone, "
        "(SELECT Id, Name FROM Quotes) FROM Opportunity"
    )
    answer = _columns(inside, soql)
    assert (answer["entityName"], answer["keyPrefix"], answer["idSelected"]) == ("Opportunity", "006", True)
    identity, amount, account, quotes = answer["columnMetadata"]
    assert (identity["columnName"], identity["apexType"], identity["updatable"]) == ("Id", "Id", False)
    assert (amount["numberType"], amount["textType"], amount["insertable"]) == (True, False, True)
    assert [one["columnName"] for one in account["joinColumns"]] == ["Name", "Owner", "Phone"]
    assert [one["columnName"] for one in account["joinColumns"][1]["joinColumns"]] == ["Name"]
    assert (quotes["columnName"], quotes["aggregate"]) == ("Quotes", True)
    assert [one["columnName"] for one in quotes["joinColumns"]] == ["Id", "Name"]


def test_columns_tell_what_is_counted_and_by_what(inside: Inside) -> None:
    soql = "SELECT StageName, COUNT(Id), SUM(Amount) total FROM Opportunity GROUP BY StageName"
    answer = _columns(inside, soql)
    assert (answer["groupBy"], answer["idSelected"]) == (True, False)
    told = [(one["columnName"], one["displayName"], one["aggregate"]) for one in answer["columnMetadata"]]
    assert told == [
        ("StageName", "StageName", False),
        ("expr0", "COUNT(Id)", True),
        ("total", "SUM(Amount)", True),
    ]
    assert _columns(inside, "SELECT COUNT() FROM Opportunity")["columnMetadata"] == []


@pytest.mark.parametrize(
    "soql", ["SELECT Nothing FROM Account", "SELECT", "SELECT (SELECT Id FROM Nix) FROM Account"]
)
def test_columns_of_a_wrong_query_are_its_refusal(inside: Inside, soql: str) -> None:
    refused = inside.refused("GET", "/query", q=soql)
    assert inside.refused("GET", "/query", q=soql, columns="true") == refused


@pytest.mark.parametrize(
    "path",
    [
        "/query?explain=SELECT+Id+FROM+Account",
        "/search?q=FIND+{x}",
        "/parameterizedSearch?q=x",
        "/sobjects/Account/describe/layouts",
    ],
)
def test_what_the_sandbox_has_not_is_refused_by_name(inside: Inside, path: str) -> None:
    assert inside.refused("GET", path)[:2] == (403, "FUNCTIONALITY_NOT_ENABLED")


def test_orders_can_be_queried_though_their_name_is_a_word_of_the_language(inside: Inside) -> None:
    assert inside.query("SELECT Id, Account.Name, (SELECT Id FROM OrderItems) FROM Order ORDER BY Name") == []
