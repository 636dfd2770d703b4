"""The part of an item number that no two contents share: 80 bits of a hash, in 16 characters.

Among a million different items the odds that any two share a fingerprint are 1 in 2,400,000,000,000; among
a thousand million, 1 in 2,400,000 (n² / 2⁸¹, the birthday bound). docs/adr/0013-assembly.md says why a hash.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, Inexact
from typing import Final, TypeAlias

# Raised whenever the canonical form itself changes: equal numbers then never mean different things.
_FORM: Final = "quotewright-item-1"
_BITS: Final = 80
_BITS_A_CHARACTER: Final = 5
# Crockford's base 32: digits and letters without I, L, O and U, which are misread.
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_EXACT: Final = Context(prec=1_000, traps=[Inexact])

Content: TypeAlias = str | bool | int | Decimal | Sequence["Content"] | Mapping[str, "Content"] | None


def fingerprint(content: Content) -> str:
    """Equal for equal contents. True is not 1, 1 is not "1", 2.50 is 2.5; order counts in a sequence."""
    text = json.dumps([_FORM, _plain(content)], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[: _BITS // 8], "big")
    shifts = range(_BITS - _BITS_A_CHARACTER, -1, -_BITS_A_CHARACTER)
    return "".join(_ALPHABET[number >> shift & len(_ALPHABET) - 1] for shift in shifts)


def _plain(content: Content) -> object:
    if isinstance(content, Decimal):
        return {"decimal": f"{content.normalize(_EXACT):f}"}
    if isinstance(content, Mapping):
        return {"mapping": {key: _plain(member) for key, member in content.items()}}
    if isinstance(content, str | bool | int) or content is None:
        return content
    return [_plain(member) for member in content]
