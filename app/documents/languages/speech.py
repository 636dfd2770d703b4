"""A language with its region: the words of the one, the figures of both."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from babel import Locale, UnknownLocaleError

from app.documents.languages.arabic import ARABIC
from app.documents.languages.english import ENGLISH
from app.documents.languages.french import FRENCH
from app.documents.languages.german import GERMAN
from app.documents.languages.japanese import JAPANESE
from app.documents.languages.spanish import SPANISH
from app.documents.languages.words import Words

LANGUAGES: Mapping[str, Words] = MappingProxyType(
    {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "ja": JAPANESE, "ar": ARABIC}
)

_TAG = re.compile(r"([A-Za-z]{2})(?:[-_]([A-Za-z]{2}|[0-9]{3}))?")


@dataclass(frozen=True, slots=True)
class Speech:
    """``language`` as ``de``; ``tag`` with the region that figures follow (``de-CH``), ``locale`` the same as
    babel writes it.
    """

    language: str
    tag: str
    locale: str
    words: Words
    direction: Literal["ltr", "rtl"]


def speech_of(language: str) -> Speech:
    """The language that a document in ``language`` is printed in: words and figures always agree."""
    found = _TAG.fullmatch(language.strip())
    spoken, region = (found[1].lower(), (found[2] or "").upper()) if found else ("en", "")
    if spoken not in LANGUAGES:
        spoken, region = "en", ""
    try:
        locale = Locale(spoken, territory=region or None)
    except UnknownLocaleError:
        locale, region = Locale(spoken), ""
    return Speech(
        language=spoken,
        tag=f"{spoken}-{region}" if region else spoken,
        locale=str(locale),
        words=LANGUAGES[spoken],
        direction="rtl" if locale.text_direction == "rtl" else "ltr",
    )
