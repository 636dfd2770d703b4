"""Literals that say "exactly this place" of a wide attribute, for the values that somebody asks about.

They are set aside when a product is encoded and given out as questions come. What one means is said to a
solver only when a model gets it wrong; it never changes, so a configurator wears out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from app.configuration.formula import Literal
from app.configuration.solver import Undecided

POOL: Final = 512


@dataclass(slots=True)
class Pins:
    """One wide attribute's. Thread-safe: some questions are answered with solvers of their own."""

    spare: list[Literal]
    literals: dict[int, Literal] = field(default_factory=dict)
    places: dict[Literal, int] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def worn(self) -> bool:
        """Whether half of them are in use: enough is left for what is being answered now."""
        return len(self.spare) < POOL // 2

    def literal(self, place: int) -> Literal:
        """Raises Undecided."""
        with self._lock:
            if place not in self.literals:
                if not self.spare:
                    raise Undecided("Too many different numbers were asked about. Ask again.")
                literal = self.literals[place] = self.spare.pop()
                self.places[literal] = place
            return self.literals[place]

    def held(self, holds: Callable[[Literal], bool]) -> list[tuple[Literal, int]]:
        return [(literal, place) for literal, place in list(self.places.items()) if holds(literal)]
