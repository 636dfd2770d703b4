"""Terms of a sum, and how large a decision diagram over their partial sums would be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import gcd
from typing import Final

from app.configuration.formula import Literal

MOST_EDGES: Final = 250_000
_MOST_BITS: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Level:
    """One term of a sum: exactly one of some things holds, and adds its number; numbers ascend.

    ``upto(n)``: that one of the first n of them holds.
    """

    numbers: Sequence[int]
    upto: Callable[[int], Literal]

    @property
    def span(self) -> int:
        return self.numbers[-1] - self.numbers[0]


def wide_first(levels: Sequence[Level]) -> Sequence[Level]:
    return sorted(levels, key=lambda level: level.span, reverse=True)


def edges(levels: Sequence[Level], bound: int) -> int:
    """At most so many edges has the diagram of the levels in this order; more than ``MOST_EDGES`` where that
    would take long to say.
    """
    added = [[number - level.numbers[0] for number in level.numbers] for level in levels]
    unit = gcd(*(number for numbers in added for number in numbers)) or 1
    left = (bound - sum(level.numbers[0] for level in levels)) // unit
    rests = list(accumulate((numbers[-1] // unit for numbers in reversed(added)), initial=0))[:0:-1]
    if not rests or not 0 <= left < rests[0]:
        return 0
    if rests[0] > _MOST_BITS:
        return MOST_EDGES + 1
    found, sums = 0, 1
    for numbers, rest in zip(added, rests, strict=True):
        # Bit n stands for the partial sum n; where the rest decides nothing any more, there is no node.
        sums &= (1 << left + 1) - 1
        found += len(numbers) * (sums >> max(0, left - rest + 1)).bit_count()
        further = 0
        for number in numbers:
            further |= sums << number // unit
        sums = further
    return found
