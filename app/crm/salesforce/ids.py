"""Record ids of Salesforce: 15 characters in which case matters, or 18 with a checksum over that case.

Source of the rule: Salesforce's own formula, three letters of checksum, one for each block of five.
"""

import re
from string import ascii_letters, ascii_uppercase, digits

_ID = re.compile(r"[0-9A-Za-z]{15}(?:[A-Z0-5]{3})?")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
_CAPITALS = {ord(sign): "1" if sign in ascii_uppercase else "0" for sign in ascii_letters + digits}
# A block's first place counts least.
_LETTER_OF = {f"{n:05b}"[::-1]: letter for n, letter in enumerate(_LETTERS)}

ORGANIZATION = "00D"
USER = "005"
OPPORTUNITY = "006"


def record_id(value: object, *, prefix: str = "") -> str | None:
    """The id in 18 characters, or None for anything that cannot be one of this kind."""
    if not isinstance(value, str) or not _ID.fullmatch(value) or not value.startswith(prefix):
        return None
    short = value[:15]
    places = short.translate(_CAPITALS)
    full = short + _LETTER_OF[places[:5]] + _LETTER_OF[places[5:10]] + _LETTER_OF[places[10:]]
    return full if full.startswith(value) else None
