"""The highest step of a range at which a rule does not fire.

Between two steps for which every number that the rule asks about lies on the same side of what it is held
against, the rule cannot change its mind, because each of these numbers only rises or only falls with the
step. So a range is divided only where something changes sides, and at the place where a straight line between
its ends says so: what follows a discount is nearly straight, and of margins the part that costs are of a net
price, the other way round, is. As what is bent would be come to slowly, each third division is one in halves.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_HALVES: Final = 3
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Held:
    """A number, None where it is not known, and what it is held against."""

    number: Decimal | None
    bound: Decimal
    is_margin: bool = False

    @property
    def side(self) -> int | None:
        return None if self.number is None else (self.number > self.bound) - (self.number < self.bound)

    def straight(self, number: Decimal) -> Decimal | None:
        """What of it is straight, rising with it."""
        if not self.is_margin:
            return number
        return 1 / (_HUNDRED - number) if number < _HUNDRED else None


@dataclass(frozen=True, slots=True)
class Look:
    """What a rule says at a step: at all steps the same numbers in the same order."""

    fires: bool
    held: tuple[Held, ...]

    @property
    def sides(self) -> list[int | None]:
        return [one.side for one in self.held]


def highest(low: int, high: int, look: Callable[[int], Look], *, only_worse: bool = False) -> int | None:
    """From the lowest until before the highest, at which the rule fires. ``look`` is asked for some steps
    several times. ``only_worse``: where the rule fires, it does at every higher step.
    """
    if low == high or (only_worse and look(low).fires):
        return None
    waiting = [(low, high, 1)]
    while waiting:
        low, high, depth = waiting.pop()
        if not look(high).fires:
            return high
        if low == high or look(low).sides == look(high).sides:
            continue
        middle = (low + high) // 2 if depth % _HALVES == 0 else _crossing(low, high, look)
        # The upper part comes first.
        waiting += [(low, middle, depth + 1), (middle + 1, high, depth + 1)]
    return None


def _crossing(low: int, high: int, look: Callable[[int], Look]) -> int:
    """The last step below the highest place at which a number comes to what it is held against."""
    place = max(_crossings(look(low), look(high)), default=Decimal("0.5"))
    return min(max(int(low + place * (high - low)), low), high - 1)


def _crossings(below: Look, above: Look) -> Iterator[Decimal]:
    """As parts of the way from below to above."""
    for one, other in zip(below.held, above.held, strict=True):
        if one.number is None or other.number is None or one.side == other.side:
            continue
        first, last, bound = (one.straight(number) for number in (one.number, other.number, one.bound))
        if first is not None and last is not None and bound is not None and first != last:
            yield (bound - first) / (last - first)
