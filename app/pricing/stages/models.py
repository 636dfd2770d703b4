"""Price models that say what a line costs by itself."""

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

    __slots__ = ("flat", "minimum", "percent", "price")

    def __init__(self, tier: PriceTier, source: Amounts) -> None:
        self.minimum = tier.minimum
        self.price = amount_of(source, tier.prices)
        self.flat = amount_of(source, tier.flat) or ZERO
        self.percent = tier.percent

    def each(self, unit: Decimal) -> Decimal:
        """What a unit costs that costs ``unit`` otherwise."""
        if self.price is not None:
            return self.price
        if self.percent is not None:
            return unit * (ONE - share(self.percent))
        return ZERO if self.flat else unit


class ByVolume:
    kind: StepKind = "volume"

    def __init__(self, step: PriceStep, rule: Volume, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.over = rule.over
        self.tiers = tuple(Tier(one, source) for one in sorted(rule.tiers, key=lambda one: -one.minimum))

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        quantities = quantities_over(self.over, self.key, run, places, reached)
        for place, quantity in zip(places, quantities, strict=True):
            tier = next((one for one in self.tiers if quantity >= one.minimum), None)
            if tier is None:
                continue
            amount = self.amount(run, place, tier)
            if tier.flat:
                run.whole.add(place)
            run.put(place, amount, self, (tier.minimum, tier.price, tier.percent, tier.flat))

    def amount(self, run: Run, place: int, tier: Tier) -> Decimal:
        if tier.price is None and tier.percent is not None:
            return run.amounts[place] * (ONE - share(tier.percent)) + tier.flat
        return tier.each(ZERO) * run.counts[place] + tier.flat

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

    def __init__(self, step: PriceStep, rule: Slab, source: Amounts) -> None:
        self.key = step.key
        self.name = step.name
        self.tiers = tuple(Tier(one, source) for one in sorted(rule.tiers, key=lambda one: one.minimum))
        self.relative = self.tiers[0].minimum > 1 or any(tier.price is None for tier in self.tiers)
        self._known: dict[int, Decimal] = {}

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        known = self._known if not self.relative and len(self._known) < _MOST_KNOWN else {}
        for place in places:
            quantity = run.lines[place].quantity
            amount = known.get(quantity)
            if amount is None:
                amount = self.amount(quantity, run.unit(place) if self.relative else ZERO)
                if not self.relative:
                    known[quantity] = amount
            run.whole.add(place)
            run.put(place, amount, self, (quantity,))

    def amount(self, quantity: int, unit: Decimal) -> Decimal:
        """Units before the first tier cost ``unit``."""
        amount = min(quantity, self.tiers[0].minimum - 1) * unit
        for units, tier in self.slabs(quantity):
            amount += units * tier.each(unit) + tier.flat
        return amount

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
