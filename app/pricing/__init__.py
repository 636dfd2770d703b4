"""Pricing: what a configured line costs, and the waterfall that shows why.

Holds no approval rules and no currency conversion; a price exists only in a currency of the price book.
"""

from app.pricing.discount import Discount, DiscountInvalid
from app.pricing.margin import Deal, best_margin, margin
from app.pricing.price import PriceMissing, Terms, price_line
from app.pricing.waterfall import LinePrice, Step
from app.pricing.weights import price_weights

__all__ = [
    "Deal",
    "Discount",
    "DiscountInvalid",
    "LinePrice",
    "PriceMissing",
    "Step",
    "Terms",
    "best_margin",
    "margin",
    "price_line",
    "price_weights",
]
