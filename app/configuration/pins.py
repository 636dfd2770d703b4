"""Literals that say "between these places" of a wide attribute, for the values that somebody asks about.

They are set aside when a product is encoded and given out as questions come. What one means is said to a
solver only when a model gets it wrong; it never changes, so a configurator wears out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, TypeAlias

from app.configuration.formula import Literal
from app.configuration.solver import Undecided

POOL: Final = 512

Span: TypeAlias = tuple[int, int]
"""The first and the last place."""


@dataclass(slots=True)
class Pins:
    """One wide attribute's. Thread-safe: some questions are answered with solvers of their own."""

    spare: list[Literal]
    literals: dict[Span, Literal] = field(default_factory=dict)
    spans: dict[Literal, Span] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock, repr=False)

    @property
    def worn(self) -> bool:
        """Whether half of them are in use: enough is left for what is being answered now."""
        return len(self.spare) < POOL // 2

    def literal(self, span: Span) -> Literal:
        """Raises Undecided."""
        with self._lock:
            if span not in self.literals:
                if not self.spare:
                    raise Undecided("Too many different numbers were asked about. Ask again.")
                literal = self.literals[span] = self.spare.pop()
                self.spans[literal] = span
            return self.literals[span]

    def held(self, holds: Callable[[Literal], bool]) -> list[tuple[Literal, Span]]:
        return [(literal, span) for literal, span in list(self.spans.items()) if holds(literal)]
