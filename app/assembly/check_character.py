"""The check character of ISO/IEC 7064, hybrid system MOD 37,36: over digits and letters, one more of them.

It finds every single wrong character and nearly every two neighbours that changed places.
Source: ISO/IEC 7064:2003, clause 9 (the method that GRid and ISAN use).
"""

from typing import Final

from app.errors import Refused

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS: Final = len(ALPHABET)


class NumberInvalid(Refused):
    code = "item_number_invalid"


def check_character(text: str) -> str:
    """Of the digits and capital letters of ``text``; whatever else stands between them does not count."""
    return ALPHABET[(1 - _carried(text)) % _MODULUS]


def check_number(number: str) -> None:
    """Raises NumberInvalid for an item number that was misread or mistyped."""
    characters = _counted(number)
    if len(characters) < 2 or check_character("".join(characters[:-1])) != characters[-1]:
        raise NumberInvalid("This is no item number: its check character does not fit. Compare it again.")


def _carried(text: str) -> int:
    carried = _MODULUS
    for character in _counted(text):
        carried = (carried + ALPHABET.index(character)) % _MODULUS or _MODULUS
        carried = carried * 2 % (_MODULUS + 1)
    return carried


def _counted(text: str) -> list[str]:
    return [character for character in text if character in ALPHABET]
