"""Pricing: what a configured line costs, and the waterfall that shows why.

Holds no approval rules and no currency conversion; a price exists only in a currency of the price book.
"""

from app.pricing.discount import Discount, DiscountInvalid, Off, TargetPrice
from app.pricing.exact import per_unit, written
from app.pricing.known_costs import KnownCosts, KnownMargins, Made, Unknown
from app.pricing.light import Light, MarginShare, margin_share
from app.pricing.margin import Deal, best_margin, margin
from app.pricing.price import price_line, price_quote
from app.pricing.terms import (
    Alone,
    CostMissing,
    Ordered,
    PriceMissing,
    PriceOutOfRange,
    PriceUndefined,
    Terms,
)
from app.pricing.units import in_units
from app.pricing.waterfall import LinePrice, Step, StepKind, Waterfall, summed
from app.pricing.weights import price_weights

__all__ = [
    "Alone",
    "CostMissing",
    "Deal",
    "Discount",
    "DiscountInvalid",
    "KnownCosts",
    "KnownMargins",
    "Light",
    "LinePrice",
    "Made",
    "MarginShare",
    "Off",
    "Ordered",
    "PriceMissing",
    "PriceOutOfRange",
    "PriceUndefined",
    "Step",
    "StepKind",
    "TargetPrice",
    "Terms",
    "Unknown",
    "Waterfall",
    "best_margin",
    "in_units",
    "margin",
    "margin_share",
    "per_unit",
    "price_line",
    "price_quote",
    "price_weights",
    "summed",
    "written",
]
