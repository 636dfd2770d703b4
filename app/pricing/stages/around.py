"""Steps that look at other lines of the quote. Only lines that are offered count for others."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, TypeAlias

from app.catalog.pricing import Bundle, Chosen, Needed, PercentOfTotal, PriceStep
from app.catalog.pricing.models import Over
from app.pricing.amounts import Amounts, amount_of
from app.pricing.exact import ZERO, share, written
from app.pricing.run import Detail, Run, Wording
from app.pricing.stages.stage import taken_off
from app.pricing.waterfall import StepKind

Quantities: TypeAlias = Sequence[Decimal | int]


def quantities_over(
    over: Over, key: str, run: Run, places: Sequence[int], reached: Sequence[int]
) -> Quantities:
    """The quantity that counts at each of the places, for the step of that key."""
    if over == "line":
        return [run.lines[place].quantity for place in places]
    units = run.once(key, lambda: _sums(over, run, reached, run.counts))
    return [units[_whose(over, run, place)] + _own(run, place, run.counts) for place in places]


def amounts_over(over: Over, key: str, run: Run, places: Sequence[int], reached: Sequence[int]) -> Quantities:
    """The amount so far that counts at each of the places, for the step of that key."""
    if over == "line":
        return [run.amounts[place] for place in places]
    before, _ = run.before
    sums = run.once(key, lambda: _sums(over, run, reached, before))
    return [sums[_whose(over, run, place)] + _own(run, place, before) for place in places]


def _sums(over: Over, run: Run, reached: Sequence[int], column: Sequence[Decimal]) -> Mapping[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for place in reached:
        if run.offered[place]:
            sums[_whose(over, run, place)] += column[place]
    return sums


def _own(run: Run, place: int, column: Sequence[Decimal]) -> Decimal:
    """What a line that is not offered would add."""
    return ZERO if run.offered[place] else column[place]


def _whose(over: Over, run: Run, place: int) -> str:
    return run.lines[place].product if over == "product" else ""


def chosen_lines(chosen: Chosen, run: Run) -> Iterable[int]:
    """The places of offered lines that are meant."""
    for product, places in run.by_product.items():
        if chosen.holds(product, run.products[product].family, ""):
            yield from (place for place in places if run.offered[place])
        elif chosen.groups:
            yield from (
                place
                for place in places
                if run.offered[place] and run.lines[place].details.group in chosen.groups
            )


class OfTotal:
    kind: StepKind = "percent_of_total"
    around: Final = True

    def __init__(self, step: PriceStep, rule: PercentOfTotal) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        total = run.once(self.key, lambda: self.total(run))
        each = total * share(self.rule.percent)
        for place in places:
            run.put(place, each * run.counts[place], self, (total,))

    def total(self, run: Run) -> Decimal:
        column = run.before[1] if self.rule.of == "list" else run.before[0]
        chosen = [place for place in chosen_lines(self.rule.lines, run) if place not in run.derived]
        return sum((column[place] for place in chosen), ZERO)

    def told(self, detail: Detail) -> Wording:
        (total,) = detail
        said = f"{written(self.rule.percent)} % of {written(total)}" if isinstance(total, Decimal) else ""
        return Wording(self.name, self.key, said)


class Bundled:
    """``matched`` units go to the dearest first, so that the order of lines does not matter."""

    kind: StepKind = "bundle"
    around: Final = True

    def __init__(self, step: PriceStep, rule: Bundle, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule
        self.each = amount_of(source, rule.prices)
        self.share = share(rule.percent or ZERO)

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        if self.key in run.together:
            return
        run.together.add(self.key)
        places = reached
        others = [_Others(needed, run) for needed in self.rule.needed]
        if self.rule.units == "all":
            for place in places:
                if all(one.suffices_for(place) for one in others):
                    self.reduce(run, place, run.lines[place].quantity)
            return
        used = 0
        for place in sorted(places, key=lambda place: _dearest(run, place)):
            left = min(one.suffices_for(place) for one in others) - used
            units = min(left, run.lines[place].quantity)
            if units > 0:
                self.reduce(run, place, units)
                used += units if run.offered[place] else 0

    def reduce(self, run: Run, place: int, units: int) -> None:
        quantity = run.lines[place].quantity
        if self.each is not None:
            off = self.each * units
        else:
            off = run.amounts[place] * self.share
            off = off if units == quantity else run.shared(off * units, place)
        if units != quantity:
            run.whole.add(place)
        run.add(place, taken_off(run, place, off), self, (units,))

    def told(self, detail: Detail) -> Wording:
        (units,) = detail
        off = f"{written(self.rule.percent or ZERO)} %" if self.each is None else f"{written(self.each)} each"
        return Wording(self.name, self.key, f"{off} off {units} of the line")


class _Others:
    """The lines that a bundle needs, and how many bundles they make up for a line that is not among them."""

    def __init__(self, needed: Needed, run: Run) -> None:
        self.each = needed.quantity
        self.own = {place: run.lines[place].quantity for place in chosen_lines(needed.lines, run)}
        self.units = sum(self.own.values())

    def suffices_for(self, place: int) -> int:
        return (self.units - self.own.get(place, 0)) // self.each


def _dearest(run: Run, place: int) -> tuple[bool, Decimal, int, int]:
    line = run.lines[place]
    return (not run.offered[place], -run.unit(place), -line.quantity, line.n)
