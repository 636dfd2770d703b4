"""Figures as people type them: quantities, and discounts as ``5``, ``5 %``, ``1,000 EUR`` or ``=9,500``."""

import re
from collections.abc import Mapping
from typing import Final

_WHOLE: Final = re.compile(r"[0-9]{1,9}")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_DECIMAL_COMMA: Final = re.compile(r"[0-9]+,[0-9]{1,2}")
_SPACES: Final = re.compile(r"[\s\u00a0\u202f]+")
_CURRENCY: Final = re.compile(r"^[A-Za-z]{3}(?=[0-9])|(?<=[0-9.])[A-Za-z]{3}$")
_NOTHING: Final = re.compile(r"0*([.,]0*)?")


def whole_of(text: str) -> object:
    """The number, or the text itself where it is none: a verb refuses it."""
    plain = _SPACES.sub("", text)
    plain = plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain
    return int(plain) if _WHOLE.fullmatch(plain) else text.strip()


def figure_of(text: str, *, kind: str = "") -> Mapping[str, str] | None:
    """``{"percent": "5"}``, ``{"amount": "1000"}`` or ``{"target": "9500"}``; None for nothing taken off.

    ``kind`` says which of them a bare number is; without it that is a percentage.
    """
    plain = _SPACES.sub("", text).removeprefix("-").removeprefix("−")
    if plain.startswith("=") or plain.endswith("each"):
        return {"target": _number(_CURRENCY.sub("", plain.removeprefix("=").removesuffix("each")))}
    percent = plain.removesuffix("%")
    bare = _CURRENCY.sub("", percent)
    if _NOTHING.fullmatch(bare):
        return None
    if percent != plain:
        return {"percent": _number(percent)}
    return {"amount" if bare != percent else kind or "percent": _number(bare)}


def number_of(text: str) -> str:
    """Without spaces, separators, a sign of percent or a currency."""
    return _number(_CURRENCY.sub("", _SPACES.sub("", text).removesuffix("%")))


def _number(text: str) -> str:
    """With a decimal point and no separators; as it is where it cannot be a number."""
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    return text.replace(",", ".") if _DECIMAL_COMMA.fullmatch(text) else text
