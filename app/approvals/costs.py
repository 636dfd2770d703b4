"""What the lines of a quote cost to make, for the rules that ask for it."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

from app.catalog import Release
from app.pricing.amounts import Amounts
from app.pricing.exact import EXACT
from app.pricing.kept_costs import known_cost
from app.quoting import Line, Quote
from app.quoting.priced import terms_of

Costs: TypeAlias = Callable[[Line], Decimal | None]
"""Of all units of a line, in the currency of its quote; None where that is not known."""


def costs_of(quote: Quote, release: Release) -> Costs:
    """Worked out when a rule asks, and kept. ``release`` as it is on the quote's day."""
    terms = terms_of(quote, release)
    source = Amounts.under(terms)

    def found(line: Line) -> Decimal | None:
        product = release.product(line.product)
        each = known_cost(product, line.values, terms, source=source, lot=line.quantity)
        return None if each is None else EXACT.multiply(each, Decimal(line.quantity))

    return found
