"""Record ids of Salesforce: 15 characters in which case matters, or 18 with a checksum over that case.

Source of the rule: Salesforce's own formula, three letters of checksum, one for each block of five.
"""

import re

_ID = re.compile(r"[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"

ORGANIZATION = "00D"
USER = "005"
OPPORTUNITY = "006"


def record_id(value: object, *, prefix: str = "") -> str | None:
    """The id in 18 characters, or None for anything that cannot be one of this kind."""
    if not isinstance(value, str) or not _ID.fullmatch(value) or not value.startswith(prefix):
        return None
    full = value[:15] + _checksum(value[:15])
    return full if full.startswith(value) else None


def _checksum(short: str) -> str:
    return "".join(_letter(short[start : start + 5]) for start in (0, 5, 10))


def _letter(block: str) -> str:
    return _LETTERS[sum(1 << place for place, character in enumerate(block) if "A" <= character <= "Z")]
