"""Odd answers on the wire: each is one of the port's failures, none makes us call again or elsewhere."""

import json
import logging
from time import monotonic
from typing import Any
from unittest.mock import Mock

import pytest
import requests
import requests_mock

from app.crm import (
    Access,
    CrmBusy,
    CrmLimit,
    CrmRefused,
    CrmSessionExpired,
    CrmUnavailable,
    OpportunityMissing,
)
from app.crm.salesforce import SalesforceGateway, Transport
from app.crm.salesforce.transport import AnswerTooLong, _read
from app.errors import AppError
from tests.contracts.offers import AT
from tests.crm.signing import CONNECTION, OPPORTUNITY
from tests.crm.test_receipt import OFFER

ORG = "https://acme.my.salesforce.com"
COMPOSITE = f"{ORG}/services/data/v67.0/composite"
GRAPH = f"{COMPOSITE}/graph"
ACCESS = Access(token="00D!secret-token", instance_url=ORG)
ENTRY = {"errorCode": "X", "message": "m"}


def open_with(mock: requests_mock.Mocker, **answer: Any) -> AppError:
    """What opening raises when the CRM answers so; it was asked once, and nobody else was."""
    mock.post(COMPOSITE, **answer)
    with pytest.raises(AppError) as failed:
        SalesforceGateway().crm(CONNECTION).open(ACCESS, OPPORTUNITY, codes=("MX900",))
    assert [request.url for request in mock.request_history] == [COMPOSITE]
    assert failed.value.__cause__ is failed.value.__context__ is None
    assert "secret-token" not in f"{failed.value} {failed.value.facts}"
    return failed.value


def errors(code: str, message: str = "words", **more: Any) -> list[dict[str, Any]]:
    return [{"errorCode": code, "message": message, **more}]


@pytest.mark.parametrize(
    ("status", "body", "failure"),
    [
        (401, errors("INVALID_SESSION_ID"), CrmSessionExpired),
        (401, errors("INVALID_AUTH_HEADER"), CrmSessionExpired),
        (403, errors("INVALID_SESSION_ID"), CrmSessionExpired),
        (403, errors("REQUEST_LIMIT_EXCEEDED"), CrmLimit),
        (400, errors("UNABLE_TO_LOCK_ROW"), CrmBusy),
        (500, errors("UNABLE_TO_LOCK_ROW"), CrmBusy),
        (400, errors("MALFORMED_QUERY"), CrmRefused),
        (403, errors("INSUFFICIENT_ACCESS"), CrmRefused),
        (404, errors("NOT_FOUND"), CrmRefused),
        (500, errors("UNKNOWN_EXCEPTION"), CrmUnavailable),
        (503, errors("SERVER_UNAVAILABLE"), CrmUnavailable),
        (400, {"error": "x"}, CrmUnavailable),
        (400, [], CrmUnavailable),
        (400, [1, None], CrmUnavailable),
        (200, [], CrmUnavailable),
        (200, {}, CrmUnavailable),
        (200, 5, CrmUnavailable),
        (200, None, CrmUnavailable),
        (200, {"compositeResponse": "x"}, CrmUnavailable),
        (200, {"compositeResponse": []}, CrmUnavailable),
        (200, {"compositeResponse": [{"referenceId": "opportunity"}]}, CrmUnavailable),
        (200, {"graphs": []}, CrmUnavailable),
        (204, None, CrmUnavailable),
    ],
)
def test_an_answer_is_named_by_its_code(status: int, body: object, failure: type[AppError]) -> None:
    with requests_mock.Mocker() as mock:
        assert type(open_with(mock, status_code=status, json=body)) is failure


@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 500, 503])
@pytest.mark.parametrize(
    "text", ["<html>down</html>", "", '{"compositeResponse": [', "[" * 100_000, "9" * 10_000, "\x00"]
)
def test_an_answer_that_is_not_json_is_an_outage_or_the_end_of_the_session(status: int, text: str) -> None:
    with requests_mock.Mocker() as mock:
        failure = CrmSessionExpired if status == 401 else CrmUnavailable
        assert type(open_with(mock, status_code=status, text=text)) is failure


@pytest.mark.parametrize(
    "error",
    [
        requests.ConnectTimeout,
        requests.ReadTimeout,
        requests.ConnectionError,
        requests.exceptions.ChunkedEncodingError,
        requests.exceptions.SSLError,
        requests.exceptions.ProxyError,
    ],
)
def test_a_broken_connection_is_an_outage(error: type[Exception]) -> None:
    with requests_mock.Mocker() as mock:
        assert isinstance(open_with(mock, exc=error), CrmUnavailable)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["https://evil.example/", f"{ORG}/other", "http://169.254.169.254/"])
def test_a_redirect_is_not_followed(status: int, target: str) -> None:
    with requests_mock.Mocker() as mock:
        failure = open_with(mock, status_code=status, headers={"Location": target})
        assert isinstance(failure, CrmUnavailable)


def test_an_answer_without_end_is_given_up() -> None:
    crm = SalesforceGateway(Transport(answer_bytes=100_000)).crm(CONNECTION)
    with requests_mock.Mocker() as mock:
        mock.post(COMPOSITE, text="[" + "1," * 100_000 + "1]")
        with pytest.raises(CrmUnavailable):
            crm.open(ACCESS, OPPORTUNITY, codes=())


def test_the_vendors_words_are_cleaned_and_cut() -> None:
    words = "No\r\n\x1b[31m\u202e" + "x" * 10_000
    entries = errors("FIELD_CUSTOM_VALIDATION_EXCEPTION", words, fields=["A\nb"] * 100)
    with requests_mock.Mocker() as mock:
        failure = open_with(mock, status_code=400, json=entries)

    assert failure.detail.isprintable()
    assert len(failure.detail) < 500
    assert failure.facts["fields"] == ["A b"] * 20


def test_nothing_of_a_call_is_logged_above_debugging(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with requests_mock.Mocker() as mock:
        open_with(mock, status_code=400, json=errors("MALFORMED_QUERY"))

    assert "secret-token" not in caplog.text


def test_an_id_that_is_none_is_not_asked_for() -> None:
    crm = SalesforceGateway().crm(CONNECTION)
    with requests_mock.Mocker() as mock:
        for opportunity in ("006' OR Id != '", "../../limits", "https://evil.example/x"):
            with pytest.raises(OpportunityMissing):
                crm.open(ACCESS, opportunity, codes=())
        assert not mock.request_history


def graph(*results: dict[str, Any]) -> dict[str, Any]:
    response = {"compositeResponse": list(results)}
    return {"graphs": [{"graphId": "quote", "graphResponse": response, "isSuccessful": False}]}


def part(name: str, status: int, body: object) -> dict[str, Any]:
    return {"referenceId": name, "httpStatusCode": status, "body": body, "httpHeaders": {}}


HALTED = errors("PROCESSING_HALTED", "The transaction was rolled back since another operation failed.")


def save_with(answer: object) -> AppError:
    with requests_mock.Mocker() as mock:
        mock.post(GRAPH, json=answer)
        with pytest.raises(AppError) as failed:
            SalesforceGateway().crm(CONNECTION).save_quote(ACCESS, OFFER, at=AT)
        assert len(mock.request_history) == 1
    return failed.value


def test_a_call_that_was_rolled_back_names_the_part_that_failed() -> None:
    failed = errors("FIELD_CUSTOM_VALIDATION_EXCEPTION", "Discount needs approval", fields=["UnitPrice"])

    failure = save_with(
        graph(part("quote", 400, HALTED), part("line1", 400, failed), part("sync", 400, HALTED))
    )

    assert isinstance(failure, CrmRefused)
    assert "Discount needs approval" in failure.detail
    assert failure.facts["fields"] == ["UnitPrice"]


def test_too_many_calls_at_once_are_not_a_used_up_allowance() -> None:
    words = "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
    with requests_mock.Mocker() as mock:
        failure = open_with(mock, status_code=403, json=errors("REQUEST_LIMIT_EXCEEDED", words))

    assert isinstance(failure, CrmLimit)
    assert "in a minute" in failure.detail


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("UNABLE_TO_LOCK_ROW", CrmBusy),
        ("REQUEST_LIMIT_EXCEEDED", CrmLimit),
        ("INVALID_SESSION_ID", CrmSessionExpired),
    ],
)
def test_a_part_that_may_pass_later_is_not_a_refusal(code: str, failure: type[AppError]) -> None:
    assert type(save_with(graph(part("quote", 400, HALTED), part("sync", 400, errors(code))))) is failure


def test_parts_that_succeeded_in_a_graph_that_did_not_are_not_believed() -> None:
    done = {"id": "0Q0x0000001SyyEAAS", "success": True, "errors": []}
    held = {
        "Id": done["id"],
        "OpportunityId": OFFER.opportunity,
        "LineItemCount": 2,
        "TotalPrice": 1,
        "GrandTotal": 1,
    }
    parts = [part(name, 201, done) for name in ("quote", "line1", "line2", "document", "sync")]
    reads = [
        part("quoteRead", 200, held),
        part("opportunityRead", 200, {"Id": OFFER.opportunity, "Amount": 1}),
    ]

    assert isinstance(save_with(graph(*parts, *reads)), CrmUnavailable)


def test_an_answer_that_lacks_a_part_is_not_believed() -> None:
    done = {"id": "0Q0x0000001SyyEAAS", "success": True, "errors": []}

    assert isinstance(save_with(graph(part("quote", 201, done))), CrmUnavailable)


def test_the_body_holds_exact_numbers_and_the_users_token_stands_in_the_header_alone() -> None:
    with requests_mock.Mocker() as mock:
        mock.post(GRAPH, status_code=503, text="down")
        with pytest.raises(CrmUnavailable):
            SalesforceGateway().crm(CONNECTION).save_quote(ACCESS, OFFER, at=AT)
        (request,) = mock.request_history

    assert request.headers["Authorization"] == f"Bearer {ACCESS.token}"
    assert ACCESS.token not in request.url
    assert ACCESS.token not in request.text
    assert '"UnitPrice":101.01,' in request.text
    nodes = json.loads(request.text)["graphs"][0]["compositeRequest"]
    assert [node["referenceId"] for node in nodes][-3:] == ["sync", "quoteRead", "opportunityRead"]


def test_cookies_of_one_call_are_not_brought_to_the_next() -> None:
    crm = SalesforceGateway().crm(CONNECTION)
    with requests_mock.Mocker() as mock:
        mock.post(
            COMPOSITE, status_code=503, text="down", headers={"Set-Cookie": "BrowserId=one; Path=/; Secure"}
        )
        for _ in range(2):
            with pytest.raises(CrmUnavailable):
                crm.open(ACCESS, OPPORTUNITY, codes=())
        assert all("Cookie" not in request.headers for request in mock.request_history)


def test_an_answer_that_drips_is_given_up() -> None:
    with pytest.raises(AnswerTooLong):
        _read(endless(), limits=Transport(), until=monotonic() + 0.05)


def endless() -> requests.Response:
    """A byte at a time, for ever."""
    response = requests.Response()
    response.raw = Mock(read=lambda *_args, **_options: b"x")
    return response
