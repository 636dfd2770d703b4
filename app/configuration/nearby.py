"""The best that is found by going from one configuration to a better one near it.

For ends that are no sum which the solver could be given. A step decides one attribute otherwise and leaves
the rest as it is, as far as the rules allow. It ends where no step is better, or after a number of tries:
what it finds is good, and nothing is proven by it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from app.catalog.attribute import same
from app.catalog.product import Value
from app.configuration.configurator import Configurator
from app.configuration.solver import Undecided
from app.configuration.totals import alike
from app.configuration.values import ChoiceImpossible, Domain

MOST_TRIES: Final = 80
_MOST_VALUES: Final = 8

Values: TypeAlias = Mapping[str, Value]
Figure: TypeAlias = Callable[[Values], Decimal | None]
"""How good a configuration is; None for one that does not count."""


@dataclass(frozen=True, slots=True)
class Best:
    """A completion. ``within``: how much better another may be at most, 0 if none is; None if not known."""

    values: Values
    within: Decimal | None = None


def improved(
    engine: Configurator, choices: Values, start: Values, *, figure: Figure, keys: Iterable[str]
) -> Values:
    """``start`` or something better with the same ``choices``; ``keys`` are the attributes that count."""
    domains = engine.configure(choices).domains
    steps = [(key, value) for key in keys if key not in choices for value in _spread(domains[key])]
    climb = _Climb(engine, choices, figure, start, figure(start))
    while sum(climb.takes(key, value) for key, value in steps):
        continue
    return climb.best


def better(figure: Figure, first: Values, second: Values) -> Values:
    """The ``first`` where they are as good."""
    one, other = figure(first), figure(second)
    return second if other is not None and (one is None or other > one) else first


@dataclass(slots=True)
class _Climb:
    engine: Configurator
    choices: Values
    figure: Figure
    best: Values
    height: Decimal | None
    tries: int = 0

    def takes(self, key: str, value: Value) -> bool:
        """Whether it is better to decide the attribute so."""
        if self.tries == MOST_TRIES or same(self.best.get(key), value):
            return False
        self.tries += 1
        other = self._nearest({**self.choices, key: value})
        height = None if other is None else self.figure(other)
        if other is None or height is None or (self.height is not None and height <= self.height):
            return False
        self.best, self.height = other, height
        return True

    def _nearest(self, choices: Values) -> Values | None:
        """To the best so far; None where the engine takes too long over it."""
        with suppress(Undecided):
            return self.engine.complete_for_least(choices, alike(self.best)).values
        for wanted in ({**self.best, **choices}, choices):
            with suppress(Undecided, ChoiceImpossible):
                return self.engine.complete(wanted)
        return None


def _spread(domain: Domain) -> Iterator[Value]:
    """All values, or of many the ends and some between them."""
    values = domain.values or tuple(end for ends in domain.ranges for end in ends)
    last, most = len(values) - 1, _MOST_VALUES - 1
    yield from values if last <= most else (values[last * n // most] for n in range(_MOST_VALUES))
