"""Steps that take something off what a line costs so far: never more than there is."""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from itertools import compress
from typing import Final

from app.amounts import Money, Percent
from app.catalog.pricing import Floor, FreeItems, Manual, PriceStep, Promotion, Schedule
from app.pricing.amounts import Amounts, amount_of
from app.pricing.discount import Discount, DiscountInvalid, TargetAmount, TargetPrice
from app.pricing.exact import FINEST, ONE, ZERO, quotient, share, written
from app.pricing.run import Detail, Run, Wording
from app.pricing.stages.around import amounts_over, quantities_over
from app.pricing.stages.costs import margin_price
from app.pricing.waterfall import StepKind


class Promoted:
    kind: StepKind = "promotion"

    def __init__(self, step: PriceStep, rule: Promotion, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.share = None if rule.percent is None else share(rule.percent)
        self.each = amount_of(source, rule.prices) or ZERO
        self.minimum = amount_of(source, rule.minimum)
        self.around = self.minimum is not None

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        everything = ZERO if self.minimum is None else run.once((self.key, ""), partial(_everything, run))
        if self.minimum is not None and everything < self.minimum:
            return
        amounts, counts, taken, each, share = run.amounts, run.counts, run.taken, self.each, self.share
        for place in places:
            amount = amounts[place]
            off = each * counts[place] if share is None else amount * share
            if off > amount:
                off = max(amount, ZERO)
            amounts[place] = amount - off
            taken[place] += (self, -off, ())

    def told(self, detail: Detail) -> Wording:
        off = f"{written(self.each)} each" if self.share is None else f"{written(self.share * 100)} %"
        floor = "" if self.minimum is None else f", the quote comes to {written(self.minimum)} or more"
        return Wording(self.name, self.key, f"{off} off{floor}")


def _everything(run: Run) -> Decimal:
    return sum(compress(run.before[0], run.offered), ZERO)


class Scheduled:
    kind: StepKind = "schedule"

    def __init__(self, step: PriceStep, rule: Schedule, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule
        self.around = rule.over != "line"
        tiers: list[tuple[Decimal, Decimal]] = [
            (Decimal(one.quantity) if rule.by == "quantity" else source.of(one.amounts), one.percent)
            for one in rule.tiers
        ]
        self.tiers = sorted(tiers)
        self._minima = [minimum for minimum, _ in self.tiers]
        self._shares = [-share(percent) for _, percent in self.tiers]

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        if self.rule.kind == "slab":
            self.take_slabs(run, places)
            return
        for place, reach in zip(places, self.reaches(run, places, reached), strict=True):
            number = bisect_right(self._minima, reach) - 1
            if number >= 0:
                effect = (run.amounts[place] * self._shares[number]).quantize(FINEST)
                run.add(place, effect, self, self.tiers[number])

    def reaches(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> Sequence[Decimal | int]:
        if self.rule.by == "quantity":
            return quantities_over(self.rule.over, self.key, run, places, reached)
        return amounts_over(self.rule.over, self.key, run, places, reached)

    def take_slabs(self, run: Run, places: Sequence[int]) -> None:
        for place in places:
            amount, quantity = run.amounts[place], run.counts[place]
            reach = quantity if self.rule.by == "quantity" else amount
            off = ZERO
            ends = [minimum for minimum, _ in self.tiers[1:]]
            for (minimum, percent), end in zip(self.tiers, [*ends, None], strict=True):
                off += max(self.part(reach, minimum, end), ZERO) * share(percent)
            if off:
                run.whole.add(place)
                effect = off if self.rule.by == "amount" else quotient(amount * off, quantity)
                run.add(place, -effect, self, (None, None))

    def part(self, reach: Decimal, minimum: Decimal, end: Decimal | None) -> Decimal:
        """How much of it lies in a slab. A slab of quantities starts with the unit ``minimum``."""
        before = ONE if self.rule.by == "quantity" else ZERO
        return (reach if end is None else min(reach, end - before)) - (minimum - before)

    def told(self, detail: Detail) -> Wording:
        minimum, percent = detail
        unit = "units" if self.rule.by == "quantity" else "an amount"
        whose = {"line": "of the line", "product": "of the product", "quote": "of the quote"}[self.rule.over]
        if not isinstance(minimum, Decimal) or not isinstance(percent, Decimal):
            slabs = ", ".join(f"{written(each)} % from {written(start)}" for start, each in self.tiers)
            return Wording(self.name, self.key, slabs)
        return Wording(
            f"{self.name} (−{written(percent)} %)",
            self.key,
            f"{unit} {whose} from {written(minimum)}: {written(percent)} %",
        )


class Free:
    kind: StepKind = "free"
    around: Final = False

    def __init__(self, step: PriceStep, rule: FreeItems) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        for place in places:
            quantity = run.lines[place].quantity
            free = quantity // self.rule.each * self.rule.free
            if free:
                run.whole.add(place)
                run.add(place, -run.shared(run.amounts[place] * free, place), self, (free, quantity))

    def told(self, detail: Detail) -> Wording:
        free, quantity = detail
        return Wording(
            self.name, self.key, f"{self.rule.free} of every {self.rule.each} free: {free} of {quantity}"
        )


class ByHand:
    """The line's own discount."""

    kind: StepKind = "manual"
    around: Final = False

    def __init__(self, step: PriceStep, rule: Manual) -> None:
        self.key = step.key
        self.rule = rule

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        discounts = run.discounts
        for place, discount in [(place, discounts[place]) for place in places if discounts[place]]:
            if discount is None or place in run.discounted:
                continue
            run.discounted.add(place)
            run.add(place, self.off(run, place, discount), self, (discount,))

    def off(self, run: Run, place: int, discount: Discount) -> Decimal:
        amount = run.amounts[place]
        match discount.off:
            case Percent() as percent:
                return -(amount * share(percent.value)).quantize(FINEST)
            case TargetPrice(unit):
                return min(unit.amount * run.counts[place] - amount, ZERO)
            case TargetAmount(whole):
                run.whole.add(place)
                return min(whole.amount - amount, ZERO)
            case Money() as money:
                if amount < money.amount:
                    raise DiscountInvalid(
                        f"The discount is larger than the line, {Money(amount, money.currency).rounded()}.",
                        facts={"line": run.lines[place].n},
                    )
                return -money.amount

    def told(self, detail: Detail) -> Wording:
        (discount,) = detail
        return Wording(_label(discount), discount.reason)


def _label(discount: Discount) -> str:
    match discount.off:
        case Percent() as percent:
            return f"Discount (−{percent} %)"
        case TargetPrice(unit):
            return f"Target price {unit} {unit.currency} each"
        case TargetAmount(whole):
            return f"Target {whole} {whole.currency} for the line"
        case Money() as money:
            return f"Discount {money} {money.currency} on the line"


class Floored:
    kind: StepKind = "floor"
    around: Final = False

    def __init__(self, step: PriceStep, rule: Floor, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.each = amount_of(source, rule.prices)
        self.margin = rule.margin
        self.source = source

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        for place in places:
            each = self.each
            if self.margin is not None:
                cost = run.cost(place)
                if cost is not None:
                    lowest = margin_price(cost, self.margin, self.source)
                    each = lowest if each is None else max(each, lowest)
            if each is None:
                continue
            floor = each * run.counts[place]
            run.floors[place] = max(floor, run.floors.get(place, floor))
            if run.amounts[place] < floor:
                run.add(place, floor - run.amounts[place], self)

    def told(self, detail: Detail) -> Wording:
        parts = [] if self.each is None else [f"{written(self.each)} each"]
        # Which margin that is would tell the cost, which is for few eyes.
        parts += [] if self.margin is None else ["the lowest margin allowed"]
        return Wording(self.name, self.key, f"not below {' and '.join(parts)}")
