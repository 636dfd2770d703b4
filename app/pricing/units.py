"""A line for those who compute quantity times unit price: as rows that add up to it exactly."""

from app.amounts import Money, minor_unit
from app.pricing.waterfall import LinePrice


def in_units(price: LinePrice) -> tuple[tuple[int, Money], ...]:
    """Quantities with their unit prices: one row, or two whose unit prices are a minor unit apart."""
    currency = price.net.currency
    minor = minor_unit(currency)
    each, dearer = divmod(int(price.net.amount / minor), price.quantity)
    unit = Money(each * minor, currency)
    if not dearer:
        return ((price.quantity, unit),)
    return ((price.quantity - dearer, unit), (dearer, Money((each + 1) * minor, currency)))
