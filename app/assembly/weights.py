"""What values add to the cost of making one unit, for the engine to weigh it against other things."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from app.assembly.costs import costs
from app.assembly.reading import AssemblyInvalid
from app.assembly.terms import Bundle, Term, bundles
from app.catalog.product import Product, Value
from app.configuration import Left, Weights, added_up

# Each combination is made and costed: about a second for all of them.
MOST_COMBINATIONS: Final = 20_000
_MOST_TOGETHER: Final = 5_000

# Dearer than anything that can be made.
_NEVER: Final = Decimal(10) ** 15
# Work is rounded to the millionth on each line, half of it here and half of it where several become one.
_ROUNDED: Final = Decimal("0.000001")
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class CostWeights:
    """``weights`` add up to the cost of one unit; where they are not ``exact``, to no more than it.

    ``whole``: they speak of every attribute that the cost depends on.
    """

    weights: Weights
    exact: bool
    whole: bool


def cost_weights(product: Product, currency: str, *, lot: int, left: Left) -> CostWeights:
    """For a product whose costs are known (see ``without_cost``), over the values that are ``left``.

    What cannot be made costs more than anything. What reads too much is left out; of rows that may share
    their work, the setting up is.
    """
    if product.assembly is None:
        return CostWeights({}, exact=True, whole=True)
    wanted: list[Term] = []
    exact = True
    for bundle in bundles(product, product.assembly.root):
        together = _together(bundle, left)
        wanted += bundle.leaves if together is None else (together,)
        exact = exact and together is not None
    kept = roomy(wanted, left)
    weights: list[Weights] = [{term.keys: partial(_cost, term, currency, lot)} for term in kept]
    whole = len(kept) == len(wanted)
    return CostWeights(added_up(weights, left), exact=exact and whole, whole=whole)


def _together(bundle: Bundle, left: Left) -> Term | None:
    """All of it as one, if that can be looked at."""
    size = None if bundle.whole is None else bundle.whole.size(left)
    return bundle.whole if not bundle.leaves or (size is not None and size <= _MOST_TOGETHER) else None


def roomy(terms: Iterable[Term], left: Left) -> Sequence[Term]:
    """As many of them as can be looked at in the time there is, the smallest first."""
    kept, total = [], 0
    for size, term in sorted(((term.size(left), term) for term in terms), key=_by_size):
        total += MOST_COMBINATIONS + 1 if size is None else size
        if total > MOST_COMBINATIONS:
            break
        kept.append(term)
    return kept


def _by_size(sized: tuple[int | None, Term]) -> int:
    return MOST_COMBINATIONS + 1 if sized[0] is None else sized[0]


def _cost(term: Term, currency: str, lot: int, values: Sequence[Value | None]) -> Decimal:
    try:
        item, lines = term.made(values)
    except AssemblyInvalid:
        return _NEVER
    costed = costs(item, currency, lot=lot)
    rounded = lines * _ROUNDED if term.row and costed.work else _NOTHING
    return max((costed.material + costed.work).amount - rounded, _NOTHING)
