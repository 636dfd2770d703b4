"""Price models that say what a line costs by itself."""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.catalog import Product
from app.catalog.pricing import (
    Block,
    Contract,
    PerUnit,
    PriceStep,
    PriceTier,
    Slab,
    Volume,
)
from app.pricing.amounts import Amounts, amount_of
from app.pricing.exact import ONE, ZERO, share, written
from app.pricing.formulas import Compiled
from app.pricing.run import Detail, Run, Wording
from app.pricing.stages.around import quantities_over
from app.pricing.terms import PriceUndefined
from app.pricing.waterfall import StepKind

_MOST_KNOWN: Final = 10_000


class ByFormula:
    kind: StepKind = "formula"
    around: Final = False

    def __init__(self, step: PriceStep, rule: PerUnit, product: Product, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.rule = rule
        self.formula = Compiled(rule.formula, product)
        self.each = amount_of(source, rule.prices)

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        formula, each = self.formula, ONE if self.each is None else self.each
        for place in places:
            values = run.values[place]
            number = formula.number(values, run.words(place, formula.words) if formula.words else {})
            if number is None:
                self.missing(run, place)
                continue
            amount = number * each * run.counts[place]
            if self.rule.effect == "set":
                run.put(place, amount, self, (number,))
            else:
                run.lists[place] += amount
                run.add(place, amount, self, (number,))

    def missing(self, run: Run, place: int) -> None:
        """Of a line that is not complete, or where an attribute does not apply, there is nothing to add."""
        line = run.lines[place]
        if line.complete and self.formula.attributes <= line.values.keys():
            raise PriceUndefined(
                f"The price step {self.name} has no value for line {line.n}: it divides by zero, or needs a "
                "cost or a term that is not known. Ask the catalog's owner, or choose other values.",
                facts={"line": line.n, "step": self.key},
            )

    def told(self, detail: Detail) -> Wording:
        (number,) = detail
        if "cost" in self.formula.words:
            # With the formula the price would tell the cost, which is for few eyes.
            return Wording(self.name, self.key)
        each = "" if self.each is None else f" × {written(self.each)}"
        return Wording(
            self.name, self.key, f"{self.rule.formula.source} = {_figure(number)}{each} for each unit"
        )


class Tier:
    """A tier with its amounts in the currency of the quote."""

    __slots__ = ("flat", "left", "minimum", "percent", "price")

    def __init__(self, tier: PriceTier, source: Amounts) -> None:
        self.minimum = tier.minimum
        self.price = amount_of(source, tier.prices)
        self.flat = amount_of(source, tier.flat) or ZERO
        self.percent = tier.percent
        self.left = ZERO if self.flat else ONE
        if self.price is not None:
            self.left = ZERO
        elif tier.percent is not None:
            self.left = ONE - share(tier.percent)

    @property
    def each(self) -> tuple[Decimal, Decimal]:
        """What a unit costs: so much, and so much of what it costs otherwise."""
        return self.price or ZERO, self.left


class ByVolume:
    kind: StepKind = "volume"

    def __init__(self, step: PriceStep, rule: Volume, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.over = rule.over
        self.around = rule.over != "line"
        self.tiers = [Tier(one, source) for one in sorted(rule.tiers, key=lambda one: one.minimum)]
        self._minima = [one.minimum for one in self.tiers]
        self._details = [(one.minimum, one.price, one.percent, one.flat) for one in self.tiers]

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        quantities = quantities_over(self.over, self.key, run, places, reached)
        for place, quantity in zip(places, quantities, strict=True):
            number = bisect_right(self._minima, quantity) - 1
            if number < 0:
                continue
            tier = self.tiers[number]
            if tier.flat:
                run.whole.add(place)
            run.put(place, self.amount(run, place, tier), self, self._details[number])

    def amount(self, run: Run, place: int, tier: Tier) -> Decimal:
        if tier.price is not None:
            return tier.price * run.counts[place] + tier.flat
        return (ZERO if tier.percent is None else run.amounts[place] * tier.left) + tier.flat

    def told(self, detail: Detail) -> Wording:
        minimum, price, percent, flat = detail
        parts = [] if price is None else [f"{_figure(price)} each"]
        parts += [] if percent is None else [f"{_figure(percent)} % off"]
        parts += [f"{_figure(flat)} once"] if flat else []
        return Wording(
            f"{self.name}, from {minimum}", self.key, f"all units from {minimum}: {', '.join(parts)}"
        )


class BySlab:
    kind: StepKind = "slab"
    around: Final = False

    def __init__(self, step: PriceStep, rule: Slab, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.tiers = tuple(Tier(one, source) for one in sorted(rule.tiers, key=lambda one: one.minimum))
        self._known: dict[int, tuple[Decimal, Decimal]] = {}

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        known = self._known
        for place in places:
            quantity = run.lines[place].quantity
            found = known.get(quantity)
            if found is None:
                found = known[quantity] = self.parts(quantity)
            amount, units = found
            if units:
                amount += units * run.unit(place)
            run.whole.add(place)
            run.put(place, amount, self, (quantity,))

    def parts(self, quantity: int) -> tuple[Decimal, Decimal]:
        """An amount, and how many units beside it cost what they cost otherwise: all before the first tier,
        parts of those in tiers that take something off.
        """
        amount, left = ZERO, Decimal(min(quantity, self.tiers[0].minimum - 1))
        for units, tier in self.slabs(quantity):
            price, share_left = tier.each
            amount += units * price + tier.flat
            left += units * share_left
        return amount, left

    def slabs(self, quantity: int) -> Sequence[tuple[int, Tier]]:
        """How many units are in each reached tier."""
        ends = [tier.minimum - 1 for tier in self.tiers[1:]]
        found = []
        for tier, end in zip(self.tiers, [*ends, quantity], strict=True):
            units = min(quantity, end) - tier.minimum + 1
            if units > 0:
                found.append((units, tier))
        return found

    def told(self, detail: Detail) -> Wording:
        (quantity,) = detail
        slabs = self.slabs(int(quantity or 0))
        return Wording(self.name, self.key, " + ".join(_slab_words(units, tier) for units, tier in slabs))


def _slab_words(units: int, tier: Tier) -> str:
    if tier.price is not None:
        each = f"{units} × {written(tier.price)}"
    else:
        each = f"{units} at {written(tier.percent or ZERO)} % off"
    return f"{each} + {written(tier.flat)}" if tier.flat else each


class ByBlock:
    kind: StepKind = "block"
    around: Final = False

    def __init__(self, step: PriceStep, rule: Block, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.size = rule.size
        self.starts = rule.remainder == "started"
        self.each = source.of(rule.prices)

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        for place in places:
            blocks, rest = divmod(run.lines[place].quantity, self.size)
            if self.starts and rest:
                blocks, rest = blocks + 1, 0
            unit = run.unit(place) if rest else ZERO
            run.whole.add(place)
            run.put(place, self.each * blocks + unit * rest, self, (blocks, rest, unit))

    def told(self, detail: Detail) -> Wording:
        blocks, rest, unit = detail
        said = f"{blocks} blocks of {self.size} × {written(self.each)}"
        return Wording(self.name, self.key, f"{said} + {rest} × {_figure(unit)}" if rest else said)


class ByContract:
    kind: StepKind = "contract"
    around: Final = False

    def __init__(self, step: PriceStep, rule: Contract, product: Product, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.each = amount_of(source, rule.prices.get(product.key, {}))
        self.percent = rule.percent

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        for place in places:
            if self.each is not None:
                run.put(place, self.each * run.counts[place], self)
            elif self.percent is not None:
                run.add(place, -run.amounts[place] * share(self.percent), self)

    def told(self, detail: Detail) -> Wording:
        agreed = (
            f"{written(self.each)} each" if self.each is not None else f"{written(self.percent or ZERO)} %"
        )
        return Wording(self.name, self.key, f"agreed: {agreed}")


def _figure(amount: str | int | Decimal | None) -> str:
    return written(amount) if isinstance(amount, int | Decimal) else str(amount)
