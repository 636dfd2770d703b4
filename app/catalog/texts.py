"""Sentences of a catalog in the language of whoever reads them."""

from collections.abc import Mapping


def said(text: str, texts: Mapping[str, str], *, language: str) -> str:
    """The sentence in ``language`` (``de-AT``), else in the same without its country, else ``text``."""
    spoken = language.partition("-")[0]
    return texts.get(language) or texts.get(spoken) or text


def language_of(texts: Mapping[str, str], *, language: str) -> str:
    """The one of ``texts`` that ``said`` takes; empty for none of them."""
    return next((one for one in (language, language.partition("-")[0]) if texts.get(one)), "")
