"""What constraints speak of, said from one place of the product: at its top, or in a row of a component."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.catalog.expressions.tree import (
    Arithmetic,
    Compare,
    Constant,
    Expression,
    Fact,
    Fold,
    Given,
    Name,
)
from app.store.feature_models.layout import ONE, Layout, Region, Spot, numbers
from app.store.feature_models.model import Feature, Home


@dataclass(slots=True)
class Uses:
    """Names of features: those that are counted, and those of whose value a whole number is needed."""

    counted: set[str] = field(default_factory=set)
    floors: set[str] = field(default_factory=set)
    ceils: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Terms:
    """``inside``: the rows in which this is said, the outermost first."""

    layout: Layout
    uses: Uses
    inside: Region = ()

    def chosen(self, spot: Spot) -> Expression:
        """Whether the feature is there; in a row of its own it always is."""
        match spot.shape:
            case "one":
                return Name(spot.key)
            case "counted":
                return Compare(">=", Name(spot.key), Constant(1))
        if self.within(spot.region):
            return Constant(True)
        return Compare(">=", Fact(spot.key, "count"), Constant(1))

    def within(self, region: Region) -> bool:
        return self.inside[: len(region)] == region

    def value(self, spot: Spot) -> Expression:
        """Of a feature with a type; 0 while it is not chosen."""
        return Fold("sum", (Name(spot.value),))

    def near(self, spot: Spot, function: str) -> Expression:
        """Its value, made whole downwards (``floor``) or upwards (``ceil``)."""
        if spot.feature.type == "Integer":
            return self.value(spot)
        (self.uses.floors if function == "floor" else self.uses.ceils).add(spot.feature.name)
        return Fold("sum", (Name(spot.floor if function == "floor" else spot.ceil),))

    def number(self, spot: Spot, attribute: str) -> Expression:
        """Of the feature as it occurs once."""
        if spot.shape == "counted":
            return self.constant(spot, numbers(spot.feature)[attribute])
        return Fact(spot.itself, self.layout.facts[attribute])

    def constant(self, spot: Spot, number: int | Decimal) -> Expression:
        """The number while the feature is chosen, else 0."""
        return Fold("sum", (Given(Constant(number), self.chosen(spot)),))

    def count(self, features: Iterable[Feature]) -> Expression:
        """How many of them are there."""
        return summed([self._one(self.layout.spots[feature.name]) for feature in features])

    def _one(self, spot: Spot) -> Expression:
        if spot.shape != "one":
            return self.constant(spot, 1)
        self.uses.counted.add(spot.feature.name)
        return Fact(spot.key, self.layout.facts[ONE])

    def total(self, attribute: str, home: Home, part: Spot | None = None) -> Expression | None:
        """The sum over all that are chosen, of the whole or of a part of the tree; None: nothing has it."""
        return self._over_all(self.layout.facts.get(attribute, ""), attribute, home, part)

    def occurrences(self, attribute: str, home: Home, part: Spot | None = None) -> Expression | None:
        """How many are chosen that have it."""
        owners = self.layout.owners(attribute, home, part.feature if part else None)
        self.uses.counted.update(owner.feature.name for owner in owners)
        return self._over_all(self.layout.facts[ONE], attribute, home, part)

    def _over_all(self, fact: str, attribute: str, home: Home, part: Spot | None) -> Expression | None:
        owners = list(self.layout.owners(attribute, home, part.feature if part else None))
        shared = part.region if part and self.within(part.region) else ()
        facts = [Fact(".".join((*owner.region[len(shared) :], owner.itself)), fact) for owner in owners]
        if all(owner.region == shared for owner in owners):
            return summed(facts) if facts else None
        return Fold("sum", tuple(facts))


def summed(numbers: Sequence[Expression]) -> Expression:
    """Their sum, no deeper than it must be: expressions are bounded in depth."""
    if len(numbers) == 1:
        return numbers[0]
    half = (len(numbers) + 1) // 2
    return Arithmetic("+", summed(numbers[:half]), summed(numbers[half:]))
