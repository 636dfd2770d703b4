"""LIKE as SOQL means it, for use inside SQLite."""

import re
from functools import lru_cache


@lru_cache(maxsize=256)
def _pattern(like: str) -> re.Pattern[str]:
    signs = re.findall(r"\\.|.", like, flags=re.DOTALL)
    wild = {"%": ".*", "_": "."}
    return re.compile(
        "".join(wild.get(s, re.escape(s.removeprefix("\\"))) for s in signs), re.IGNORECASE | re.DOTALL
    )


def soql_like(text: str | None, like: str) -> int:
    """% is any text, _ any sign, a backslash takes their meaning away; case is ignored."""
    return int(text is not None and _pattern(like).fullmatch(text) is not None)
