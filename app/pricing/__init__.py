"""Pricing: what a configured line costs, and the waterfall that shows why.

Holds no approval rules and no currency conversion; a price exists only in a currency of the price book.
"""

from app.pricing.allowances import (
    DiscountAboveLimit,
    allowance_of,
    check_allowed,
    header_allowance,
    limits_of,
    taken_off,
)
from app.pricing.discount import Discount, DiscountInvalid, Off, TargetAmount, TargetPrice
from app.pricing.exact import per_unit, written
from app.pricing.goal import Sought, seek_total
from app.pricing.known_costs import KnownCosts, KnownMargins, Made, Unknown
from app.pricing.light import Light, MarginShare, margin_share
from app.pricing.listed import list_price
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
from app.pricing.waterfall import ByHand, LinePrice, Step, StepKind, Waterfall, by_hand, summed
from app.pricing.weights import price_weights

__all__ = [
    "Alone",
    "ByHand",
    "CostMissing",
    "Deal",
    "Discount",
    "DiscountAboveLimit",
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
    "Sought",
    "Step",
    "StepKind",
    "TargetAmount",
    "TargetPrice",
    "Terms",
    "Unknown",
    "Waterfall",
    "allowance_of",
    "best_margin",
    "by_hand",
    "check_allowed",
    "header_allowance",
    "in_units",
    "limits_of",
    "list_price",
    "margin",
    "margin_share",
    "per_unit",
    "price_line",
    "price_quote",
    "price_weights",
    "seek_total",
    "summed",
    "taken_off",
    "written",
]
