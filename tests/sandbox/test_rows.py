"""Rows: the checks of the vendor in the vendor's words."""

from decimal import Decimal
from typing import Any

import pytest
import requests

from tests.sandbox.client import DATA, Client


def test_a_call_without_a_living_token_is_refused(crm: Client) -> None:
    for token in ("", "nonsense", crm.token[:-1]):
        reply = requests.get(
            f"{crm.sandbox.org}{DATA}/limits", headers={"Authorization": f"Bearer {token}"}, timeout=9
        )
        assert (reply.status_code, reply.json()[0]["errorCode"]) == (401, "INVALID_SESSION_ID")
    crm.sandbox.expire_tokens()
    assert crm.refused("GET", "/limits") == (401, "INVALID_SESSION_ID", "Session expired or invalid")


def test_versions_need_no_token_and_old_ones_are_gone(crm: Client) -> None:
    versions = requests.get(f"{crm.sandbox.org}/services/data", timeout=9).json()
    assert [versions[0]["version"], versions[-1]["version"]] == ["31.0", "68.0"]
    assert versions[-1]["label"] == "Winter '27"
    assert crm.refused("GET", "/services/data/v30.0/limits")[0] == 410
    assert crm.refused("GET", "/services/data/v69.0/limits")[0] == 404
    assert crm.call("GET", "/services/data/v31.0/")[0] == 200


def test_a_row_goes_through_its_life(crm: Client) -> None:
    status, made = crm.call("POST", "/sobjects/Contact/", {"LastName": " Holm ", "FirstName": "Mette"})
    assert (status, made["success"], made["errors"]) == (201, True, [])
    row = crm.row("Contact", made["id"][:15])
    assert (row["Id"], row["Name"], row["Email"]) == (made["id"], "Mette Holm", None)
    assert row["attributes"] == {"type": "Contact", "url": f"{DATA}/sobjects/Contact/{made['id']}"}
    path = f"/sobjects/Contact/{made['id']}"
    assert crm.call("PATCH", path, {"LastName": "Berg"}) == (204, None)
    some = {"attributes": row["attributes"], "Name": "Mette Berg", "Id": made["id"]}
    assert crm.call("GET", path + "?fields=Name") == (200, some)
    assert crm.call("DELETE", path) == (204, None)
    assert crm.refused("DELETE", path)[:2] == (404, "ENTITY_IS_DELETED")
    assert crm.refused("GET", path)[:2] == (404, "ENTITY_IS_DELETED")


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]"),
        ({"LastName": None}, "REQUIRED_FIELD_MISSING", "Required fields are missing: [LastName]"),
        ({"LastName": "x" * 81}, "STRING_TOO_LONG", "(max length=80)"),
        ({"LastName": "x", "Nope": 1}, "INVALID_FIELD", "No such column 'Nope' on sobject of type Contact"),
        ({"LastName": "x", "Email": "nowhere"}, "INVALID_EMAIL_ADDRESS", "invalid email address: nowhere"),
        ({"LastName": "x", "AccountId": "12"}, "MALFORMED_ID", "id value of incorrect type: 12"),
        (
            {"LastName": "x", "AccountId": "001Qw0000009999"},
            "INVALID_CROSS_REFERENCE_KEY",
            "invalid cross reference id",
        ),
        (
            {"LastName": "x", "AccountId": "005Qw0000000001"},
            "FIELD_INTEGRITY_EXCEPTION",
            "id value of incorrect type",
        ),
        (
            {"LastName": "x", "Name": "y"},
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "Unable to create/update fields: Name.",
        ),
        ({"LastName": 5}, "JSON_PARSER_ERROR", "Cannot deserialize instance of string"),
        (
            {"LastName": "x", "CreatedDate": "2027-01-01T00:00:00Z"},
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "CreatedDate",
        ),
    ],
)
def test_a_wrong_contact_is_refused_in_the_vendors_words(
    crm: Client, fields: Any, code: str, words: str
) -> None:
    status, given, message = crm.refused("POST", "/sobjects/Contact", fields)
    assert (status, given) == (400, code)
    assert words in message


def test_a_restricted_picklist_takes_its_values_only(crm: Client) -> None:
    assert crm.refused("POST", "/sobjects/Account", {"Name": "x", "QW_Customer_Tier__c": "Gold"})[1:] == (
        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
        "QW Customer Tier: bad value for restricted picklist field: Gold",
    )
    assert crm.create("Account", Name="x", QW_Customer_Tier__c="Key")
    assert crm.create("Account", Name="y", Industry="Anything goes")


def test_a_key_is_unique_whatever_its_case_and_names_the_record_that_has_it(crm: Client) -> None:
    first = crm.quote(QW_Key__c="Q-1-r1")
    deal = crm.deal
    body = {
        "Name": "Q",
        "OpportunityId": deal["Id"],
        "Pricebook2Id": deal["Pricebook2Id"],
        "QW_Key__c": "q-1-R1",
    }
    status, code, message = crm.refused("POST", "/sobjects/Quote", body)
    assert (status, code) == (400, "DUPLICATE_VALUE")
    assert message == f"duplicate value found: QW_Key__c duplicates value on record with id: {first[:15]}"


def test_amounts_are_exact_to_the_last_digit(crm: Client) -> None:
    quote = crm.quote(Tax="0.10", ShippingHandling=0.2)
    text = crm.raw("GET", f"/sobjects/Quote/{quote}").text
    assert '"GrandTotal":0.30' in text
    assert '"Tax":0.10' in text
    big = crm.create(
        "Opportunity", Name="x", StageName="Prospecting", CloseDate="2027-01-01", Amount="9999999999999999.99"
    )
    assert '"Amount":9999999999999999.99' in crm.raw("GET", f"/sobjects/Opportunity/{big}").text
    too_big = {"Name": "x", "StageName": "Prospecting", "CloseDate": "2027-01-01", "Amount": 1e16}
    assert crm.refused("POST", "/sobjects/Opportunity", too_big)[1] == "NUMBER_OUTSIDE_VALID_RANGE"


def test_an_upsert_creates_then_changes(crm: Client) -> None:
    quote = crm.quote()
    body = {"QuoteId": quote, "PricebookEntryId": crm.entry(), "Quantity": 1, "UnitPrice": 5}
    path = "/sobjects/QuoteLineItem/QW_Key__c/a%20b"
    status, made = crm.call("PATCH", path, body)
    assert (status, made["created"]) == (201, True)
    assert crm.call("PATCH", path, {"UnitPrice": 6}) == (200, {**made, "created": False})
    assert crm.refused("PATCH", path, body)[1] == "INVALID_FIELD_FOR_INSERT_UPDATE"
    assert crm.row("QuoteLineItem", made["id"])["QW_Key__c"] == "a b"
    assert (
        crm.refused("PATCH", "/sobjects/QuoteLineItem/QW_Key__c/no?updateOnly=true", {"UnitPrice": 6})[0]
        == 404
    )
    assert crm.refused("PATCH", "/sobjects/QuoteLineItem/Description/no", {"UnitPrice": 6})[0] == 404


def test_a_parent_can_be_named_by_its_key(crm: Client) -> None:
    quote = crm.quote(QW_Key__c="parent")
    fields = {
        "Quote": {"QW_Key__c": "parent"},
        "PricebookEntryId": crm.entry(),
        "Quantity": 1,
        "UnitPrice": 1,
    }
    assert crm.row("QuoteLineItem", crm.create("QuoteLineItem", **fields))["QuoteId"] == quote
    fields["Quote"] = {"QW_Key__c": "nobody"}
    assert crm.refused("POST", "/sobjects/QuoteLineItem", fields)[1] == "INVALID_FIELD"


def test_the_read_only_user_reads_and_never_writes(crm: Client) -> None:
    with Client(crm.sandbox, crm.sandbox.token("readonly")) as reader:
        assert reader.deal["Id"]
        seen = reader.call("GET", "/sobjects/Quote/describe")[1]
        assert not any(f["createable"] or f["updateable"] for f in [seen, *seen["fields"]])
        body = {"LastName": "x"}
        assert reader.refused("POST", "/sobjects/Contact", body)[1] == "INSUFFICIENT_ACCESS_OR_READONLY"
        assert reader.refused("PATCH", f"/sobjects/Opportunity/{crm.deal['Id']}", {"Name": "x"})[1] == (
            "INSUFFICIENT_ACCESS_OR_READONLY"
        )


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/sobjects/Nope", 404),
        ("GET", "/sobjects/Quote/zzz", 404),
        ("GET", "/nope", 404),
        ("GET", "/sobjects/Quote/0Q0Qw00000000zzzzz", 404),
        ("GET", "/sobjects/Quote/0Q0Qw0000000999", 404),
        ("PUT", "/sobjects/Quote", 405),
        ("POST", "/query", 405),
        ("DELETE", "/sobjects/User/005Qw0000000001IAA", 405),
        ("GET", "/sobjects/Quote/%00%ff", 404),
        ("GET", "/sobjects/Quote/../../x/y/z", 404),
    ],
)
def test_strange_addresses_get_the_vendors_refusal(crm: Client, method: str, path: str, status: int) -> None:
    assert crm.refused(method, path)[0] == status


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe",
        b'{"LastName": NaN}',
        b'{"LastName": "\\ud800"}',
        b"[" * 100_000,
        b'{"LastName": "x", "Phone": 1e999999}',
        b"{}{}",
    ],
)
def test_a_broken_body_is_refused_and_never_a_500(crm: Client, body: bytes) -> None:
    reply = crm.raw("POST", "/sobjects/Contact", data=body, headers={"Content-Type": "application/json"})
    assert (reply.status_code, reply.json()[0]["errorCode"]) == (400, "JSON_PARSER_ERROR")


def test_describe_says_what_the_checks_enforce(crm: Client) -> None:
    fields = {f["name"]: f for f in crm.call("GET", "/sobjects/QuoteLineItem/describe")[1]["fields"]}
    assert (
        fields["QW_Key__c"]["length"],
        fields["QW_Key__c"]["unique"],
        fields["QW_Key__c"]["externalId"],
    ) == (80, True, True)
    assert (fields["QuoteId"]["createable"], fields["QuoteId"]["updateable"]) == (True, False)
    assert fields["TotalPrice"]["createable"] is False
    assert fields["QW_Configuration__c"]["length"] == 131072
    assert (fields["QW_Discount_Percent__c"]["precision"], fields["QW_Discount_Percent__c"]["scale"]) == (
        9,
        4,
    )
    names = {o["name"] for o in crm.call("GET", "/sobjects")[1]["sobjects"]}
    assert {"Account", "Opportunity", "Quote", "QuoteDocument", "ContentVersion"} <= names
    status = next(
        f for f in crm.call("GET", "/sobjects/Quote/describe")[1]["fields"] if f["name"] == "Status"
    )
    assert status["restrictedPicklist"] is True
    assert [v["value"] for v in status["picklistValues"] if v["defaultValue"]] == ["Draft"]


def test_a_call_is_counted_and_says_how_many_there_were(crm: Client) -> None:
    crm.sandbox.forget_calls()
    reply = crm.raw("GET", "/limits")
    assert reply.headers["Sforce-Limit-Info"] == "api-usage=1/15000"
    assert reply.json()["DailyApiRequests"] == {"Max": 15000, "Remaining": 14999}
    assert [(c["n"], c["path"], c["status"]) for c in crm.sandbox.calls(counted=True)] == [
        (1, f"{DATA}/limits", 200)
    ]


@pytest.mark.parametrize(
    "number", ["1_000", "\uff11", "0x1", "1,5", "Infinity", "NaN", True, [], {}, "1e9999"]
)
def test_what_is_no_number_is_no_amount(crm: Client, number: Any) -> None:
    code = crm.refused("PATCH", f"/sobjects/Quote/{crm.quote()}", {"Tax": number})[1]
    assert code in ("JSON_PARSER_ERROR", "NUMBER_OUTSIDE_VALID_RANGE")


def test_decimals_are_rounded_to_the_fields_own(crm: Client) -> None:
    line = crm.line(crm.quote(), UnitPrice=1.005, QW_Discount_Percent__c=12.34565)
    row = crm.row("QuoteLineItem", line)
    assert (row["UnitPrice"], row["QW_Discount_Percent__c"]) == (Decimal("1.01"), Decimal("12.3457"))
