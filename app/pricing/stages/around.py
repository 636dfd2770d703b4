"""Steps that look at other lines of the quote. Only lines that are offered count for others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from app.catalog.pricing import Bundle, Chosen, Needed, PercentOfTotal, PriceStep
from app.catalog.pricing.models import Over
from app.pricing.amounts import Amounts, amount_of
from app.pricing.exact import ZERO, quotient, share, written
from app.pricing.run import Detail, Run, Wording
from app.pricing.stages.stage import taken_off
from app.pricing.waterfall import StepKind


def quantities_over(over: Over, run: Run, places: Sequence[int], reached: Sequence[int]) -> Sequence[int]:
    """The quantity that counts at each of the places."""
    own = [run.lines[place].quantity for place in places]
    if over == "line":
        return own
    units: dict[str, int] = defaultdict(int)
    for place in reached:
        if run.offered(place):
            units[_whose(over, run, place)] += run.lines[place].quantity
    return [
        units[_whose(over, run, place)] + (0 if run.offered(place) else quantity)
        for place, quantity in zip(places, own, strict=True)
    ]


def amounts_over(over: Over, run: Run, places: Sequence[int], reached: Sequence[int]) -> Sequence[Decimal]:
    """The amount so far that counts at each of the places."""
    if over == "line":
        return [run.amounts[place] for place in places]
    before, _ = run.before
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for place in reached:
        if run.offered(place):
            sums[_whose(over, run, place)] += before[place]
    return [
        sums[_whose(over, run, place)] + (ZERO if run.offered(place) else before[place]) for place in places
    ]


def _whose(over: Over, run: Run, place: int) -> str:
    return run.lines[place].product if over == "product" else ""


def chosen_lines(chosen: Chosen, run: Run) -> Iterable[int]:
    """The places of offered lines that are meant."""
    for place, line in enumerate(run.lines):
        if line.is_offered and chosen.holds(
            line.product, run.products[line.product].family, line.details.group
        ):
            yield place


class OfTotal:
    kind: StepKind = "percent_of_total"

    def __init__(self, step: PriceStep, rule: PercentOfTotal) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        column = run.before[1] if self.rule.of == "list" else run.before[0]
        chosen = [place for place in chosen_lines(self.rule.lines, run) if place not in run.derived]
        total = sum((column[place] for place in chosen), ZERO)
        each = total * share(self.rule.percent)
        for place in places:
            run.put(place, each * run.counts[place], self, (total,))

    def told(self, detail: Detail) -> Wording:
        (total,) = detail
        said = f"{written(self.rule.percent)} % of {written(total)}" if isinstance(total, Decimal) else ""
        return Wording(self.name, self.key, said)


class Bundled:
    """``matched`` units go to the dearest first, so that the order of lines does not matter."""

    kind: StepKind = "bundle"

    def __init__(self, step: PriceStep, rule: Bundle, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule
        self.each = amount_of(source, rule.prices)

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
                used += units if run.offered(place) else 0

    def reduce(self, run: Run, place: int, units: int) -> None:
        quantity = run.lines[place].quantity
        if self.each is not None:
            off = self.each * units
        else:
            off = run.amounts[place] * share(self.rule.percent or ZERO)
            off = off if units == quantity else quotient(off * units, run.counts[place])
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
    return (not run.offered(place), -run.unit(place), -line.quantity, line.n)
