"""Rates for currencies that a catalog has no prices in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from app.errors import Refused


class RateMissing(Refused):
    code: ClassVar[str] = "rate_missing"


@dataclass(frozen=True, slots=True)
class RateTable:
    """``rates``: how much of a currency one unit of ``base`` is, from ``day`` on, exactly as published.

    A quote keeps the table of its day, because it keeps its release.
    """

    base: str
    day: date
    rates: Mapping[str, Decimal]
    origin: str = ""

    def rate(self, currency: str) -> Decimal:
        """Raises RateMissing."""
        found = self.rates.get(currency)
        if found is None:
            raise RateMissing(
                f"The rates of {self.day.isoformat()} have none from {self.base} to {currency}. "
                "Ask the catalog's owner to add it."
            )
        return found
