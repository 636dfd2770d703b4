"""SOQL: what a query means, and what is refused."""

from decimal import Decimal

import pytest

from tests.sandbox.client import DATA, Client


def names(crm: Client, where: str, source: str = "Opportunity") -> list[str]:
    return [row["Name"] for row in crm.query("SELECT Name FROM {} WHERE {} ORDER BY Name", source, where)]


def test_names_ignore_case_and_answers_use_the_apis_spelling(crm: Client) -> None:
    row = crm.query(
        "select id, ACCOUNT.name from opportunity where NAME = 'NORDTEL \u2014 5g ROLLOUT phase 2'"
    )[0]
    assert list(row) == ["attributes", "Id", "Account"]
    assert row["Account"]["Name"] == "Nordtel AG"
    assert row["Account"]["attributes"]["type"] == "Account"


def test_both_spellings_of_the_address_work(crm: Client) -> None:
    soql = {"q": "SELECT Id FROM Account"}
    assert crm.call("GET", "/query", params=soql)[1] == crm.call("GET", "/query/", params=soql)[1]


def test_a_missing_parent_is_null(crm: Client) -> None:
    contact = crm.create("Contact", LastName="Alone")
    row = crm.query("SELECT Account.Name, Account.Owner.Name FROM Contact WHERE Id = '{}'", contact)[0]
    assert row["Account"] is None


def test_not_equal_includes_nulls_and_not_is_two_valued(crm: Client) -> None:
    nulls = names(crm, "Amount = null")
    assert nulls == ["Baywave macro upgrade, Bay Area"]
    assert len(names(crm, "Amount != 40000")) == 4
    assert len(names(crm, "NOT Amount = 40000")) == 4
    assert len(names(crm, "NOT (Amount > 100000)")) == 3
    assert len(names(crm, "Amount NOT IN (40000)")) == 4
    assert len(names(crm, "Amount != null")) == 4


def test_ids_compare_in_15_and_18_characters(crm: Client) -> None:
    deal = crm.deal["Id"]
    assert crm.query("SELECT Id FROM Opportunity WHERE Id = '{}'", deal[:15])[0]["Id"] == deal
    assert crm.query("SELECT Id FROM Opportunity WHERE Id IN ('{}', '{}')", deal[:15], deal)[0]["Id"] == deal
    assert crm.query(
        "SELECT Id FROM Opportunity WHERE AccountId IN (SELECT Id FROM Account WHERE Name LIKE 'nordtel%')"
    )


def test_like_reads_its_signs_and_takes_a_backslash_as_none(crm: Client) -> None:
    for name in ("100% sure", "100x sure", "a_b", "axb"):
        crm.create("Account", Name=name)
    assert names(crm, r"Name LIKE '100\% %'", "Account") == ["100% sure"]
    assert names(crm, r"Name LIKE 'A\_B'", "Account") == ["a_b"]
    assert names(crm, "Name LIKE 'a_b'", "Account") == ["a_b", "axb"]
    assert names(crm, "(NOT Name LIKE '%a%')", "Account") == ["100% sure", "100x sure"]


def test_quotes_in_texts_are_escaped(crm: Client) -> None:
    crm.create("Account", Name="O'Neill \\ Sons")
    assert names(crm, r"Name = 'O\'Neill \\ Sons'", "Account") == ["O'Neill \\ Sons"]
    assert names(crm, r"Name = '\' OR Name != \''", "Account") == []


def test_children_come_as_a_result_of_their_own_or_null(crm: Client) -> None:
    rows = crm.query(
        "SELECT Id, (SELECT LastName FROM Contacts WHERE LastName LIKE 'H%' ORDER BY LastName), "
        "(SELECT Id FROM Quotes) FROM Account WHERE Name = 'Nordtel AG'"
    )
    assert rows[0]["Contacts"]["totalSize"] == 1
    assert [r["LastName"] for r in rows[0]["Contacts"]["records"]] == ["Holm"]
    assert rows[0]["Quotes"] is None


def test_order_puts_nulls_first_unless_told_otherwise(crm: Client) -> None:
    def amounts(order: str) -> list[Decimal | None]:
        return [r["Amount"] for r in crm.query("SELECT Amount FROM Opportunity ORDER BY Amount {}", order)]

    assert amounts("")[0] is None
    assert amounts("DESC")[0] is None
    assert amounts("DESC NULLS LAST")[:2] == [Decimal("250000.00"), Decimal("120000.00")]
    assert len(crm.query("SELECT Id FROM Opportunity ORDER BY CloseDate, Name DESC LIMIT 2 OFFSET 1")) == 2


def test_dates_compare_as_days_and_words(crm: Client) -> None:
    assert len(names(crm, "CloseDate > 2027-05-13 AND CloseDate <= 2027-06-30")) == 2
    assert len(names(crm, "CreatedDate = TODAY")) == 5
    assert names(crm, "CreatedDate < LAST_N_DAYS:3") == []
    assert len(names(crm, "CreatedDate > 2020-01-01T00:00:00Z")) == 5
    assert len(names(crm, "CloseDate IN (2027-03-31, 2027-05-14)")) == 2


def test_counting_and_sums(crm: Client) -> None:
    status, answer = crm.call(
        "GET", "/query", params={"q": "SELECT COUNT() FROM Opportunity WHERE Amount > 0"}
    )
    assert (status, answer) == (200, {"totalSize": 4, "done": True, "records": []})
    row = crm.query("SELECT COUNT(Id), SUM(Amount) total, MAX(CloseDate) FROM Opportunity")[0]
    assert row["attributes"] == {"type": "AggregateResult"}
    assert (row["expr0"], row["total"], row["expr1"]) == (5, Decimal("498000.00"), "2027-09-17")


def test_all_fields_need_a_limit(crm: Client) -> None:
    assert "ProductCode" in crm.query("SELECT FIELDS(ALL) FROM Product2 LIMIT 1")[0]
    assert set(crm.query("SELECT FIELDS(CUSTOM) FROM Account LIMIT 1")[0]) == {
        "attributes",
        "ERP_Number__c",
        "QW_Customer_Tier__c",
    }
    assert crm.refused_query("SELECT FIELDS(ALL) FROM Account") == "MALFORMED_QUERY"


@pytest.mark.parametrize(
    ("soql", "code"),
    [
        ("", "MALFORMED_QUERY"),
        ("SELECT", "MALFORMED_QUERY"),
        ("SELECT Id FROM", "MALFORMED_QUERY"),
        ("SELECT Id, FROM Account", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account WHERE", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account WHERE Name = 'x", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account; DROP TABLE Account", "MALFORMED_QUERY"),
        ("SELECT * FROM Account", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account ALL ROWS", "MALFORMED_QUERY"),
        ("SELECT Id FROM Opportunity WHERE Amount = 5.", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account OFFSET 5 LIMIT 5", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account WHERE Name IN ()", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account LIMIT -1", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account LIMIT x", "MALFORMED_QUERY"),
        ("SELECT Id FROM Account WHERE " + "(" * 500, "MALFORMED_QUERY"),
        ("SELECT Nope FROM Account", "INVALID_FIELD"),
        ("SELECT Nope.Id FROM Account", "INVALID_FIELD"),
        ("SELECT Id FROM Account WHERE Nope = 1", "INVALID_FIELD"),
        ("SELECT Id FROM Nope", "INVALID_TYPE"),
        ("SELECT Id, (SELECT Id FROM Nopes) FROM Account", "INVALID_TYPE"),
        ("SELECT Id FROM Opportunity WHERE Amount = '5'", "INVALID_FIELD"),
        ("SELECT Id FROM Opportunity WHERE Name = 5", "INVALID_FIELD"),
        ("SELECT Id FROM Opportunity WHERE CloseDate = '2027-01-01'", "INVALID_FIELD"),
        ("SELECT Id FROM Opportunity WHERE CloseDate = 2027-13-01", "MALFORMED_QUERY"),
        ("SELECT Id FROM QuoteLineItem WHERE QW_Configuration__c = 'x'", "INVALID_FIELD"),
        ("SELECT Id FROM Account WHERE Id = 'nonsense'", "INVALID_QUERY_FILTER_OPERATOR"),
        ("SELECT Id FROM Account OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE"),
        (
            "SELECT Id FROM Opportunity WHERE Amount = 99999999999999999999999999999",
            "NUMBER_OUTSIDE_VALID_RANGE",
        ),
    ],
)
def test_a_wrong_query_gets_the_vendors_refusal(crm: Client, soql: str, code: str) -> None:
    assert crm.refused_query(soql) == code


def test_a_long_query_is_refused(crm: Client) -> None:
    long = "SELECT+Id+FROM+Account+WHERE+Name='" + "x" * 100_001 + "'"
    parts = [{"method": "GET", "referenceId": "q", "url": f"{DATA}/query?q={long}"}]
    assert crm.composite(parts, together=False)[0]["body"][0]["errorCode"] == "QUERY_TOO_COMPLICATED"


def test_a_long_result_comes_in_parts_for_the_one_who_asked(crm: Client) -> None:
    for start in range(0, 450, 150):
        records = [{"attributes": {"type": "Contact"}, "LastName": f"n{start + n:04d}"} for n in range(150)]
        crm.call("POST", "/composite/sobjects", {"records": records})
    soql = {"q": "SELECT LastName FROM Contact WHERE LastName LIKE 'n0%' ORDER BY LastName"}
    headers = {"Sforce-Query-Options": "batchSize=200"}
    seen, answer = [], crm.call("GET", "/query", params=soql, headers=headers)[1]
    assert (answer["totalSize"], answer["done"], len(answer["records"])) == (450, False, 200)
    with Client(crm.sandbox, crm.sandbox.token("admin")) as other:
        assert other.refused("GET", answer["nextRecordsUrl"])[1] == "INVALID_QUERY_LOCATOR"
    while True:
        seen += [row["LastName"] for row in answer["records"]]
        if answer["done"]:
            break
        answer = crm.call("GET", answer["nextRecordsUrl"])[1]
    assert seen == [f"n{n:04d}" for n in range(450)]


def test_deleted_rows_are_seen_by_query_all_only(crm: Client) -> None:
    contact = crm.create("Contact", LastName="Gone")
    crm.call("DELETE", f"/sobjects/Contact/{contact}")
    soql = {"q": "SELECT IsDeleted FROM Contact WHERE LastName = 'Gone'"}
    assert crm.call("GET", "/query", params=soql)[1]["totalSize"] == 0
    assert crm.call("GET", "/queryAll", params=soql)[1]["records"][0]["IsDeleted"] is True
