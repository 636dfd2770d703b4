"""How much the tests try: a share of it each time, all of it where ``QUOTEWRIGHT_TEST_THOROUGH`` is set.

A law draws other examples in every run, so that many runs come to what one thorough run tries.
"""

import os
from typing import Final

THOROUGH: Final = bool(os.environ.get("QUOTEWRIGHT_TEST_THOROUGH"))

_SHARE = 5
_FEWEST = 6


def tried(most: int) -> int:
    """Of a law: a fifth of them unless the run is thorough, but hardly ever fewer than six."""
    return most if THOROUGH else min(most, max(most // _SHARE, _FEWEST))
