"""What values add to something that is to be least: prices, differences, days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from app.catalog.product import Value

Weights: TypeAlias = Mapping[tuple[str, ...], Callable[[Sequence[Value | None]], Decimal]]
"""For attributes that matter together, what their values add: ``{("radio", "radios"): price_of_so_many}``.

``None`` is an attribute that does not apply, or is not decided; a text that the catalog does not propose is
``""``. Attributes that a product does not have are passed over with those named beside them. A function of
numbers that have very many values says that it is ``Linear``; of any other the least is not proven.
"""


@dataclass(frozen=True, slots=True)
class Linear:
    """What rises by the same with each further step of a number, whatever the others are: a price a metre.

    ``apart``: values of the first attribute at which it may be anything, and to whose sides it is linear.
    """

    number: Callable[[Sequence[Value | None]], Decimal]
    apart: tuple[Value, ...] = ()

    def __call__(self, values: Sequence[Value | None]) -> Decimal:
        return self.number(values)


def cost_of(values: Mapping[str, Value], weights: Weights) -> Decimal:
    """Exact."""
    added = (number([values.get(key) for key in keys]) for keys, number in weights.items())
    return sum(added, Decimal())
