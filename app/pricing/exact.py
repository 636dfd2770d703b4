"""Exact arithmetic on raw amounts.

Sums and products are exact in 100 digits, which the compiler of a plan sees to. A quotient, which may have no
end, is cut at ``FINEST``, half even: eighteen digits below a cent.
"""

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from fractions import Fraction
from typing import Final

EXACT: Final = Context(prec=100, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
FINEST: Final = Decimal("1e-20")
ZERO: Final = Decimal(0)
ONE: Final = Decimal(1)
HUNDRED: Final = Decimal(100)


def share(percent: Decimal) -> Decimal:
    """12.5 % as 0.125."""
    return percent.scaleb(-2, context=EXACT)


def quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
    return EXACT.divide(dividend, divisor).quantize(FINEST, context=EXACT)


def per_unit(amount: Decimal, quantity: int) -> Decimal:
    return plain(quotient(amount, Decimal(quantity)))


def decimal_of(number: Fraction) -> Decimal:
    """Exactly, or cut as a quotient is."""
    return plain(quotient(Decimal(number.numerator), Decimal(number.denominator)))


def plain(number: Decimal) -> Decimal:
    """The same without zeros at its end: 12.50 is 12.5, and 100 stays 100."""
    short = number.normalize(EXACT)
    exponent = short.as_tuple().exponent
    return short.quantize(ONE, context=EXACT) if isinstance(exponent, int) and exponent > 0 else short


def written(number: Decimal | int) -> str:
    """As it is read: ``12.5``."""
    return str(number) if isinstance(number, int) else format(plain(number), "f")
