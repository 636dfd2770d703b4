"""How the prices of a currency are rounded."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

RoundingMode: TypeAlias = Literal["half_up", "half_even"]
Rounded: TypeAlias = Literal["unit", "line"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """``to``: multiples of this amount (``0.05``); None: of the currency's minor unit.

    ``of``: the unit price is rounded and the line is quantity times that, or the amount of the line is.
    """

    mode: RoundingMode = "half_up"
    to: Decimal | None = None
    of: Rounded = "unit"


COMMERCIAL: Final = Rounding()
