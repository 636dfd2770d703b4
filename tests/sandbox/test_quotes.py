"""Quotes, their lines and their opportunity: price books, totals, sync, files."""

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.client import Client


def test_totals_are_right_to_the_cent(crm: Client) -> None:
    quote = crm.quote(Tax=7.11, ShippingHandling="12.90")
    crm.line(quote, Quantity="3", UnitPrice="33.33", Discount="12.5")
    crm.line(quote, Quantity="1.5", UnitPrice="0.01")
    row = crm.row("Quote", quote)
    # 99.99 and 0.015 -> 0.02; 99.99 less 12.5 % is 87.49125 -> 87.49
    assert (row["Subtotal"], row["TotalPrice"]) == (Decimal("100.01"), Decimal("87.51"))
    assert (row["GrandTotal"], row["LineItemCount"], row["Discount"]) == (
        Decimal("107.52"),
        2,
        Decimal("12.50"),
    )
    assert row["QuoteNumber"] == "00000001"
    assert row["AccountId"] == crm.deal["AccountId"]


def test_totals_follow_every_change(crm: Client) -> None:
    quote = crm.quote()
    one, other = crm.line(quote, UnitPrice=10), crm.line(quote, UnitPrice=20)
    crm.call("PATCH", f"/sobjects/QuoteLineItem/{one}", {"Quantity": 2})
    assert crm.row("Quote", quote)["TotalPrice"] == Decimal("40.00")
    crm.call("DELETE", f"/sobjects/QuoteLineItem/{other}")
    assert crm.row("Quote", quote)["TotalPrice"] == Decimal("20.00")


def test_a_line_takes_product_and_list_price_from_its_entry(crm: Client) -> None:
    row = crm.row("QuoteLineItem", crm.line(crm.quote(), PricebookEntryId=crm.entry("SC300")))
    assert (row["ListPrice"], row["UnitPrice"]) == (Decimal("2450.00"), Decimal("100.00"))
    assert crm.row("Product2", row["Product2Id"])["ProductCode"] == "SC300"


@pytest.mark.parametrize(
    ("wish", "words"),
    [({"currency": "USD"}, "currency"), ({"book": "Standard Price Book"}, "different pricebook")],
)
def test_a_line_needs_an_entry_of_its_quotes_book_and_currency(crm: Client, wish: Any, words: str) -> None:
    body = {"QuoteId": crm.quote(), "PricebookEntryId": crm.entry(**wish), "Quantity": 1, "UnitPrice": 1}
    status, code, message = crm.refused("POST", "/sobjects/QuoteLineItem", body)
    assert (status, code) == (400, "FIELD_INTEGRITY_EXCEPTION")
    assert words in message


def test_a_line_needs_an_active_entry(crm: Client) -> None:
    entry = crm.entry()
    body = {"QuoteId": crm.quote(), "PricebookEntryId": entry, "Quantity": 1, "UnitPrice": 1}
    crm.sandbox.change("PricebookEntry", entry, IsActive=False)
    assert "inactive" in crm.refused("POST", "/sobjects/QuoteLineItem", body)[2]


def test_a_quote_without_a_book_takes_no_line_and_with_lines_keeps_its_book(crm: Client) -> None:
    bare = crm.quote(Pricebook2Id=None)
    body = {"QuoteId": bare, "PricebookEntryId": crm.entry(), "Quantity": 1, "UnitPrice": 1}
    assert crm.refused("POST", "/sobjects/QuoteLineItem", body)[1] == "FIELD_INTEGRITY_EXCEPTION"
    quote = crm.quote()
    crm.line(quote)
    assert (
        crm.refused("PATCH", f"/sobjects/Quote/{quote}", {"Pricebook2Id": None})[1]
        == "FIELD_INTEGRITY_EXCEPTION"
    )


@pytest.mark.parametrize(
    "field", ["GrandTotal", "Subtotal", "QuoteNumber", "IsSyncing", "AccountId", "LineItemCount"]
)
def test_what_is_computed_cannot_be_written(crm: Client, field: str) -> None:
    deal = crm.deal
    body = {"Name": "Q", "OpportunityId": deal["Id"], field: None}
    assert crm.refused("POST", "/sobjects/Quote", body)[1] == "INVALID_FIELD_FOR_INSERT_UPDATE"
    assert (
        crm.refused("PATCH", f"/sobjects/Quote/{crm.quote()}", {field: None})[1]
        == "INVALID_FIELD_FOR_INSERT_UPDATE"
    )


def test_a_synced_quote_replaces_the_opportunitys_lines_and_sets_its_amount(crm: Client) -> None:
    deal = crm.deal["Id"]
    crm.create(
        "OpportunityLineItem", OpportunityId=deal, PricebookEntryId=crm.entry("CARE"), Quantity=1, UnitPrice=9
    )
    assert crm.row("Opportunity", deal)["Amount"] == Decimal("9.00")
    quote = crm.quote(Tax=50)
    crm.line(quote, Quantity=3, UnitPrice="19.99")
    assert crm.call("PATCH", f"/sobjects/Opportunity/{deal}", {"SyncedQuoteId": quote, "Amount": 1})[0] == 204
    row = crm.row("Opportunity", deal)
    assert (row["Amount"], row["SyncedQuoteId"], row["HasOpportunityLineItem"]) == (
        Decimal("59.97"),
        quote,
        True,
    )
    lines = crm.query(
        "SELECT Id, Quantity, UnitPrice, ProductCode FROM OpportunityLineItem WHERE OpportunityId = '{}'",
        deal,
    )
    assert [(r["Quantity"], r["UnitPrice"], r["ProductCode"]) for r in lines] == [
        (3, Decimal("19.99"), "MX900")
    ]
    assert crm.row("Quote", quote)["IsSyncing"] is True
    crm.line(quote, UnitPrice="0.03")
    assert crm.row("Opportunity", deal)["Amount"] == Decimal("60.00")
    kept = crm.query("SELECT Id FROM OpportunityLineItem WHERE OpportunityId = '{}' ORDER BY Id", deal)
    assert kept[0]["Id"] == lines[0]["Id"]


def test_a_change_of_a_synced_opportunitys_lines_reaches_the_quote(crm: Client) -> None:
    deal = crm.deal["Id"]
    quote = crm.quote()
    crm.line(quote, Quantity=3, UnitPrice=10)
    crm.call("PATCH", f"/sobjects/Opportunity/{deal}", {"SyncedQuoteId": quote})
    line = crm.query("SELECT Id FROM OpportunityLineItem WHERE OpportunityId = '{}'", deal)[0]["Id"]
    crm.call("PATCH", f"/sobjects/OpportunityLineItem/{line}", {"UnitPrice": 11})
    assert crm.row("Quote", quote)["TotalPrice"] == Decimal("33.00")
    entry = crm.entry("CARE")
    crm.create("OpportunityLineItem", OpportunityId=deal, PricebookEntryId=entry, Quantity=1, UnitPrice=5)
    assert crm.row("Quote", quote)["TotalPrice"] == crm.row("Opportunity", deal)["Amount"] == Decimal("38.00")
    crm.call("DELETE", f"/sobjects/OpportunityLineItem/{line}")
    seen = crm.row("Quote", quote)
    assert (seen["TotalPrice"], seen["LineItemCount"]) == (Decimal("5.00"), 1)
    assert crm.row("Opportunity", deal)["Amount"] == Decimal("5.00")


def test_another_synced_quote_takes_the_first_ones_place_and_null_ends_it(crm: Client) -> None:
    deal = crm.deal["Id"]
    first, second = crm.quote(), crm.quote()
    crm.line(first, UnitPrice=1)
    crm.line(second, UnitPrice=2)
    for quote in (first, second):
        crm.call("PATCH", f"/sobjects/Opportunity/{deal}", {"SyncedQuoteId": quote})
    assert crm.row("Opportunity", deal)["Amount"] == Decimal("2.00")
    assert [crm.row("Quote", q)["IsSyncing"] for q in (first, second)] == [False, True]
    crm.call("PATCH", f"/sobjects/Opportunity/{deal}", {"SyncedQuoteId": None})
    assert crm.row("Quote", second)["IsSyncing"] is False
    assert crm.row("Opportunity", deal)["Amount"] == Decimal("2.00")


def test_the_amount_is_written_only_while_there_are_no_lines(crm: Client) -> None:
    deal = crm.deal["Id"]
    assert crm.call("PATCH", f"/sobjects/Opportunity/{deal}", {"Amount": 5})[0] == 204
    assert crm.row("Opportunity", deal)["Amount"] == Decimal("5.00")
    crm.create(
        "OpportunityLineItem", OpportunityId=deal, PricebookEntryId=crm.entry(), Quantity=1, UnitPrice=7
    )
    assert crm.call("PATCH", f"/sobjects/Opportunity/{deal}", {"Amount": 5})[0] == 204
    assert crm.row("Opportunity", deal)["Amount"] == Decimal("7.00")


def test_only_a_quote_of_the_opportunity_can_be_synced(crm: Client) -> None:
    other = crm.query("SELECT Id FROM Opportunity WHERE CurrencyIsoCode = 'USD' LIMIT 1")[0]["Id"]
    status, code, _ = crm.refused("PATCH", f"/sobjects/Opportunity/{other}", {"SyncedQuoteId": crm.quote()})
    assert (status, code) == (400, "FIELD_INTEGRITY_EXCEPTION")


def test_a_deleted_quote_takes_its_lines_along(crm: Client) -> None:
    quote = crm.quote()
    line = crm.line(quote)
    crm.call("PATCH", f"/sobjects/Opportunity/{crm.deal['Id']}", {"SyncedQuoteId": quote})
    crm.call("DELETE", f"/sobjects/Quote/{quote}")
    assert crm.refused("GET", f"/sobjects/QuoteLineItem/{line}")[1] == "ENTITY_IS_DELETED"
    assert crm.row("Opportunity", crm.deal["Id"])["SyncedQuoteId"] is None
    body = {"QuoteId": quote, "PricebookEntryId": crm.entry(), "Quantity": 1, "UnitPrice": 1}
    assert crm.refused("POST", "/sobjects/QuoteLineItem", body)[1] == "ENTITY_IS_DELETED"


def test_a_price_needs_a_standard_price_first(crm: Client) -> None:
    product = crm.create("Product2", Name="New", ProductCode="NEW", IsActive=True)
    books = {r["Name"]: r["Id"] for r in crm.query("SELECT Id, Name FROM Pricebook2")}
    price = {"Product2Id": product, "UnitPrice": 5, "CurrencyIsoCode": "EUR", "IsActive": True}
    custom = {**price, "Pricebook2Id": books["Network Equipment"]}
    assert crm.refused("POST", "/sobjects/PricebookEntry", custom)[1] == "STANDARD_PRICE_NOT_DEFINED"
    crm.create("PricebookEntry", **price, Pricebook2Id=books["Standard Price Book"])
    assert crm.create("PricebookEntry", **custom)
    assert crm.refused("POST", "/sobjects/PricebookEntry", custom)[1] == "DUPLICATE_VALUE"


def test_a_file_hangs_on_its_quote_and_comes_back_unchanged(crm: Client) -> None:
    quote = crm.quote()
    version = crm.create(
        "ContentVersion",
        Title="Offer",
        PathOnClient="offer.pdf",
        VersionData="JVBERi0xLjQ=",
        FirstPublishLocationId=quote,
    )
    row = crm.row("ContentVersion", version)
    assert (row["FileExtension"], row["ContentSize"], row["IsLatest"]) == ("pdf", 8, True)
    assert crm.raw("GET", row["VersionData"]).content == b"%PDF-1.4"
    links = crm.query("SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '{}'", quote)
    assert [link["ContentDocumentId"] for link in links] == [row["ContentDocumentId"]]
    broken = {"PathOnClient": "x", "VersionData": "%%%"}
    assert crm.refused("POST", "/sobjects/ContentVersion", broken)[1] == "JSON_PARSER_ERROR"


def test_a_quote_document_belongs_to_its_quote(crm: Client) -> None:
    quote = crm.quote()
    document = crm.create("QuoteDocument", QuoteId=quote, Document="JVBERi0xLjQ=")
    row = crm.row("QuoteDocument", document)
    assert row["Name"] == "00000001_V1.pdf"
    assert crm.raw("GET", row["Document"]).content == b"%PDF-1.4"
