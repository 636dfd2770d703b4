"""Prices of lines, made by changing others."""

from typing import Any

from app.pricing import LinePrice


def price_with(price: LinePrice, **changes: Any) -> LinePrice:
    """The same, but for what is named: ``quantity, listed, net, steps, recurs, cycles``."""
    kept: dict[str, Any] = {
        "quantity": price.quantity,
        "listed": price.listed,
        "net": price.net,
        "steps": price.steps,
        "recurs": price.recurs,
        "cycles": price.cycles,
    }
    return LinePrice(**{**kept, **changes})
