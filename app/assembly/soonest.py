"""The configuration that is made soonest.

Lead time is the longest of chains, no sum. So the question put to the engine is whether a configuration with
no chain over so many days is possible, for fewer and fewer days; there are few different lead times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import product as combined
from typing import Final

from app.assembly.assemble import assemble
from app.assembly.reading import AssemblyInvalid
from app.assembly.terms import Term, leaves
from app.assembly.weights import roomy
from app.catalog.product import Product, Value
from app.configuration import (
    Best,
    Completion,
    Configurator,
    Left,
    Undecided,
    Weights,
    added_up,
    better,
    improved,
    left,
)

# Longer than anything takes that can be made.
_NEVER: Final = 10**9


def lead_time(product: Product, values: Mapping[str, Value]) -> int | None:
    """Days; None where the catalog does not know, or what is asked for cannot be made."""
    try:
        return None if product.assembly is None else assemble(product, values).lead_time_days
    except AssemblyInvalid:
        return None


def soonest(engine: Configurator, product: Product, choices: Mapping[str, Value]) -> Best:
    """Of all that take the fewest days the one nearest to the defaults; ``within`` is in days.

    Raises ChoiceImpossible when the choices contradict each other.
    """
    if product.assembly is None:
        return Best(engine.complete(choices))
    wanted = tuple(leaves(product, product.assembly.root))
    open_values = left(engine.configure(choices))
    chains = [_chain(term, open_values) for term in roomy(wanted, open_values)]
    by_defaults, haste = engine.complete(choices), partial(_haste, product)
    try:
        fastest, least = _Search(engine, choices, open_values, chains).best()
        found = better(haste, fastest, by_defaults)
    except Undecided:
        found, least = by_defaults, None
    days = lead_time(product, found)
    if days is None or days != least:
        keys = dict.fromkeys(key for term in wanted for key in term.keys)
        found = improved(engine, choices, found, figure=haste, keys=keys)
        days = lead_time(product, found)
    return Best(found, None if days is None or least is None else Decimal(days - least))


def _haste(product: Product, values: Mapping[str, Value]) -> Decimal | None:
    days = lead_time(product, values)
    return None if days is None else Decimal(-days)


@dataclass(frozen=True, slots=True)
class _Chain:
    """Days by the values of its ``keys`` that are left."""

    keys: tuple[str, ...]
    days: Mapping[tuple[Value | None, ...], int]

    def is_slow(self, days: int, values: Sequence[Value | None]) -> Decimal:
        return Decimal(self.days[tuple(values)] > days)


def _chain(term: Term, left: Left) -> _Chain:
    every = combined(*(left[key] or () for key in term.keys))
    return _Chain(term.keys, {values: _days(term, values) for values in every})


def _days(term: Term, values: Sequence[Value | None]) -> int:
    try:
        return term.made(values)[0].lead_time_days
    except AssemblyInvalid:
        return _NEVER


@dataclass(frozen=True, slots=True)
class _Search:
    """Over ``chains``, which need not be all that there are."""

    engine: Configurator
    choices: Mapping[str, Value]
    left: Left
    chains: Sequence[_Chain]

    def best(self) -> tuple[Mapping[str, Value], int | None]:
        """And how many days any configuration takes at least; None if that is not known.

        Raises Undecided.
        """
        steps = self.steps()
        fewest, most, proven = 0, len(steps) - 1, True
        best = self.within(steps[most])
        while fewest < most:
            middle = (fewest + most) // 2
            found = self.within(steps[middle])
            if found.cost:
                fewest, proven = middle + 1, proven and found.proven
            else:
                most, best = middle, found
        return best.values, steps[most] if proven else None

    def steps(self) -> Sequence[int]:
        """What a chain can take, but for less than the slowest takes at its fastest."""
        at_least = max((min(one.days.values()) for one in self.chains), default=0)
        longer = {days for one in self.chains for days in one.days.values() if days > at_least}
        return sorted({at_least, *longer})

    def within(self, days: int) -> Completion:
        """Its cost is how many chains take longer."""
        slow: list[Weights] = [{one.keys: partial(one.is_slow, days)} for one in self.chains]
        return self.engine.complete_for_least(self.choices, added_up(slow, self.left))
