"""How a catalog prices: price books, the order of steps and their rules, rounding and rates, as values.

It does not hold how they are written down (``store/catalogs``) nor what a line costs (``pricing``).
"""

from app.catalog.pricing.books import PriceBook
from app.catalog.pricing.formula import Formula
from app.catalog.pricing.light import USUAL_LIGHT, MarginLight
from app.catalog.pricing.lines_on_quote import Chosen, Needed
from app.catalog.pricing.models import (
    Block,
    Contract,
    CostPlus,
    Floor,
    PercentOfTotal,
    PerUnit,
    PriceTier,
    Ramp,
    Slab,
    Subscription,
    Volume,
)
from app.catalog.pricing.pricing import USUAL, Pricing
from app.catalog.pricing.rates import RateMissing, RateTable
from app.catalog.pricing.reach import EVERYWHERE, Reach
from app.catalog.pricing.reductions import (
    Allowance,
    Bundle,
    FreeItems,
    Header,
    Manual,
    Promotion,
    Reason,
    Schedule,
    ScheduleTier,
)
from app.catalog.pricing.rounding import Rounding
from app.catalog.pricing.step import (
    CustomerTiers,
    ListPrice,
    OptionPrices,
    PriceRule,
    PriceStep,
    QuantityTiers,
)
from app.catalog.pricing.words import WORDS, Word

__all__ = [
    "EVERYWHERE",
    "USUAL",
    "USUAL_LIGHT",
    "WORDS",
    "Allowance",
    "Block",
    "Bundle",
    "Chosen",
    "Contract",
    "CostPlus",
    "CustomerTiers",
    "Floor",
    "Formula",
    "FreeItems",
    "Header",
    "ListPrice",
    "Manual",
    "MarginLight",
    "Needed",
    "OptionPrices",
    "PerUnit",
    "PercentOfTotal",
    "PriceBook",
    "PriceRule",
    "PriceStep",
    "PriceTier",
    "Pricing",
    "Promotion",
    "QuantityTiers",
    "Ramp",
    "RateMissing",
    "RateTable",
    "Reach",
    "Reason",
    "Rounding",
    "Schedule",
    "ScheduleTier",
    "Slab",
    "Subscription",
    "Volume",
    "Word",
]
