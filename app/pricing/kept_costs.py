"""What a unit costs to make, kept for equal configurations: quotes repeat them, each change asks again."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from app.assembly import AssemblyInvalid, unit_cost
from app.catalog import Product, Value
from app.pricing.amounts import Amounts
from app.pricing.exact import EXACT
from app.pricing.terms import Terms

_MOST_KEPT: Final = 20_000
_kept: dict[object, tuple[Decimal | None]] = {}


def known_cost(
    product: Product, values: Mapping[str, Value], terms: Terms, *, source: Amounts, lot: int
) -> Decimal | None:
    """In the currency of the quote; None where the catalog does not know it."""
    if not terms.release:
        return _cost(product, values, source, lot=lot)
    # Values of one attribute are of one type, so that equal ones are the same.
    key = (terms.release, product.key, product.era, terms.currency, terms.day, lot, frozenset(values.items()))
    # Another thread may empty it at any moment: what was found counts, not what is there then.
    kept = _kept.get(key)
    if kept is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        kept = _kept[key] = (_cost(product, values, source, lot=lot),)
    return kept[0]


def _cost(product: Product, values: Mapping[str, Value], source: Amounts, *, lot: int) -> Decimal | None:
    try:
        found = unit_cost(product, values, source.currency, lot=lot)
        if found is not None:
            return found.amount
        rates = source.rates
        if rates is None or source.currency not in rates.rates:
            return None
        found = unit_cost(product, values, rates.base, lot=lot)
    except AssemblyInvalid:
        # The parts list says so in full.
        return None
    return None if found is None else EXACT.multiply(found.amount, rates.rate(source.currency))
