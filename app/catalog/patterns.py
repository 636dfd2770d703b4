"""Regular expressions of a catalog, matched in time linear in the text: no pattern can make it hang.

The one file that knows the library. It reads RE2's syntax: no look-around, no back references.
"""

from functools import lru_cache
from typing import Final

import re2

MAX_LENGTH: Final = 400
_MEMORY: Final = 1 << 20


class PatternInvalid(ValueError):
    """What is wrong with a pattern, in words."""


def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches. Raises PatternInvalid."""
    return bool(_compiled(pattern).fullmatch(text))


def check_pattern(pattern: str) -> None:
    """Raises PatternInvalid."""
    _compiled(pattern)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> "re2._Regexp[str]":
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    if len(pattern) > MAX_LENGTH:
        raise PatternInvalid(f"has {len(pattern)} characters, at most {MAX_LENGTH} are read")
    try:
        return re2.compile(pattern, options=options)
    except re2.error as error:
        said = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        raise PatternInvalid(said) from None
