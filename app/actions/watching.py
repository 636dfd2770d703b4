"""How whoever waits for a long examination follows it, and ends it."""

from collections.abc import Callable
from typing import TypeAlias

Watch: TypeAlias = Callable[[str, str, int, int], None]
"""``(product, stage, done, total)``, told now and then. It may raise OutOfTime."""


class OutOfTime(Exception):
    """Raised by a ``Watch``: what is being looked at is left, and said to be."""
