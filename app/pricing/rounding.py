"""Rounding as the catalog says for the currency."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation
from typing import Final

from app.catalog.pricing import Rounding
from app.catalog.pricing.rounding import RoundingMode
from app.pricing.exact import EXACT, ONE
from app.pricing.terms import PriceOutOfRange

MODES: Final[dict[RoundingMode, str]] = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN}


def nearest(amount: Decimal, rounding: Rounding, minor: Decimal) -> Decimal:
    """The multiple of ``to`` (else of the minor unit) that is nearest. Raises PriceOutOfRange."""
    return _multiple(amount, rounding.to or minor, minor, mode=MODES[rounding.mode])


def at_least(amount: Decimal, rounding: Rounding, minor: Decimal) -> Decimal:
    """The smallest multiple that is not below. Raises PriceOutOfRange."""
    return _multiple(amount, rounding.to or minor, minor, mode=ROUND_UP)


def _multiple(amount: Decimal, unit: Decimal, minor: Decimal, *, mode: str) -> Decimal:
    try:
        if unit == minor:
            return amount.quantize(minor, mode, EXACT)
        count = EXACT.divide(amount, unit).quantize(ONE, mode, EXACT)
        return EXACT.multiply(count, unit).quantize(minor.min(unit), context=EXACT)
    except InvalidOperation:
        raise PriceOutOfRange("The price is too large. Check quantities and prices.") from None
