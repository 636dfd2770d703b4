"""A sales engineer's walk through the base station: choices, changed minds, always possible, repeatable."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from app.catalog import Product, Value
from app.configuration import Configurator


@dataclass(slots=True)
class Walk:
    """``choices`` are those made so far; begun anew once nothing is open."""

    product: Product
    engine: Configurator
    chance: Random = field(default_factory=lambda: Random(20261121))  # noqa: S311 - repeatable on purpose
    choices: dict[str, Value] = field(default_factory=dict)

    def clicks(self) -> Iterator[tuple[str, Value]]:
        """Each is made before the next is asked for; every fourth changes an earlier one."""
        n = 0
        while True:
            n += 1
            attribute, value = self._next(again=n % 4 == 0)
            self.choices[attribute] = value
            yield attribute, value

    def _next(self, *, again: bool) -> tuple[str, Value]:
        found = self.engine.configure(self.choices)
        unchosen = [key for key in found.open if found.domains[key].values]
        if not unchosen:
            self.choices.clear()
            return self._next(again=False)
        attribute = self.chance.choice(list(self.choices) if again and self.choices else unchosen)
        return attribute, self.chance.choice(found.domains[attribute].values)
