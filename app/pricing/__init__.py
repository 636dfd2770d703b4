"""Pricing: what a configured line costs, and the waterfall that shows why.

Holds no approval rules and no currency conversion; a price exists only in a currency of the price book.
"""

from app.pricing.discount import Discount, DiscountInvalid
from app.pricing.known_costs import KnownCosts, KnownMargins, Made, Unknown
from app.pricing.light import Light, MarginShare, margin_share
from app.pricing.margin import Deal, best_margin, margin
from app.pricing.price import PriceMissing, Terms, price_line
from app.pricing.waterfall import LinePrice, Step
from app.pricing.weights import price_weights

__all__ = [
    "Deal",
    "Discount",
    "DiscountInvalid",
    "KnownCosts",
    "KnownMargins",
    "Light",
    "LinePrice",
    "Made",
    "MarginShare",
    "PriceMissing",
    "Step",
    "Terms",
    "Unknown",
    "best_margin",
    "margin",
    "margin_share",
    "price_line",
    "price_weights",
]
