"""Record ids: 15 characters that mind their case, or 18 with three that check it."""

import re
import string

_SHAPE = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
MOST_ORGS = len(_DIGITS)


def to_18(id15: str) -> str:
    """Each block of five gives five bits, set where a capital stands; five bits name one of 32 signs."""
    blocks = (id15[start : start + 5] for start in (0, 5, 10))
    marks = (sum(1 << place for place, sign in enumerate(block) if "A" <= sign <= "Z") for block in blocks)
    return id15 + "".join(_CHECK[mark] for mark in marks)


def normalised(text: object) -> str | None:
    """The 18-character form, or None when the text is no id (wrong length, sign or checksum)."""
    if not isinstance(text, str) or not _SHAPE.fullmatch(text):
        return None
    full = to_18(text[:15])
    return full if len(text) == 15 or text == full else None


def _pod(org: int) -> str:
    """What stands behind the prefix: no two orgs from 1 to 62 have it in common."""
    return f"Q{_DIGITS[(_DIGITS.index('w') + org - 1) % MOST_ORGS]}0"


def numbered(prefix: str, number: int, *, org: int = 1) -> str:
    """The id of the n-th record of an object; the same number gives the same id after each reset."""
    digits = ""
    for _ in range(9):
        number, rest = divmod(number, 62)
        digits = _DIGITS[rest] + digits
    return to_18(prefix + _pod(org) + digits)
