"""Text from a neighbour: hostile until escaped, but free of what would break a log or a database row."""

import unicodedata

# Control characters, lone halves of surrogate pairs, and marks that turn the direction of what follows.
_UNWANTED = frozenset({"Cc", "Cs"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str, *, limit: int) -> str:
    """The text on one line, without control characters, at most ``limit`` characters long."""
    if text.isascii() and text.isprintable():
        return text[:limit].strip()
    kept = (" " if _is_unwanted(character) else character for character in text[: limit * 4])
    return " ".join("".join(kept).split(" "))[:limit].strip()


def _is_unwanted(character: str) -> bool:
    return character in _TURNING or unicodedata.category(character) in _UNWANTED
