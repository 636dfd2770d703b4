"""Documents in other scripts and directions, read back from the PDF, and their pages as pictures."""

import base64
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from app.documents import (
    LANGUAGES,
    DocumentContent,
    Look,
    Recipient,
    Section,
    render_page,
    render_pdf,
    speech_of,
    unprintable,
)
from app.documents import pages as pages_
from app.documents.fonts import coverage_of
from app.quoting import Details, Status
from tests.documents import samples
from tests.documents.test_pdf import Seen, is_archival, made, pages

FONTS = Path(__file__).parents[2] / "static" / "vendor" / "fonts"


def content_in(language: str, count: int = 12, **changed: object) -> DocumentContent:
    lines = (
        replace(samples.a_line(n), details=Details(group=("Sites", "Depot")[n % 2]))
        for n in range(1, count + 1)
    )
    quote = replace(samples.a_quote(*lines), **changed)  # type: ignore[arg-type]  # members of a quote
    return samples.content(quote, look=Look(speech_of(language), sections=frozenset(Section)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_the_file_is_archival_accessible_and_says_which_it_is(language: str) -> None:
    document = made(content_in(language, status=Status.DRAFT))
    reader = PdfReader(io.BytesIO(document))
    assert is_archival(document)
    assert str(reader.root_object["/Lang"]) == language
    assert reader.root_object["/MarkInfo"]["/Marked"] == True  # type: ignore[index]  # noqa: E712 - a PDF's own
    assert {"/Table", "/TH", "/TD", "/H1", "/H2", "/P"} <= kinds(reader)
    assert not {"/Span", "/NonStruct"} >= kinds(reader)


def kinds(reader: PdfReader) -> set[str]:
    """Every kind of element in the tree of the document's structure."""
    found, waiting = set(), [reader.root_object["/StructTreeRoot"]]
    while waiting:
        popped = waiting.pop()
        one = popped.get_object() if isinstance(popped, IndirectObject) else popped
        if isinstance(one, DictionaryObject):
            found.add(str(one.get("/S", "")))
            inner = one.get("/K", [])
            waiting.extend(inner if isinstance(inner, list) else [inner])
    return found


@pytest.mark.parametrize("language", ["ja", "ar"])
def test_figures_and_names_stay_whole_and_in_order_among_another_script(language: str) -> None:
    document = made(content_in(language))
    everything = " ".join(pages(document))
    line = samples.a_line(1)
    assert f"{line.price.net.amount:,}" in everything
    assert "Aurora M400 macro base station" in everything
    assert "+49 40 5550 120" in everything
    assert LANGUAGES[language].quotation[0] in everything or language == "ar"


def test_a_page_from_right_to_left_begins_at_its_right() -> None:
    """The number of a line stands right of the net amount in Arabic, and left of it in English."""
    places = {language: _columns(made(content_in(language, 1))) for language in ("en", "ar")}
    assert places["en"]["n"] < places["en"]["net"]
    assert places["ar"]["n"] > places["ar"]["net"]


def _columns(document: bytes) -> dict[str, float]:
    found: dict[str, float] = {}
    net = f"{samples.a_line(1).price.net.amount:,}"

    def visit(text: str, page: list[float], place: list[float], *_: object) -> None:
        for name, wanted in (("n", "1"), ("net", net)):
            if text.strip() == wanted:
                found.setdefault(name, page[4] + place[4])

    PdfReader(io.BytesIO(document)).pages[0].extract_text(visitor_text=visit)
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_quote_gives_the_same_bytes_in_every_language(language: str) -> None:
    content = content_in(language, 2)
    assert made(content) == made(content)


def test_a_page_is_drawn_by_itself_with_the_number_of_all() -> None:
    content = samples.content(samples.of_lines(30))
    document = render_pdf(content, fonts=FONTS, at=samples.AT)
    count = len(PdfReader(io.BytesIO(document)).pages)
    second = render_page(content, 2, fonts=FONTS, at=samples.AT)
    assert (second.n, second.of) == (2, count)
    assert second.svg.startswith(b"<svg")
    assert second.svg != render_page(content, 1, fonts=FONTS, at=samples.AT).svg
    assert render_page(content, 99, fonts=FONTS, at=samples.AT).n == count
    assert render_page(content, 0, fonts=FONTS, at=samples.AT).n == 1


def test_the_pages_of_a_document_are_typeset_once_and_kept_within_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen = Seen(monkeypatch)
    monkeypatch.setattr(pages_, "_shelf", pages_._Shelf())
    first, other = (samples.content(samples.of_lines(count)) for count in (3, 4))
    for page in (1, 2, 1):
        render_page(first, page, fonts=FONTS, at=samples.AT)
    assert len(seen.children) == 1
    render_page(first, 1, fonts=FONTS, at=samples.AT + timedelta(seconds=1))
    render_page(other, 1, fonts=FONTS, at=samples.AT)
    assert len(seen.children) == 3
    monkeypatch.setattr(pages_, "KEPT_BYTES", 1)
    monkeypatch.setattr(pages_, "_shelf", pages_._Shelf())
    for _ in range(2):
        render_page(other, 1, fonts=FONTS, at=samples.AT)
    assert len(seen.children) == 5


def test_what_is_kept_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages_, "KEPT_BYTES", 10)
    shelf = pages_._Shelf()
    for name in (b"a", b"b"):
        shelf.keep(name, (b"12345",))
    assert shelf.find(b"a") == (b"12345",)
    shelf.keep(b"c", (b"123", b"45"))
    assert shelf.find(b"b") is None
    assert shelf.find(b"a") == (b"12345",)
    shelf.keep(b"d", (b"x" * 11,))
    assert shelf.find(b"d") is None


def test_what_cannot_be_printed_is_told_before_with_its_name_and_place() -> None:
    content = samples.content(samples.of_lines(1), recipient=Recipient("ᚠ Nord 😀 株式会社", "\u202eon 😀"))
    found = unprintable(content, coverage_of(FONTS))
    assert [(one.character, one.name, one.where) for one in found] == [
        ("ᚠ", "runic letter fehu feoh fe f", ("recipient",)),
        ("😀", "grinning face", ("recipient",)),
        ("\ufffd", "a character that must not be printed", ("recipient",)),
    ]


def test_a_logo_is_no_text_of_the_document() -> None:
    content = samples.content(samples.of_lines(1))
    drawn = base64.b64encode("😀".encode()).decode()
    with_logo = replace(content, brand=replace(content.brand, logo=f"<svg>{drawn}😀</svg>"))
    assert unprintable(with_logo, coverage_of(FONTS)) == ()
