"""Whose document it is, and how it looks: checked, so that what a connection is given can be printed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

from app.documents.languages import LANGUAGES
from app.documents.logo import Logo
from app.documents.plain_text import UNSHOWABLE, plain
from app.documents.sections import PUBLIC, Section, Sections
from app.errors import Refused

WASH: Final = "#f1f5f7"
"""The tint under facts and totals; the primary colour carries text on it and white text the other way."""

WHITE: Final = "#ffffff"
CONTRAST: Final = 4.5
TEXT_LIMIT: Final = 120
LINE_LIMIT: Final = 6
FOOTER_LIMIT: Final = 3
LETTER_LIMIT: Final = 4_000
_COLOUR = re.compile(r"#[0-9a-f]{6}")


class BrandInvalid(Refused):
    code: ClassVar[str] = "brand_invalid"


@dataclass(frozen=True, slots=True)
class Brand:
    """What is empty comes from the seller of the catalog, and the logo and colours from our own neutral look.

    ``sections`` are those that its documents have; ``language`` the one that they are in where nobody asks
    for another, empty: the user's. ``letters`` take the place of the introduction, by language.
    """

    name: str = ""
    address: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    logo: Logo | None = None
    primary: str = "#0d3b52"
    accent: str = "#12847f"
    font: str = "Noto Sans"
    language: str = ""
    sections: Sections = PUBLIC
    letters: Mapping[str, str] = field(default_factory=dict)


NEUTRAL: Final = Brand()


def check_brand(brand: Brand, *, fonts: tuple[str, ...]) -> None:
    """``fonts`` are the families that can be had. Raises BrandInvalid, with what to do."""
    _check_texts(brand)
    for name, colour, ground in (
        ("primary", brand.primary, WASH),
        ("accent", brand.accent, WHITE),
    ):
        _check_colour(name, colour, ground)
    if brand.font not in fonts:
        raise BrandInvalid(f"There is no font {brand.font!r} here. There are {', '.join(fonts)}.")
    for language in (brand.language, *brand.letters):
        if language and language.partition("-")[0] not in LANGUAGES:
            raise BrandInvalid(f"Documents are not printed in {language!r}, but in {', '.join(LANGUAGES)}.")
    if Section.PRICES in brand.sections:
        raise BrandInvalid("The appendix of prices is internal. It is asked for each time, never by default.")
    if Section.LINES not in brand.sections:
        raise BrandInvalid("An offer without its lines is none. Leave the section lines on.")


def _check_texts(brand: Brand) -> None:
    for name, lines, most in (
        ("address", brand.address, LINE_LIMIT),
        ("contact", brand.contacts, LINE_LIMIT),
        ("footer", brand.footer, FOOTER_LIMIT),
    ):
        if len(lines) > most:
            raise BrandInvalid(f"The {name} has {len(lines)} lines, at most {most} fit.")
    for text in (brand.name, *brand.address, *brand.contacts, *brand.footer):
        if len(text) > TEXT_LIMIT or UNSHOWABLE in plain(text, limit=TEXT_LIMIT):
            raise BrandInvalid(
                f"A line of text has at most {TEXT_LIMIT} printable characters: {text[:40]!r}."
            )
    for text in brand.letters.values():
        if len(text) > LETTER_LIMIT:
            raise BrandInvalid(f"A cover letter has at most {LETTER_LIMIT} characters.")


def _check_colour(name: str, colour: str, ground: str) -> None:
    if not _COLOUR.fullmatch(colour):
        raise BrandInvalid(f"The {name} colour is written like #0d3b52, not {colour[:20]!r}.")
    ratio = contrast(colour, ground)
    if ratio < CONTRAST:
        raise BrandInvalid(
            f"The {name} colour {colour} carries text, but its contrast with {ground} is {ratio:.1f}:1, less "
            f"than {CONTRAST}:1. Take a darker one."
        )


def contrast(one: str, other: str) -> float:
    """The ratio of two ``#rrggbb`` colours, 1 to 21. Source: WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
