"""The document of a quote over the API: as it is asked for, looked at before, and never telling too much."""

import io

import pytest
from pypdf import PdfReader

from app.actions import Section, set_brand
from app.documents import NEUTRAL, Brand, speech_of
from tests.web.conftest import FONTS, Caller, Web
from tests.web.samples import OPPORTUNITY, OTHER_USER, opportunity


@pytest.fixture
def quote(rep: Caller) -> str:
    made = rep.quote()
    rep.line(made, band="low", sectors=1, heater=False)
    return made


def text_of(document: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(document)).pages)


def branded(web: Web, **given: object) -> None:
    brand = Brand(**{"name": NEUTRAL.name, **given})  # type: ignore[arg-type]  # members of a brand
    set_brand(web.database, "first", brand, fonts=FONTS, at=web.clock())


def test_the_document_comes_in_the_language_and_with_the_sections_asked_for(rep: Caller, quote: str) -> None:
    german = text_of(rep.call("GET", f"/quotes/{quote}/document.pdf?language=de-CH&sections=lines").data)
    assert "Unser Angebot" in german
    assert "Entwurf" in german
    assert "Annahme" not in german
    assert "Acceptance" in text_of(rep.call("GET", f"/quotes/{quote}/document.pdf?language=en").data)


def test_the_same_draft_gives_the_same_bytes_later(web: Web, rep: Caller, quote: str) -> None:
    first = rep.call("GET", f"/quotes/{quote}/document.pdf").data
    web.clock.forward(minutes=5)
    assert rep.call("GET", f"/quotes/{quote}/document.pdf").data == first


def test_what_is_on_it_is_told_before_it_is_made(web: Web) -> None:
    web.gateway.of("first").opportunities[OPPORTUNITY] = opportunity(OPPORTUNITY, name="Ring 😀")
    rep = web.sign_in()
    quote = rep.quote()
    told = rep.call("GET", f"/quotes/{quote}/document?language=ja").get_json()
    assert told["language"] == "ja"
    assert told["languages"] == ["en", "de", "fr", "es", "ja", "ar"]
    assert told["sections"] == ["introduction", "lines", "terms", "acceptance", "technical"]
    assert told["available"] == [*told["sections"], "prices"]
    assert told["unprintable"] == [{"character": "😀", "name": "grinning face", "where": ["recipient"]}]


def test_a_page_is_a_picture_with_the_number_of_all(rep: Caller, quote: str) -> None:
    page = rep.call("GET", f"/quotes/{quote}/document/pages/1?language=ar")
    assert page.mimetype == "image/svg+xml"
    assert page.data.startswith(b"<svg")
    assert page.headers["Quotewright-Pages"] == "2"


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("language=tlh", 422, "language_unknown"),
        ("language=%2e%2e", 422, "language_unknown"),
        ("sections=chapter", 422, "section_unknown"),
    ],
)
def test_what_does_not_exist_is_refused_with_what_does(
    rep: Caller, quote: str, query: str, status: int, code: str
) -> None:
    for place in ("document", "document.pdf", "document/pages/1"):
        answer = rep.call("GET", f"/quotes/{quote}/{place}?{query}")
        assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_the_appendix_of_prices_is_for_the_owner_alone(web: Web, rep: Caller, quote: str) -> None:
    internal = rep.call("GET", f"/quotes/{quote}/document.pdf?sections=lines,prices")
    assert "Internal: not for the customer" in text_of(internal.data)
    assert "-internal.pdf" in internal.headers["Content-Disposition"]
    assert rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="k").status_code == 202
    colleague = web.sign_in(user=OTHER_USER)
    assert colleague.call("GET", f"/quotes/{quote}/document.pdf").status_code == 200
    assert "prices" not in colleague.call("GET", f"/quotes/{quote}/document").get_json()["available"]
    for place in ("document", "document.pdf", "document/pages/1"):
        refused = colleague.call("GET", f"/quotes/{quote}/{place}?sections=prices")
        assert (refused.status_code, refused.get_json()["code"]) == (403, "prices_hidden")


def test_what_is_chosen_for_a_quote_stays_until_something_else_is_asked(rep: Caller, quote: str) -> None:
    chosen = rep.call("PUT", f"/quotes/{quote}/document", {"language": "fr", "sections": ["lines", "terms"]})
    assert chosen.get_json()["language"] == "fr"
    assert chosen.get_json()["sections"] == ["lines", "terms"]
    assert "Notre offre" in text_of(rep.call("GET", f"/quotes/{quote}/document.pdf").data)
    assert rep.call("GET", f"/quotes/{quote}/document?language=es").get_json()["sections"] == [
        "lines",
        "terms",
    ]
    back = rep.call("PUT", f"/quotes/{quote}/document", {"language": None, "sections": None})
    assert "technical" in back.get_json()["sections"]


def test_what_is_internal_is_never_chosen_for_the_customer_and_nothing_once_it_is_sent(
    web: Web, rep: Caller, quote: str
) -> None:
    refused = rep.call("PUT", f"/quotes/{quote}/document", {"sections": ["lines", "prices"]})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "prices_hidden")
    rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="k")
    late = rep.call("PUT", f"/quotes/{quote}/document", {"language": "de"})
    assert (late.status_code, late.get_json()["code"]) == (422, "quote_locked")
    stranger = web.sign_in(user=OTHER_USER)
    assert stranger.call("PUT", f"/quotes/{quote}/document", {}).status_code == 404


def test_the_brand_of_the_connection_speaks_and_chooses(web: Web, rep: Caller, quote: str) -> None:
    sections = frozenset({Section.LINES, Section.TERMS})
    branded(web, name="Acme Networks AB", language="de", sections=sections, footer=("Org. 556000-0000",))
    document = text_of(rep.call("GET", f"/quotes/{quote}/document.pdf").data)
    assert "Acme Networks AB" in document
    assert "Org. 556000-0000" in document
    assert "Angebot" in document
    assert "Technische Daten" not in document


def test_without_any_choice_it_is_the_language_of_the_user(web: Web, rep: Caller, quote: str) -> None:
    told = rep.call("GET", f"/quotes/{quote}/document").get_json()
    session = web.sign_in(language="fr_FR").call("GET", f"/quotes/{quote}/document").get_json()
    assert told["language"] == speech_of("en-US").tag
    assert session["language"] == "fr-FR"
