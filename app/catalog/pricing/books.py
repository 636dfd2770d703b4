"""Price books: other list prices for a currency, a region, a class of customers, a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from app.catalog.period import ALWAYS, Period


@dataclass(frozen=True, slots=True)
class PriceBook:
    """List prices in one currency, by product and then by what is priced: ``""`` the product itself,
    ``length`` a number (each) or a yes, ``band=n78`` an option.

    Of all books that hold for a quote the one with most conditions counts, item by item; what no book has
    costs what the product says. Two that hold at once with equally many and share an item are refused.
    """

    key: str
    name: str
    currency: str
    prices: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    period: Period = ALWAYS
    owner: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def rank(self) -> int:
        """How many conditions it has."""
        return sum((bool(self.regions), bool(self.tiers), self.period != ALWAYS))

    def holds(self, *, currency: str, region: str, tier: str) -> bool:
        """For a quote of any day."""
        return (
            self.currency == currency
            and (not self.regions or region in self.regions)
            and (not self.tiers or tier in self.tiers)
        )

    def meets(self, other: "PriceBook") -> bool:
        """Whether some quote would find both, with equal rank and a price for the same thing."""
        if self.currency != other.currency or self.rank != other.rank:
            return False
        if self.period.within(other.period).empty:
            return False
        apart = (self.regions, other.regions), (self.tiers, other.tiers)
        if any(one and two and not one & two for one, two in apart):
            return False
        return any(set(items) & set(other.prices.get(product, ())) for product, items in self.prices.items())


def option_item(attribute: str, option: str) -> str:
    """What an option is called in a book."""
    return f"{attribute}={option}"
