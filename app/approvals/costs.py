"""What the lines of a quote cost to make, for the rules that ask for it."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from app.quoting import Line

Costs: TypeAlias = Callable[[Line], Decimal | None]
"""Of all units of a line, in the currency of its quote; None where that is not known."""


def unknown(line: Line) -> Decimal | None:
    """Of no line."""
    return None
