"""Amounts of a catalog in the currency of a quote: from price books, from the product, or converted."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.amounts import minor_unit
from app.catalog import Prices
from app.catalog.pricing import PriceBook, RateTable, Rounding
from app.pricing.exact import EXACT, written
from app.pricing.rounding import nearest
from app.pricing.terms import PriceMissing, Terms

LARGEST: Final = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Amounts:
    """``books``: those that hold for the quote, most conditions first. ``rates``: the table of its day."""

    currency: str
    books: tuple[PriceBook, ...]
    rates: RateTable | None
    rounding: Rounding

    @classmethod
    def under(cls, terms: Terms) -> "Amounts":
        pricing, tier = terms.pricing, terms.tier.key if terms.tier else ""
        books = [
            book
            for book in pricing.books
            if book.holds(currency=terms.currency, region=terms.region, tier=tier)
            and (terms.day is None or book.period.holds(terms.day))
        ]
        return cls(
            terms.currency,
            tuple(sorted(books, key=lambda book: -book.rank)),
            pricing.rates_on(terms.day),
            pricing.rounded_by(terms.currency),
        )

    def of(self, prices: Prices) -> Decimal:
        """Raises PriceMissing, RateMissing."""
        amount = prices.get(self.currency)
        return self.converted(prices) if amount is None else amount

    def booked(self, product: str, item: str, prices: Prices) -> tuple[Decimal, str]:
        """What an item costs, and where that is written. Raises PriceMissing, RateMissing."""
        for book in self.books:
            amount = book.prices.get(product, {}).get(item)
            if amount is not None:
                return amount, f"price book {book.name}"
        if self.currency in prices or self.rates is None:
            return self.of(prices), f"price book {self.currency}"
        base = self.rates.base
        rate = written(self.rates.rate(self.currency))
        return self.of(prices), f"price book {base}, 1 {base} = {rate} {self.currency} ({self.rates.day})"

    def has(self, product: str, item: str, prices: Prices) -> bool:
        """Whether the item has a price of its own, in whichever currency."""
        return bool(prices) or any(item in book.prices.get(product, ()) for book in self.books)

    def converted(self, prices: Prices) -> Decimal:
        base = None if self.rates is None else prices.get(self.rates.base)
        if self.rates is None or base is None:
            raise PriceMissing(
                f"The catalog has no price in {self.currency}. Ask the catalog's owner to add it."
            )
        exact = EXACT.multiply(base, self.rates.rate(self.currency))
        return nearest(exact, self.rounding, minor_unit(self.currency))


def amount_of(amounts: Amounts, prices: Mapping[str, Decimal]) -> Decimal | None:
    """None where nothing is written. Raises PriceMissing, RateMissing."""
    return amounts.of(prices) if prices else None
