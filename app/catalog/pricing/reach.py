"""Which lines a step of the price is for."""

from dataclasses import dataclass
from typing import Final

from app.catalog.period import ALWAYS, Period
from app.catalog.pricing.formula import Formula


@dataclass(frozen=True, slots=True)
class Reach:
    """All that is given has to be met; what is empty asks for nothing.

    ``products`` and ``families`` are one question: a line of either is reached. ``tiers`` are keys of
    customer tiers, ``accounts`` ids of customers in the CRM, ``codes`` promotion codes of which the
    quote has one.
    ``when`` is asked of each line.
    """

    products: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    currencies: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    period: Period = ALWAYS
    when: Formula | None = None

    def sells(self, product: str, family: str) -> bool:
        """Whether lines of the product can be reached."""
        if not self.products and not self.families:
            return True
        return product in self.products or family in self.families


EVERYWHERE: Final = Reach()
