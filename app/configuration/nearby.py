"""The best that is found by going from one configuration to a better one near it.

For ends that are no sum which the solver could be given. A step decides one attribute otherwise and leaves
the rest as it is, as far as the rules allow. It ends where no step is better, or after a number of tries:
what it finds is good, and nothing is proven by it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final, TypeAlias

from app.catalog.attribute import same
from app.catalog.product import Value
from app.configuration.configurator import Configurator
from app.configuration.objective import Weights
from app.configuration.solver import Undecided
from app.configuration.values import Domain

MOST_TRIES: Final = 80
_MOST_VALUES: Final = 8

Values: TypeAlias = Mapping[str, Value]
Figure: TypeAlias = Callable[[Values], Decimal | None]
"""How good a configuration is; None for one that does not count."""


@dataclass(frozen=True, slots=True)
class Best:
    """A completion, and how much better another may be at most: 0 if none is; None where that is not known."""

    values: Values
    within: Decimal | None = None


def improved(
    engine: Configurator, choices: Values, start: Values, *, figure: Figure, keys: Iterable[str]
) -> Values:
    """``start`` or something better with the same ``choices``; ``keys`` are the attributes that count."""
    open_keys = [key for key in keys if key not in choices]
    domains = engine.configure(choices).domains
    best, best_figure = start, figure(start)
    tries, improving = 0, True
    while improving:
        improving = False
        for key in open_keys:
            for value in _spread(domains[key]):
                if tries == MOST_TRIES:
                    return best
                if same(best.get(key), value):
                    continue
                tries += 1
                other = _nearest(engine, {**choices, key: value}, best)
                found = None if other is None else figure(other)
                if other and found is not None and (best_figure is None or found > best_figure):
                    best, best_figure, improving = other, found, True
    return best


def _spread(domain: Domain) -> Iterator[Value]:
    """All values, or of many the ends and some between them."""
    values = domain.values or tuple(end for ends in domain.ranges for end in ends)
    last, most = len(values) - 1, _MOST_VALUES - 1
    yield from values if last <= most else (values[last * n // most] for n in range(_MOST_VALUES))


def _nearest(engine: Configurator, choices: Values, values: Values) -> Values | None:
    """None where the engine takes too long over it."""
    weights: Weights = {
        (key,): partial(_differs, value) for key, value in values.items() if key not in choices
    }
    for completed in (lambda: engine.complete_for_least(choices, weights).values, lambda: engine.complete(choices)):
        with suppress(Undecided):
            return completed()
    return None


def _differs(before: Value, values: Sequence[Value | None]) -> Decimal:
    return Decimal(not same(values[0], before))
