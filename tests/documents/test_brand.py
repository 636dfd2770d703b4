"""What a connection may give its documents: checked before it is stored."""

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from app.documents import (
    NEUTRAL,
    Brand,
    BrandInvalid,
    LogoInvalid,
    Look,
    Section,
    check_brand,
    families_of,
    logo_of,
    speech_of,
)
from app.documents.brand import contrast
from tests.documents import samples
from tests.documents.test_pdf import is_archival, made, pages, words

FONTS = Path(__file__).parents[2] / "static" / "vendor" / "fonts"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0h40v10H0z" fill="#123"/></svg>'
)


def png(width: int, height: int, *, rows: int | None = None) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    data = zlib.compress(b"".join(b"\0" + b"\x12\x34\x56" * width for _ in range(rows or height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def branded(**given: object) -> Brand:
    return replace(NEUTRAL, **given)  # type: ignore[arg-type]  # members of a brand


@pytest.mark.parametrize("content", [SVG, png(80, 20)], ids=["svg", "png"])
def test_a_logo_is_printed_with_the_name_as_its_text_and_the_file_stays_archival(content: bytes) -> None:
    look = Look(speech_of("en"), branded(logo=logo_of(content), name="Acme Networks"))
    document = made(samples.content(samples.of_lines(1), look=look))
    assert is_archival(document)
    assert "Acme Networks Hafenstraße 12" in words(pages(document)[0])


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<text>Acme</text>", "Turn text into paths"),
        ('<image href="http://evil.example/x.png"/>', "<image>"),
        ('<foreignObject width="1" height="1"/>', "<foreignObject>"),
        ('<path d="M0 0h1" onload="x()"/>', "onload"),
        ('<path d="M0 0h1" style="fill:url(http://evil.example/#x)"/>', "outside of it"),
        ("<use href='#a'/>", "<use>"),
        ("<?xml-stylesheet href='x.css'?>", "processing instructions"),
        ("<g>" * 3_001 + "</g>" * 3_001, "more than 3000 elements"),
        ("<g>", "cannot be read"),
    ],
)
def test_an_svg_that_reaches_out_or_moves_is_refused(inside: str, said: str) -> None:
    with pytest.raises(LogoInvalid, match=said):
        logo_of(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'.encode())


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a",
        b"",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b"<html><svg xmlns='http://www.w3.org/2000/svg'/></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b" " * 200_000 + b"</svg>",
        png(3_000, 10),
        png(10, 10, rows=5_000),
        png(80, 20)[:-6],
        png(80, 20).replace(b"IDAT", b"IDAX"),
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 400_000,
    ],
)
def test_a_picture_that_is_none_or_too_large_is_refused(content: bytes) -> None:
    with pytest.raises(LogoInvalid):
        logo_of(content)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"primary": "#8fb7d6"}, "contrast with #f1f5f7 is"),
        ({"accent": "#ffcc00"}, "Take a darker one"),
        ({"primary": "red"}, "written like #0d3b52"),
        ({"font": "Comic Sans"}, "There are Libertinus Serif, Noto Sans"),
        ({"language": "tlh"}, "not printed in 'tlh'"),
        ({"letters": {"xx": "Dear"}}, "not printed in 'xx'"),
        ({"letters": {"de": "x" * 5_000}}, "at most 4000"),
        ({"address": ("x",) * 7}, "at most 6 fit"),
        ({"footer": ("x" * 200,)}, "at most 120"),
        ({"footer": ("x",) * 4}, "at most 3 fit"),
        ({"name": "A\u202eB"}, "printable"),
        ({"sections": frozenset(Section)}, "internal"),
        ({"sections": frozenset({Section.TERMS})}, "without its lines"),
    ],
)
def test_what_cannot_be_read_or_printed_is_refused_with_what_to_do(
    given: dict[str, object], said: str
) -> None:
    with pytest.raises(BrandInvalid, match=said):
        check_brand(branded(**given), fonts=families_of(FONTS))


def test_the_neutral_brand_passes_its_own_checks() -> None:
    check_brand(NEUTRAL, fonts=families_of(FONTS))


def test_contrast_is_that_of_the_published_formula() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_the_families_of_the_shipped_fonts_are_told_by_their_names() -> None:
    assert families_of(FONTS) == ("Libertinus Serif", "Noto Sans", "Noto Sans Arabic", "Noto Sans JP")


def test_a_brand_speaks_instead_of_the_seller_and_only_where_it_says_something() -> None:
    brand = branded(
        name="Acme", footer=("Acme AB · Org. 55", "IBAN SE00"), letters={"de": "Guten Tag,\n\nanbei."}
    )
    content = samples.content(samples.of_lines(1), look=Look(speech_of("de"), brand))
    assert content.seller.name == "Acme"
    assert content.seller.address == samples.RELEASE.seller.address
    assert content.seller.footer == ("Acme AB · Org. 55", "IBAN SE00")
    assert content.introduction == ("Guten Tag,", "anbei.")
    english = samples.content(samples.of_lines(1), look=Look(speech_of("en"), brand))
    assert english.introduction[0].startswith("Thank you")


def test_a_serif_font_can_be_had_and_one_that_went_away_costs_no_quote() -> None:
    for font in ("Libertinus Serif", "Gone Sans"):
        look = Look(speech_of("en"), branded(font=font))
        assert is_archival(made(samples.content(samples.of_lines(1), look=look)))
