"""The doors from the CRM: who comes in, and what everybody else is told."""

import base64
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from app.crm import CrmLimit, CrmSessionExpired, CrmUnavailable, OpportunityMissing
from app.web.guards import Guard, guard_of
from tests.web.conftest import Caller, Web
from tests.web.samples import (
    HOSTILE,
    OPPORTUNITY,
    ORG,
    OTHER_ORG,
    OTHER_SECRET,
    SECRET,
    envelope,
    opportunity,
    signed,
    signed_request,
)

FORM = "application/x-www-form-urlencoded"
GOOD = signed_request()
TAMPERED = GOOD[:-6] + "AAAAAA"


def test_a_signed_request_is_answered_with_the_panel_and_its_first_request_brings_the_session(
    web: Web,
) -> None:
    page = web.post_launch(GOOD)
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    assert "Set-Cookie" not in page.headers
    first = web.open_panel(page)
    assert first.status_code == 200
    assert "New masts" in first.text
    token = first.headers["Quotewright-Session"]
    assert Caller(web.client, token).call("GET", "/opportunity").get_json()["name"] == "New masts"


def test_a_session_is_brought_once_and_not_with_later_requests(web: Web, rep: Caller) -> None:
    answer = web.client.get("/panel/", headers={"Authorization": f"Bearer {rep.token}"})
    assert answer.status_code == 200
    assert "Quotewright-Session" not in answer.headers


def test_a_launch_by_itself_asks_the_crm_nothing_and_shows_nothing_of_it(web: Web) -> None:
    page = web.post_launch(GOOD)
    assert web.gateway.of("first").calls == 0
    assert "New masts" not in page.text
    assert "token" not in _arrival(page)


def test_an_arrival_opens_its_opportunity_and_nothing_else(web: Web) -> None:
    headers = {"Authorization": f"Bearer {_arrival(web.post_launch(GOOD))}"}
    for rule in web.app.url_map.iter_rules():
        if guard_of(web.app, rule.endpoint) is Guard.SESSION:
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                address = re.sub(r"<[\w:]+>", "1", rule.rule)
                answer = web.client.open(address, method=method, json={}, headers=headers)
                assert answer.status_code == 401, (method, rule.rule)


def test_an_arrival_ends_after_minutes(web: Web) -> None:
    page = web.post_launch(GOOD)
    web.clock.forward(minutes=4, seconds=59)
    assert web.open_panel(page).status_code == 200
    web.clock.forward(seconds=1)
    answer = web.open_panel(page)
    assert answer.status_code == 401
    assert "data-repost" in answer.text
    assert "Quotewright-Session" not in answer.headers


def test_each_arrival_reads_the_opportunity_from_the_crm_however_often_it_was_read(web: Web) -> None:
    web.open_panel(web.post_launch(signed_request(nonce=1)))
    del web.gateway.of("first").opportunities[OPPORTUNITY]
    answer = web.open_panel(web.post_launch(signed_request(nonce=2)))
    assert answer.status_code == 404
    assert "Quotewright-Session" not in answer.headers


@pytest.mark.parametrize("bearer", ["gAAAAABk", "a" * 300, "A" * 20_000, "=", "_" * 64])
def test_an_arrival_that_was_not_sealed_here_is_refused(web: Web, bearer: str) -> None:
    answer = web.client.get("/panel/", headers={"Authorization": f"Bearer {bearer}"})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "session_required")


def test_another_sealed_text_is_no_arrival(web: Web) -> None:
    sealed = web.app.extensions["quotewright"].services.database.vault.seal("[]", context="connection/first")
    answer = web.client.get("/panel/", headers={"Authorization": f"Bearer {sealed}"})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "session_required")


def _arrival(page: TestResponse) -> str:
    found = re.search(r'data-token="([^"]+)"', page.text)
    assert found
    return found[1]


def test_only_the_connection_s_own_pages_may_frame_the_panel(web: Web) -> None:
    framed = web.post_launch(GOOD).headers["Content-Security-Policy"]
    assert framed.endswith("frame-ancestors https://first.lightning.force.com http://127.0.0.1:8001")
    elsewhere = web.client.get("/health/live").headers["Content-Security-Policy"]
    assert elsewhere.endswith("frame-ancestors 'none'")


def test_the_same_door_as_json_answers_with_token_and_opportunity(web: Web) -> None:
    answer = web.client.post("/api/v1/sessions", json={"connection": "first", "signed_request": GOOD})
    body = answer.get_json()
    assert answer.status_code == 201
    assert body["expires_in"] == 900
    assert body["opportunity"] == {
        "id": OPPORTUNITY,
        "name": "New masts",
        "account_name": "Acme",
        "currency": "EUR",
        "close_date": "2026-12-24",
        "stage": "Proposal",
        "customer_tier": "gold",
    }


def _post(
    client: FlaskClient, data: str | bytes, kind: str = FORM, connection: str = "first"
) -> TestResponse:
    return client.post(f"/canvas/{connection}", data=data, content_type=kind)


def _quoted(request: str) -> str:
    return request.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")


BAD_LAUNCHES: dict[str, Callable[[FlaskClient], TestResponse]] = {
    "nothing": lambda client: _post(client, b""),
    "no content type": lambda client: client.post("/canvas/first", data=b"signed_request=x"),
    "json": lambda client: client.post("/canvas/first", json={"signed_request": GOOD}),
    "a file": lambda client: client.post(
        "/canvas/first", data={"signed_request": GOOD}, content_type="multipart/form-data"
    ),
    "another field": lambda client: _post(client, f"request={_quoted(GOOD)}"),
    "a second field": lambda client: _post(client, f"signed_request={_quoted(GOOD)}&more=1"),
    "the field twice": lambda client: _post(
        client, f"signed_request={_quoted(GOOD)}&signed_request={_quoted(GOOD)}"
    ),
    "no value": lambda client: _post(client, "signed_request="),
    "no sign between": lambda client: _post(client, "signed_request"),
    "no period": lambda client: _post(client, "signed_request=abc"),
    "bytes that are no text": lambda client: _post(client, b"signed_request=\xff\xfe"),
    "escapes that are no text": lambda client: _post(client, "signed_request=%ff%fe.%00"),
    "script": lambda client: _post(client, "signed_request=<script>alert(1)</script>"),
    "unsigned": lambda client: _post(client, f"signed_request=.{GOOD.partition('.')[2]}"),
    "tampered": lambda client: _post(client, f"signed_request={_quoted(TAMPERED)}"),
    "another org's secret": lambda client: _post(
        client, f"signed_request={_quoted(signed_request(OTHER_SECRET))}"
    ),
    "another org's user": lambda client: _post(
        client, f"signed_request={_quoted(signed_request(SECRET, org=OTHER_ORG))}"
    ),
    "another org's door": lambda client: _post(
        client, f"signed_request={_quoted(GOOD)}", connection="second"
    ),
    "no such connection": lambda client: _post(client, f"signed_request={_quoted(GOOD)}", connection="third"),
    "no name of a connection": lambda client: _post(
        client, f"signed_request={_quoted(GOOD)}", connection="%3Cscript%3E"
    ),
    "a very long name": lambda client: _post(
        client, f"signed_request={_quoted(GOOD)}", connection="a" * 5000
    ),
    "too large": lambda client: _post(client, "signed_request=" + "A" * 200_000),
    "larger than any body": lambda client: _post(client, "signed_request=" + "A" * 3_000_000),
    "deep": lambda client: _post(client, f"signed_request={_quoted(_signed_text(b'[' * 60_000))}"),
    "no envelope": lambda client: _post(client, f"signed_request={_quoted(_signed_text(b'[]'))}"),
    "another algorithm": lambda client: _post(
        client, f"signed_request={_quoted(signed(envelope() | {'algorithm': 'none'}))}"
    ),
}


def _signed_text(text: bytes) -> str:
    import hashlib
    import hmac

    encoded = base64.b64encode(text)
    mac = base64.b64encode(hmac.digest(SECRET.encode(), encoded, hashlib.sha256))
    return f"{mac.decode()}.{encoded.decode()}"


@pytest.mark.parametrize("name", BAD_LAUNCHES)
def test_a_launch_that_cannot_be_verified_is_refused_in_the_same_words(web: Web, name: str) -> None:
    expected = _without_reference(_post(web.client, "signed_request=a.b"))
    with capture_logs() as logs:
        answer = BAD_LAUNCHES[name](web.client)
    assert answer.status_code == 401
    assert _without_reference(answer) == expected
    logged = [set(line) for line in logs]
    assert logged == [{"method", "route", "status", "ms", "correlation", "event", "log_level"}]


def _without_reference(answer: TestResponse) -> str:
    text, found = re.subn(r"<code>[0-9a-f]{16}</code>", "", answer.text)
    assert found == 1
    return text


BAD_SESSIONS: dict[str, object] = {
    "nothing": {},
    "text": "text",
    "a list": ["first", GOOD],
    "no connection": {"signed_request": GOOD},
    "no request": {"connection": "first"},
    "more": {"connection": "first", "signed_request": GOOD, "more": "1"},
    "numbers": {"connection": 1, "signed_request": 2},
    "null": {"connection": None, "signed_request": None},
    "tampered": {"connection": "first", "signed_request": TAMPERED},
    "too large": {"connection": "first", "signed_request": "A" * 2_000_000},
    "half a character": {"connection": "first", "signed_request": "\ud800"},
    "another org's door": {"connection": "second", "signed_request": GOOD},
    "unknown": {"connection": "third", "signed_request": GOOD},
}


@pytest.mark.parametrize("name", BAD_SESSIONS)
def test_the_json_door_refuses_in_the_same_words_too(web: Web, name: str) -> None:
    answer = web.client.post("/api/v1/sessions", json=BAD_SESSIONS[name])
    body = answer.get_json()
    reference = body.pop("instance")
    assert answer.status_code == 401
    assert re.fullmatch(r"[0-9a-f]{16}", reference)
    assert body == {
        "type": "urn:quotewright:problem:launch_refused",
        "title": "We cannot tell who is calling",
        "status": 401,
        "detail": "The launch could not be verified. Open the panel again from the record in your CRM.",
        "code": "launch_refused",
    }


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a":NaN}', b"1" * 5000])
def test_the_json_door_refuses_what_is_no_json_in_the_same_words(web: Web, body: bytes) -> None:
    answer = web.client.post("/api/v1/sessions", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["code"]) == (401, "launch_refused")


def test_a_reference_is_never_the_caller_s_own(web: Web) -> None:
    body = {"connection": "first", "signed_request": TAMPERED}
    answer = web.client.post("/api/v1/sessions", json=body, headers={"X-Correlation-Id": "chosen-by-caller"})
    assert "chosen-by-caller" not in answer.text


def test_a_reference_on_a_page_is_never_the_caller_s_own(web: Web) -> None:
    answer = web.client.post("/canvas/first", data=b"", headers={"X-Correlation-Id": "chosen-by-caller"})
    assert "chosen-by-caller" not in answer.text


def test_a_page_about_any_failure_can_be_read_in_the_frame(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(type(web.gateway), "verify", fail)
    answer = web.post_launch(GOOD)
    assert answer.status_code == 500
    assert "frame-ancestors https://first" in answer.headers["Content-Security-Policy"]


def test_a_reload_within_minutes_opens_again(web: Web) -> None:
    assert web.post_launch(GOOD).status_code == 200
    web.clock.forward(minutes=4)
    assert web.post_launch(GOOD).status_code == 200


def test_a_replayed_request_is_refused_and_asks_the_parent_for_a_new_one(web: Web) -> None:
    web.open_panel(web.post_launch(GOOD))
    web.clock.forward(minutes=6)
    answer = web.post_launch(GOOD)
    assert answer.status_code == 401
    assert "data-repost-now" in answer.text
    assert "https://first.lightning.force.com" in answer.headers["Content-Security-Policy"]


def test_a_replayed_request_is_refused_as_json_with_a_code(web: Web) -> None:
    body = {"connection": "first", "signed_request": GOOD}
    web.client.post("/api/v1/sessions", json=body)
    web.clock.forward(minutes=6)
    answer = web.client.post("/api/v1/sessions", json=body)
    assert (answer.status_code, answer.get_json()["code"]) == (401, "launch_stale")


def test_a_user_who_has_not_approved_the_app_is_told_so(web: Web) -> None:
    answer = web.post_launch(signed_request(token=None))
    assert answer.status_code == 401
    assert "Quotewright needs your approval" in answer.text


def test_a_launch_without_a_record_says_where_to_start(web: Web) -> None:
    answer = web.post_launch(signed_request(record=None))
    assert answer.status_code == 422
    assert "No opportunity to quote on" in answer.text
    assert "data-repost" in answer.text


@pytest.mark.parametrize(
    ("failure", "status", "retry"),
    [
        (CrmUnavailable("The CRM does not answer."), 503, "10"),
        (CrmLimit("The allowance is used up."), 503, "900"),
        (CrmSessionExpired("Your CRM session has ended."), 401, None),
        (OpportunityMissing("There is no such opportunity."), 404, None),
    ],
)
def test_a_crm_that_fails_gives_a_coded_answer(
    web: Web, failure: CrmUnavailable, status: int, retry: str | None
) -> None:
    page = web.post_launch(signed_request(nonce=1))
    web.gateway.of("first").fail_next(failure)
    first = web.open_panel(page)
    web.gateway.of("first").fail_next(failure)
    body = {"connection": "first", "signed_request": signed_request(nonce=2)}
    answer = web.client.post("/api/v1/sessions", json=body)
    assert first.status_code == answer.status_code == status
    assert first.mimetype == "text/html"
    assert failure.detail in first.text
    assert answer.get_json()["code"] == failure.code
    assert answer.headers.get("Retry-After") == first.headers.get("Retry-After") == retry


def test_a_panel_whose_crm_is_down_says_so_where_its_content_would_be_and_opens_when_tried_again(
    web: Web,
) -> None:
    page = web.post_launch(GOOD)
    web.gateway.of("first").fail_next(CrmUnavailable("The CRM does not answer."))
    failed = web.open_panel(page)
    assert "Not available at the moment" in failed.text
    assert 'hx-get="/panel/"' in failed.text
    assert "HX-Retarget" not in failed.headers
    assert web.open_panel(page).headers["Quotewright-Session"]


def test_script_in_crm_text_stays_text(web: Web) -> None:
    web.gateway.of("first").opportunities[OPPORTUNITY] = opportunity(OPPORTUNITY, name=HOSTILE)
    answer = web.open_panel(web.post_launch(GOOD))
    assert answer.status_code == 200
    assert "&lt;script&gt;alert" in answer.text
    assert "<script>alert" not in answer.text


def test_an_unforeseen_failure_shows_a_reference_and_logs_no_word_of_the_request(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError(GOOD)

    monkeypatch.setattr(type(web.gateway), "verify", fail)
    with capture_logs() as logs:
        answer = web.post_launch(GOOD)
    unexpected = next(line for line in logs if line["event"] == "unexpected")
    assert answer.status_code == 500
    assert unexpected["correlation"] in answer.text
    assert unexpected["causes"][0]["type"] == "RuntimeError"
    assert GOOD not in str(logs) + answer.text


def test_a_plain_get_says_how_to_open_the_panel(web: Web) -> None:
    answer = web.client.get("/canvas/first")
    assert answer.status_code == 200
    assert "Go to an opportunity" in answer.text


def test_a_get_on_an_unknown_connection_may_be_framed_by_nobody(web: Web) -> None:
    answer = web.client.get("/canvas/third")
    assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_coming_back_without_a_code_says_that_access_was_not_allowed(web: Web) -> None:
    answer = web.client.get(f"/canvas/first/approval?error=access_denied&error_description={ORG}")
    assert answer.status_code == 200
    assert "Access was not allowed" in answer.text
    assert ORG not in answer.text
