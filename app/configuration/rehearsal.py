"""Likely first choices, made when a release is published: what they find out goes into its start, so that the
first click of a session costs no more than later ones.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final, TypeAlias

from app.catalog.product import Product, Value
from app.configuration.configurator import Configurator
from app.configuration.solver import Undecided
from app.configuration.values import Configuration

MOST_REHEARSED: Final = 300
# A choice is the dearer the more values there are to be proven after it.
_MOST_PROVEN: Final = 100_000

_Choice: TypeAlias = tuple[str, Value]


def rehearse(configurator: Configurator, product: Product, *, most: int = MOST_REHEARSED) -> None:
    """Single choices, at most so many: those of the first step, then some of every attribute that is open; of
    very large products few.
    """
    start = configurator.configure({})
    values = sum(len(domain.values) for domain in start.domains.values())
    for key, value in islice(_likely(product, start), min(most, _MOST_PROVEN // max(1, values))):
        try:
            configurator.configure({key: value})
        except Undecided:
            # Whoever makes this choice is told.
            continue


def _likely(product: Product, start: Configuration) -> Iterator[_Choice]:
    begins = [key for step in product.steps[:1] for key in step.attributes if key in start.open]
    later = [key for key in start.open if key not in begins]
    return chain(_in_turns(begins, start), _in_turns(later, start))


def _in_turns(keys: Sequence[str], start: Configuration) -> Iterator[_Choice]:
    """A value of each, then another of each, and so on; the ends of what is possible first."""
    values = {key: _ends_first(start.domains[key].values) for key in keys}
    for n in range(max(map(len, values.values()), default=0)):
        yield from ((key, values[key][n]) for key in keys if n < len(values[key]))


def _ends_first(values: tuple[Value, ...]) -> tuple[Value, ...]:
    return values if len(values) < 3 else (values[0], values[-1], *values[1:-1])
