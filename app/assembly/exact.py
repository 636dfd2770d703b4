"""Products that no arithmetic context rounds."""

from decimal import Context, Decimal, Inexact
from typing import Final

_EXACT: Final = Context(prec=300, traps=[Inexact])


def times(*factors: Decimal | int) -> Decimal:
    product = Decimal(1)
    for factor in factors:
        product = _EXACT.multiply(product, Decimal(factor))
    return product
