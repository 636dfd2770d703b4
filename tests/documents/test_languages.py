"""Six languages: each says everything, and its figures are those of its readers."""

import re
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.amounts import Money
from app.documents import LANGUAGES, Look, figures, speech_of
from app.documents.fonts import coverage_of
from app.documents.printable import ALIKE
from tests.documents import samples

# 1,234.50 and the day, in the digits of Egypt.
EASTERN = (
    "\u0661\u066c\u0662\u0663\u0664\u066b\u0665\u0660",
    "\u0669 مارس \u0662\u0660\u0662\u0666",
)
FONTS = Path(__file__).parents[2] / "static" / "vendor" / "fonts"


def _texts(language: str) -> dict[str, tuple[str, ...]]:
    words = LANGUAGES[language]
    found = {one.name: getattr(words, one.name) for one in fields(words)}
    return {name: (said,) if isinstance(said, str) else said for name, said in found.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_blanks(language: str) -> None:
    english, other = _texts("en"), _texts(language)
    for name, said in other.items():
        assert all(said), name
        assert len(said) == len(english[name]), name
        blanks = [sorted(re.findall(r"\{\w+\}", one)) for one in (*english[name], *said)]
        assert blanks[: len(said)] == blanks[len(said) :], name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_borrows_sentences_of_english(language: str) -> None:
    if language != "en":
        same = [
            name
            for name, said in _texts(language).items()
            if said == _texts("en")[name] and said[0].count(" ") > 1
        ]
        assert same == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_fonts_show_every_word_and_figure_of_every_language(language: str) -> None:
    content = samples.content(samples.of_lines(12), look=Look(speech_of(language)))
    used = set(repr(content)) | set("".join(one for said in _texts(language).values() for one in said))
    assert {one for one in used if ord(one) not in coverage_of(FONTS) and ord(one) not in ALIKE} <= {"\n"}


@pytest.mark.parametrize(
    ("asked", "language", "tag", "direction"),
    [
        ("de", "de", "de", "ltr"),
        ("de-CH", "de", "de-CH", "ltr"),
        ("en_GB", "en", "en-GB", "ltr"),
        ("AR", "ar", "ar", "rtl"),
        ("ja-JP", "ja", "ja-JP", "ltr"),
        ("de-XX", "de", "de", "ltr"),
        ("tlh", "en", "en", "ltr"),
        ("", "en", "en", "ltr"),
        ("../../etc", "en", "en", "ltr"),
    ],
)
def test_a_language_is_found_with_its_region_or_it_is_english(
    asked: str, language: str, tag: str, direction: str
) -> None:
    speech = speech_of(asked)
    assert (speech.language, speech.tag, speech.direction) == (language, tag, direction)


@pytest.mark.parametrize(
    ("locale", "amount", "day"),
    [
        ("en", "EUR\u00a01,234.50", "March 9, 2026"),
        ("en_GB", "EUR\u00a01,234.50", "9 March 2026"),
        ("de", "1.234,50\u00a0EUR", "9. März 2026"),
        ("de_CH", "EUR\u00a01’234.50", "9. März 2026"),
        ("fr", "1\u202f234,50\u00a0EUR", "9 mars 2026"),
        ("es", "1.234,50\u00a0EUR", "9 de marzo de 2026"),
        ("ja", "EUR\u00a01,234.50", "2026年3月9日"),
        ("ar", "1,234.50\u00a0EUR", "9 مارس 2026"),
        (
            "ar_EG",
            "\u0661\u066c\u0662\u0663\u0664\u066b\u0665\u0660\u00a0EUR",
            "\u0669 مارس \u0662\u0660\u0662\u0666",
        ),
    ],
)
def test_amounts_and_days_are_written_as_in_the_country(locale: str, amount: str, day: str) -> None:
    assert figures.amount_with_currency(Money.of("1234.50", "EUR"), locale) == amount
    assert figures.day(date(2026, 3, 9), locale) == day


def test_the_number_of_a_line_has_no_separators_and_steps_keep_their_decimals() -> None:
    assert figures.ordinal(1234, "de") == "1234"
    assert figures.step(Money(Decimal("-0.0025"), "EUR"), "en") == "-0.0025"
    assert figures.step(Money(Decimal("12.5"), "EUR"), "en") == "12.50"
