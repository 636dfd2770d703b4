"""Openings that the sandbox does not show: one currency, more entries than a page, rows of another shape."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import pytest
import requests_mock

from app.crm import CrmRefused, CrmUnavailable, Opening
from app.crm.salesforce import SalesforceGateway
from app.crm.salesforce.records import quote_record
from tests.crm.signing import CONNECTION, OPPORTUNITY
from tests.crm.test_client import ACCESS, COMPOSITE, ORG, errors, part
from tests.crm.test_receipt import OFFER

BOOK = "01sx0000001SyyEAAS"
ROW = {"Id": OPPORTUNITY, "Name": "Deal", "Account": None, "CurrencyIsoCode": "EUR", "Pricebook2Id": BOOK}


def entry(n: int, **changes: Any) -> dict[str, Any]:
    row = {"Id": f"01ux000000{n:05}", "Pricebook2Id": BOOK, "Product2Id": f"01tx000000{n:05}"}
    return {**row, "ProductCode": f"A{n}", "CurrencyIsoCode": "EUR", **changes}


def page(*records: dict[str, Any], following: str | None = None) -> dict[str, Any]:
    whole = {"totalSize": len(records), "done": following is None, "records": list(records)}
    return whole if following is None else {**whole, "nextRecordsUrl": following}


def answer(opportunity: dict[str, Any], entries: dict[str, Any]) -> dict[str, Any]:
    bodies = {
        "opportunity": page(opportunity),
        "book": page({"Id": BOOK}),
        "in_named_book": entries,
        "in_own_book": entries,
    }
    return {"compositeResponse": [part(name, 200, body) for name, body in bodies.items()]}


def opening(mock: requests_mock.Mocker, body: object, connection: Any = CONNECTION) -> Opening:
    mock.post(COMPOSITE, json=body)
    return SalesforceGateway().crm(connection).open(ACCESS, OPPORTUNITY, codes=("A1", "A2"))


def test_an_org_with_one_currency_is_not_asked_for_currencies() -> None:
    single = replace(CONNECTION, only_currency="CHF")
    with requests_mock.Mocker() as mock:
        opened = opening(
            mock, answer({**ROW, "CurrencyIsoCode": None}, page(entry(1, CurrencyIsoCode=None))), single
        )
        asked = unquote(mock.request_history[0].text)

    assert "CurrencyIsoCode" not in asked
    assert opened.opportunity.currency == "CHF"
    assert [e.currency for e in opened.entries] == ["CHF"]
    assert "CurrencyIsoCode" not in quote_record(OFFER, single)
    assert quote_record(OFFER, CONNECTION)["CurrencyIsoCode"] == "EUR"


def test_an_unknown_currency_field_is_explained() -> None:
    refused = {
        "compositeResponse": [
            part("opportunity", 400, errors("INVALID_FIELD", "No such column 'CurrencyIsoCode'"))
        ]
    }

    with requests_mock.Mocker() as mock, pytest.raises(CrmRefused, match="administrator"):
        opening(mock, refused)


def test_entries_beyond_the_first_page_are_fetched() -> None:
    with requests_mock.Mocker() as mock:
        mock.get(f"{ORG}/services/data/v67.0/query/01gx0-2000", json=page(entry(2)))
        opened = opening(mock, answer(ROW, page(entry(1), following="/services/data/v67.0/query/01gx0-2000")))

    assert [e.code for e in opened.entries] == ["A1", "A2"]


@pytest.mark.parametrize(
    "following", ["https://evil.example/x", "//evil.example/x", "/services/data/v67.0/../x", ""]
)
def test_a_next_page_elsewhere_is_not_fetched(following: str) -> None:
    with requests_mock.Mocker() as mock:
        with pytest.raises(CrmUnavailable):
            opening(mock, answer(ROW, page(entry(1), following=following)))
        assert len(mock.request_history) == 1


@pytest.mark.parametrize(
    "row",
    [
        {**ROW, "Id": "x"},
        {**ROW, "Id": None},
        {**ROW, "Account": "x"},
        {**ROW, "CloseDate": "soon"},
        {**ROW, "Name": 5},
    ],
)
def test_a_row_of_another_shape_is_not_believed(row: dict[str, Any]) -> None:
    with requests_mock.Mocker() as mock, pytest.raises(CrmUnavailable):
        opening(mock, answer(row, page()))


def test_an_opportunity_without_a_currency_is_refused_with_the_remedy() -> None:
    with requests_mock.Mocker() as mock, pytest.raises(CrmRefused, match="currency"):
        opening(mock, answer({**ROW, "CurrencyIsoCode": "€"}, page()))


def test_codes_are_quoted_in_the_query() -> None:
    with requests_mock.Mocker() as mock:
        mock.post(COMPOSITE, json=answer(ROW, page()))
        SalesforceGateway().crm(CONNECTION).open(ACCESS, OPPORTUNITY, codes=("it's", "@{opportunity.id}"))
        urls = [node["url"] for node in json.loads(mock.request_history[0].text)["compositeRequest"]]

    assert r"'it\'s'" in unquote(urls[2])
    assert not any("@{" in url for url in urls)
