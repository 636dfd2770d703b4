"""Verifying without a session: the page and the API, for whoever holds a document."""

import io
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from pypdf import PdfReader, PdfWriter
from werkzeug.test import TestResponse

from app.web.api.schemas.verifications import VerificationJson
from app.web.pace import AT_ONCE, SECONDS_EACH, Pace
from app.web.problem import TooOften
from tests.web.conftest import Caller, Web
from tests.web.samples import OTHER_OPPORTUNITY, OTHER_USER, Json

PDF = "application/pdf"
AT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def quote(rep: Caller) -> str:
    """Submitted, with a line."""
    quote = rep.quote()
    rep.line(quote, band="high", sectors=2)
    answer = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="k")
    assert answer.status_code == 202, answer.text
    return quote


@pytest.fixture
def document(rep: Caller, quote: str) -> bytes:
    answer = rep.call("GET", f"/quotes/{quote}/document.pdf")
    assert answer.mimetype == PDF
    return bytes(answer.data)


def asked(web: Web, body: object) -> Json:
    answer = web.client.post("/api/v1/verifications", json=body)
    assert answer.status_code == 200, answer.text
    found: Json = answer.get_json()
    assert not VerificationJson().validate(found)
    return found


def sent(web: Web, document: bytes, *, kind: str = PDF) -> TestResponse:
    return web.client.post("/api/v1/verifications/document", data=document, content_type=kind)


def code_of(document: bytes) -> str:
    metadata = PdfReader(io.BytesIO(document)).metadata
    assert metadata is not None
    return str(metadata.keywords).rpartition(":")[2][:16]


def saved_again(document: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(document))
    writer = PdfWriter(clone_from=reader)
    assert reader.metadata is not None
    writer.add_metadata(dict(reader.metadata))
    saved = io.BytesIO()
    writer.write(saved)
    return saved.getvalue()


def test_a_document_is_verified_without_a_session(web: Web, document: bytes) -> None:
    found = sent(web, document).get_json()
    assert (found["verdict"], found["number"]) == ("genuine", "Q-00001")
    assert found["text"] == "Genuine: this is offer Q-00001 as it was issued."
    altered = sent(web, saved_again(document)).get_json()
    assert altered["verdict"] == "altered"
    assert altered["differences"] == [{"place": "the file itself", "offered": "", "found": ""}]


def test_who_reads_the_quote_is_told_both_figures_of_its_document(
    web: Web, rep: Caller, quote: str, document: bytes
) -> None:
    def own(caller: Caller, path: str, body: bytes, kind: str = PDF) -> TestResponse:
        headers = {"Authorization": f"Bearer {caller.token}"}
        path = f"/api/v1/quotes/{path}/verification"
        return web.client.post(path, data=body, content_type=kind, headers=headers)

    assert own(rep, quote, document).get_json()["verdict"] == "genuine"
    (difference,) = own(rep, quote, saved_again(document)).get_json()["differences"]
    assert difference["place"] == "the file itself"
    assert difference["offered"]
    assert difference["found"]
    another = rep.quote()
    for of_another in (document, saved_again(document)):
        assert own(rep, another, of_another).get_json()["verdict"] == "unknown"
    assert own(rep, quote, document, "text/plain").status_code == 415
    stranger = web.sign_in(user=OTHER_USER, record=OTHER_OPPORTUNITY)
    assert own(stranger, quote, document).status_code == 404


def test_number_and_code_are_verified_without_a_session(web: Web, document: bytes) -> None:
    assert asked(web, {"number": "Q-00001", "code": code_of(document)})["verdict"] == "genuine"


def test_every_wrong_guess_gets_the_same_answer(web: Web, document: bytes) -> None:
    guesses = [
        {"number": number, "code": code}
        for number in ("Q-00001", "Q-99999", "<b>", "")
        for code in ("0" * 16, "", "x", "ä" * 5000)
    ]
    answers = {str(sorted(asked(web, guess).items(), key=str)) for guess in guesses}
    assert len(answers) == 1


@pytest.mark.parametrize(
    "body", [{}, {"number": "Q-1"}, {"number": 1, "code": 2}, [], {"number": "a", "code": "b", "c": 1}]
)
def test_a_body_that_is_not_as_described_is_refused(web: Web, body: object) -> None:
    assert web.client.post("/api/v1/verifications", json=body).status_code == 422


def test_what_is_no_document_is_refused_with_a_code(web: Web) -> None:
    assert sent(web, b"hello").get_json()["code"] == "document_unreadable"
    assert sent(web, b"%PDF-", kind="text/plain").status_code == 415
    assert sent(web, b"%PDF-" + b" " * (9 * 1024 * 1024)).get_json()["code"] == "body_too_large"


def test_whoever_asks_too_often_waits(web: Web) -> None:
    for _ in range(AT_ONCE):
        assert asked(web, {"number": "Q-00001", "code": "0" * 16})["verdict"] == "unknown"
    refused = web.client.post("/api/v1/verifications", json={"number": "Q-00001", "code": "0" * 16})
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many_requests")
    assert refused.headers["Retry-After"] == str(SECONDS_EACH)
    web.clock.forward(seconds=SECONDS_EACH)
    assert asked(web, {"number": "Q-00001", "code": "0" * 16})["verdict"] == "unknown"


def test_the_pace_is_kept_for_each_address_and_for_a_neighbourhood_of_new_ones() -> None:
    pace = Pace()
    for n in range(AT_ONCE):
        pace.take(f"2001:db8::{n:x}", tokens=1, at=AT)
    with pytest.raises(TooOften):
        pace.take("2001:db8::ffff", tokens=1, at=AT)
    pace.take("2001:db9::1", tokens=1, at=AT)
    pace.take("203.0.113.9", tokens=AT_ONCE, at=AT)
    with pytest.raises(TooOften):
        pace.take(
            "203.0.113.9", tokens=1, at=AT + timedelta(seconds=SECONDS_EACH) - timedelta(microseconds=1)
        )
    pace.take("203.0.113.9", tokens=1, at=AT + timedelta(seconds=SECONDS_EACH))


def test_the_page_asks_and_answers(web: Web, document: bytes) -> None:
    page = web.client.get("/verify")
    assert page.status_code == 200
    assert "Verify a quotation" in page.text
    by_code = web.client.post("/verify", data={"number": "Q-00001", "code": code_of(document)})
    assert "Genuine: this is offer Q-00001" in by_code.text
    by_file = web.client.post("/verify/document", data={"document": (io.BytesIO(document), "a.pdf")})
    assert "Genuine: this is offer Q-00001" in by_file.text
    altered = web.client.post(
        "/verify/document", data={"document": (io.BytesIO(document + b" "), "<script>.pdf")}
    )
    assert "Altered: this is not offer Q-00001" in altered.text
    assert "the end of the file" in altered.text


def test_the_page_says_what_is_wrong_in_words(web: Web) -> None:
    empty = web.client.post("/verify/document", data={})
    assert (empty.status_code, "cannot be read as a PDF" in empty.text) == (422, True)
    hostile = web.client.post("/verify", data={"number": "<script>alert(1)</script>", "code": "<b>"})
    assert "Unknown: no such offer" in hostile.text
    assert "<script>alert" not in hostile.text
    for _ in range(AT_ONCE):
        web.client.post("/verify", data={"number": "Q", "code": "0"})
    slow = web.client.post("/verify", data={"number": "Q", "code": "0"})
    assert (slow.status_code, "Wait a moment" in slow.text) == (429, True)
    assert slow.headers["Retry-After"]


def test_what_was_offered_is_given_to_whoever_may_read_the_quote(web: Web, rep: Caller, quote: str) -> None:
    offer = rep.call("GET", f"/quotes/{quote}/offer.json")
    assert offer.headers["ETag"] == f'"{sha256(offer.data).hexdigest()}"'
    assert offer.get_json()["totals"]["net"] == "993.23"
    verified = rep.call("GET", f"/quotes/{quote}/verification").get_json()
    assert verified["verdict"] == "genuine"
    stranger = web.sign_in(user=OTHER_USER, record=OTHER_OPPORTUNITY)
    for path in ("offer.json", "verification"):
        assert stranger.call("GET", f"/quotes/{quote}/{path}").status_code == 404


def test_of_a_draft_nothing_is_sealed(rep: Caller) -> None:
    draft = rep.quote()
    assert rep.call("GET", f"/quotes/{draft}/offer.json").get_json()["code"] == "seal_not_found"
    assert rep.call("GET", f"/quotes/{draft}/verification").get_json()["verdict"] == "unknown"
