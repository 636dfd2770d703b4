"""Texts of a CRM as catalogs take them."""

import re
from typing import Final

_BREAKING: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean(text: str, longest: int) -> str:
    """On one line, without control characters and marks that turn the direction of what follows."""
    return " ".join(_BREAKING.sub(" ", text).split())[:longest].strip()
