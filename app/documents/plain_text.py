"""Text of others made fit for one line of print: nothing hidden, nothing that turns the line around."""

import re
import unicodedata

UNSHOWABLE = "\ufffd"
"""What stands for a character that must not, or cannot, be shown."""

_JOINERS = "\u200c\u200d"  # Persian and Indic words are misspelt without them
_INVISIBLE = frozenset("\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u2060\ufeff")
_SPACES = re.compile(r"\s+")


def plain(text: str, *, limit: int) -> str:
    """In one line, of at most ``limit`` characters.

    Controls, overrides of the writing direction, lone surrogates and private or unassigned code points become
    U+FFFD: they may hide or reorder what a customer signs. Spaces collapse; invisible characters go.
    """
    spaced = _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()
    shown = "".join(_shown(character) for character in spaced)
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip() + "…"


def _shown(character: str) -> str:
    if character in _INVISIBLE:
        return ""
    if character not in _JOINERS and unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return UNSHOWABLE
    return character


def summary(description: str, *, limit: int) -> str:
    """The first choices of a description (``Band: n78; Sectors: 3``) that fit; the rest is technical data."""
    text = plain(description, limit=len(description) + 1)
    if len(text) <= limit:
        return text
    cut = text.rfind("; ", 0, limit)
    return text[: cut if cut > 0 else limit].rstrip() + "\u00a0…"
