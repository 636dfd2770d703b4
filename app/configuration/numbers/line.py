"""Atoms in which one symbol is left open: where its value may lie, without a search."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, prod
from typing import TypeAlias

from app.configuration.numbers.intervals import Interval
from app.configuration.numbers.polynomials import Polynomial, Symbol
from app.configuration.numbers.programme import Atom

Said: TypeAlias = tuple[Atom, bool]
"""An atom, and whether it is said to hold."""


def line(polynomial: Polynomial, numbers: Mapping[Symbol, int]) -> tuple[Fraction, Fraction] | None:
    """Slope and constant of what is left of one symbol when the others are these numbers.

    None where that symbol is in a term more than once.
    """
    slope = rest = Fraction()
    for monomial, number in polynomial.terms.items():
        value = number * prod(numbers[name] for name in monomial if name in numbers)
        left = sum(name not in numbers for name in monomial)
        if left > 1:
            return None
        slope, rest = (slope + value, rest) if left else (slope, rest + value)
    return slope, rest


@dataclass(slots=True)
class Open:
    """What is left of the open symbol: ``low`` to ``high`` but for ``holes``."""

    low: int
    high: int
    holes: set[Fraction]

    @property
    def empty(self) -> bool:
        inside = [hole for hole in self.holes if self.low <= hole <= self.high]
        return self.low + sum(hole.denominator == 1 for hole in inside) > self.high

    def narrow(self, slope: Fraction, rest: Fraction, *, equal: bool, says: bool) -> None:
        """To where ``slope × symbol + rest`` is at most 0, or is 0, as said."""
        if not slope:
            holds = rest == 0 or (rest < 0 and not equal)
            self.high = self.high if holds is says else self.low - 1
            return
        end = -rest / slope
        if equal:
            self._meet(end, says=says)
        elif (slope > 0) is says:
            self.high = min(self.high, floor(end) if says else ceil(end) - 1)
        else:
            self.low = max(self.low, ceil(end) if says else floor(end) + 1)

    def _meet(self, end: Fraction, *, says: bool) -> None:
        if not says:
            self.holes.add(end)
        else:
            self.low, self.high = max(self.low, ceil(end)), min(self.high, floor(end))


def contradictory(
    said: Iterable[Said], numbers: Mapping[Symbol, int], *, within: Interval
) -> list[Said] | None:
    """Some of what is said that cannot hold together while one symbol lies ``within`` and the others are the
    ``numbers``: none if all can. None where that takes a search.
    """
    left = Open(*within, holes=set())
    found: list[Said] = []
    for atom, says in said:
        ends = line(atom.polynomial, numbers)
        if ends is None:
            return None
        found.append((atom, says))
        left.narrow(*ends, equal=atom.equal, says=says)
        if left.empty:
            return found
    return []
