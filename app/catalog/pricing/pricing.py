"""How a release prices, as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.catalog.pricing.books import PriceBook
from app.catalog.pricing.light import USUAL_LIGHT, MarginLight
from app.catalog.pricing.rates import RateTable
from app.catalog.pricing.reductions import Header, Manual
from app.catalog.pricing.rounding import COMMERCIAL, Rounding
from app.catalog.pricing.step import CustomerTiers, ListPrice, OptionPrices, PriceStep, QuantityTiers


@dataclass(frozen=True, slots=True)
class Pricing:
    """``steps`` are taken in their order, each over all lines of a quote; rounding follows by itself.

    ``regions``: those that quotes can be for. ``rates``: tables by their day; the last one up to the day of
    the quote counts.
    """

    steps: tuple[PriceStep, ...]
    books: tuple[PriceBook, ...] = ()
    rounding: Mapping[str, Rounding] = field(default_factory=dict)
    rates: tuple[RateTable, ...] = ()
    regions: tuple[str, ...] = ()
    margin_light: MarginLight = USUAL_LIGHT

    @property
    def changes(self) -> tuple[date, ...]:
        """The days on which a step or a book comes or goes, or other rates begin to count."""
        periods = [step.reach.period for step in self.steps] + [book.period for book in self.books]
        days = {day for period in periods for day in period.changes} | {table.day for table in self.rates}
        return tuple(sorted(days))

    def rounded_by(self, currency: str) -> Rounding:
        return self.rounding.get(currency, COMMERCIAL)

    def rates_on(self, day: date | None) -> RateTable | None:
        """None before the first; without a day the last."""
        known = [one for one in self.rates if day is None or one.day <= day]
        return max(known, key=lambda one: one.day, default=None)

    def converts_to(self, currency: str) -> bool:
        """Whether some table has a rate for it."""
        return any(currency in one.rates for one in self.rates)


USUAL: Final = Pricing(
    steps=(
        PriceStep("list", "List price", ListPrice()),
        PriceStep("options", "Options", OptionPrices()),
        PriceStep("quantity", "Quantity tiers", QuantityTiers()),
        PriceStep("customer", "Customer tier", CustomerTiers()),
        PriceStep("manual", "Discount", Manual()),
        PriceStep("header", "Discount on the quote", Header()),
    )
)
"""Of a catalog that says nothing else."""
