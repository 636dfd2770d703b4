"""Prices that follow from what a unit costs to make."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.amounts import minor_unit
from app.catalog.pricing import CostPlus, PriceStep
from app.pricing.amounts import Amounts
from app.pricing.exact import HUNDRED, ONE, quotient, share
from app.pricing.rounding import at_least
from app.pricing.run import Detail, Run, Wording
from app.pricing.terms import CostMissing
from app.pricing.waterfall import StepKind

_MOST_KNOWN: Final = 10_000
_RAISED: Final = ("floor",)


class ByCost:
    kind: StepKind = "cost_plus"
    around: Final = False

    def __init__(self, step: PriceStep, rule: CostPlus, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule
        self.source = source
        self.aim = ("markup" if rule.margin is None else "margin",)
        self._known: dict[Decimal, tuple[Decimal | None, Decimal | None]] = {}
        self._seen: dict[tuple[int, int], tuple[object, Decimal | None]] = {}

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        for place in places:
            cost = self.cost(run, place)
            if cost is None:
                self.missing(run, place)
                continue
            self.priced(run, place, cost)

    def cost(self, run: Run, place: int) -> Decimal | None:
        """Kept by the mapping of values, too: lines keep theirs between prices."""
        values = run.values[place]
        key = id(values), run.lines[place].quantity
        found = self._seen.get(key)
        if found is None or found[0] is not values:
            if len(self._seen) > _MOST_KNOWN:
                self._seen.clear()
            found = self._seen[key] = values, run.cost(place)
        return found[1]

    def priced(self, run: Run, place: int, cost: Decimal) -> None:
        found = self._known.get(cost)
        if found is None:
            found = self._known[cost] = self.units(cost)
        target, lowest = found
        count = run.counts[place]
        if target is not None:
            run.put(place, target * count, self, self.aim)
        if lowest is not None and run.amounts[place] < lowest * count:
            run.put(place, lowest * count, self, _RAISED)

    def units(self, cost: Decimal) -> tuple[Decimal | None, Decimal | None]:
        """The price of a unit aimed at, and the lowest."""
        rule = self.rule
        target = None if rule.margin is None else at_margin(cost, rule.margin)
        if rule.margin is None and rule.markup is not None:
            target = cost * (ONE + share(rule.markup))
        return target, None if rule.floor_margin is None else margin_price(
            cost, rule.floor_margin, self.source
        )

    def missing(self, run: Run, place: int) -> None:
        line = run.lines[place]
        if line.complete:
            raise CostMissing(
                f"The price of line {line.n} follows from its cost, and the catalog has no cost for it in "
                f"{run.terms.currency}. Ask the catalog's owner to add it.",
                facts={"line": line.n, "step": self.key},
            )

    def told(self, detail: Detail) -> Wording:
        """Cost and margin are for few eyes, and with the one the price would tell the other."""
        (which,) = detail
        said = {
            "margin": "from the unit cost, for the margin aimed at",
            "markup": "from the unit cost, with its markup",
            "floor": "raised to the lowest margin allowed",
        }
        return Wording(self.name, self.key, said[str(which)])


def at_margin(cost: Decimal, margin: Decimal) -> Decimal:
    """The price of which so many percent are left after the cost."""
    return quotient(cost * HUNDRED, HUNDRED - margin)


def margin_price(cost: Decimal, margin: Decimal, source: Amounts) -> Decimal:
    """The lowest price that can be asked and leaves at least that."""
    return at_least(at_margin(cost, margin), source.rounding, minor_unit(source.currency))
