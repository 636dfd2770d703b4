"""From which margin on a price is good, thin or low."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final


@dataclass(frozen=True, slots=True)
class MarginLight:
    """In percent of the net price: from ``green`` on it is green, from ``amber`` on amber, below that red."""

    green: Decimal = Decimal(25)
    amber: Decimal = Decimal(10)


USUAL_LIGHT: Final = MarginLight()
