"""What values add to the list price of one unit, for the engine to find what costs least.

The percentages that follow on the waterfall keep the order of list prices within a line, and a fixed amount
and the rounding do too: what is cheapest by list is cheapest by net.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from app.catalog import Attribute, Product, Value
from app.configuration import Linear, Weights
from app.pricing.price import value_price


def price_weights(product: Product, currency: str) -> Weights:
    """By each attribute that has prices, together with the quantities that multiply it.

    Using them raises PriceMissing where the catalog has no price in that currency.
    """
    return {
        (attribute.key, *attribute.multiplied_by): Linear(_added(attribute, currency))
        for attribute in product.attributes
        if attribute.prices or any(option.prices for option in attribute.options)
    }


def _added(attribute: Attribute, currency: str) -> Callable[[Sequence[Value | None]], Decimal]:
    def added(values: Sequence[Value | None]) -> Decimal:
        value, *counts = values
        known: dict[str, Value] = dict(
            zip(attribute.multiplied_by, (count or 0 for count in counts), strict=True)
        )
        return Decimal() if value is None else value_price(attribute, value, known, currency=currency).amount

    return added
