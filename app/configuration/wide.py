"""A numeric attribute with too many values for a state each.

Comparisons *cut* its range: "at or below this place". Between two neighbouring cuts no rule tells the values
apart, so the stretches between cuts are its states. Which cuts there are shows only when all rules have been
read, so the rules of a product with wide attributes are read twice: the first time the cuts are noted, the
second time the stretches are there.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Final, TypeAlias

from app.catalog.product import Attribute
from app.configuration.formula import FALSE, TRUE, CatalogTooLarge, Formula, Literal
from app.configuration.pins import Pins, Span

# Each cut is a state of the attribute, and each value that a rule names makes two.
MOST_CUTS: Final = 19_000

Stretch: TypeAlias = Span


@dataclass(frozen=True, slots=True)
class Grid:
    """The values: ``count`` of them from ``minimum`` up, ``step`` apart; their places count from 0."""

    minimum: Fraction
    step: Fraction
    count: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The wide attributes of a product by key, each with its cuts; ``joint``: those that atoms read."""

    cuts: Mapping[str, frozenset[int]] = field(default_factory=dict)
    joint: frozenset[str] = frozenset()

    def of(self, keys: Iterable[str]) -> "Plan":
        """As far as it is about these attributes."""
        wanted = frozenset(keys)
        return Plan({key: cuts for key, cuts in self.cuts.items() if key in wanted}, self.joint & wanted)

    def joined(self, other: "Plan") -> "Plan":
        """What either tells apart."""
        keys = sorted({*self.cuts, *other.cuts})
        nothing = frozenset[int]()
        cuts = {key: self.cuts.get(key, nothing) | other.cuts.get(key, nothing) for key in keys}
        return Plan(cuts, self.joint | other.joint)


def stretches(count: int, cuts: Iterable[int]) -> tuple[Stretch, ...]:
    """``count`` places, parted behind each cut."""
    edges = [-1, *sorted({cut for cut in cuts if 0 <= cut < count - 1}), count - 1]
    return tuple((low + 1, high) for low, high in pairwise(edges))


def grid_of(attribute: Attribute) -> Grid:
    return Grid(Fraction(attribute.minimum), Fraction(attribute.step), attribute.size)


@dataclass(slots=True)
class Scouted:
    """The first time: every cut is noted, and gets a literal of its own that means nothing."""

    attribute: Attribute
    grid: Grid
    absent: Literal
    formula: Formula
    cuts: set[int] = field(default_factory=set)

    def upto(self, place: int) -> Literal:
        """Raises CatalogTooLarge."""
        if not 0 <= place < self.grid.count - 1:
            return FALSE if place < 0 else TRUE
        self.note(place)
        return self.formula.variable()

    def note(self, place: int) -> None:
        """Raises CatalogTooLarge."""
        self.cuts.add(place)
        if len(self.cuts) > MOST_CUTS:
            raise CatalogTooLarge(
                f"Rules and tables tell more than {MOST_CUTS} stretches of {self.attribute.name} apart."
            )


@dataclass(frozen=True, slots=True)
class Wide:
    """The second time. ``literals`` say that the value is in a stretch; ``absent`` is FALSE where it always
    applies; ``below`` gives a literal for "in one of the first so many stretches"; ``pins`` are there where
    atoms read it.
    """

    attribute: Attribute
    grid: Grid
    absent: Literal
    stretches: tuple[Stretch, ...]
    literals: tuple[Literal, ...]
    below: Callable[[int], Literal]
    pins: Pins | None

    @property
    def last(self) -> Literal:
        """Of its states."""
        return max(*self.literals, self.absent)

    def upto(self, place: int) -> Literal:
        """True exactly while the value is at or below the place.

        Raises KeyError for a cut not noted before.
        """
        if not 0 <= place < self.grid.count - 1:
            return FALSE if place < 0 else TRUE
        index = self.index(place)
        if self.stretches[index][1] != place:
            raise KeyError(place)
        return self.below(index + 1)

    def index(self, place: int) -> int:
        """Which stretch the place is in."""
        return bisect_left(self.stretches, place, key=lambda stretch: stretch[1])

    def literal(self, place: int) -> Literal:
        """What says that the value is at that place, as far as anything tells it from its neighbours.

        Raises Undecided once too many places were asked for.
        """
        index = self.index(place)
        if self.pins is None or self.stretches[index] == (place, place):
            return self.literals[index]
        return self.pins.literal((place, place))

    def within(self, low: int, high: int) -> tuple[Literal, ...]:
        """Of which one has to be true for the value to be between, as far as anything tells it from its
        neighbours; none where nothing is. Raises Undecided.
        """
        if low > high:
            return ()
        if self.pins is not None:
            return (self.pins.literal((low, high)),)
        return self.literals[self.index(low) : self.index(high) + 1]

    def wrong(self, holds: Callable[[Literal], bool]) -> tuple[Literal, ...] | None:
        """A clause about pins that the model breaks: one outside of its stretch, or two without a place."""
        held = self.pins.held(holds) if self.pins else []
        for literal, (low, high) in held:
            inside = self.literals[self.index(low) : self.index(high) + 1]
            if not any(map(holds, inside)):
                return (-literal, *inside)
        for (one, left), (other, right) in combinations(held, 2):
            if left[0] > right[1] or right[0] > left[1]:
                return -one, -other
        return None
