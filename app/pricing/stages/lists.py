"""What stands in price lists: the product, its options, its quantity tiers."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from app.catalog import Attribute, Product, QuantityTier, Value
from app.catalog.pricing import PriceStep
from app.catalog.pricing.books import option_item
from app.pricing.amounts import Amounts
from app.pricing.exact import ZERO, written
from app.pricing.run import Detail, Run, Wording
from app.pricing.stages.stage import Percent
from app.pricing.waterfall import StepKind

_MOST_KNOWN: Final = 10_000


class Listed:
    """The list price of the product. ``unpriced``: other steps make its price, it may have none here."""

    kind: StepKind = "list"
    around: Final = False

    def __init__(self, step: PriceStep, product: Product, source: Amounts, *, unpriced: bool) -> None:
        self.key = step.key
        self.product = product
        self.source = source
        self.unpriced = unpriced and not source.has(product.key, "", product.prices)

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        if self.unpriced:
            return
        detail = self.source.booked(self.product.key, "", self.product.prices)
        each = detail[0]
        amounts, lists, taken, counts = run.amounts, run.lists, run.taken, run.counts
        for place in places:
            effect = each * counts[place]
            if amounts[place] is ZERO is lists[place]:
                amounts[place] = lists[place] = effect
            else:
                amounts[place] += effect
                lists[place] += effect
            taken[place] += (self, effect, detail)

    def told(self, detail: Detail) -> Wording:
        each, origin = detail
        return Wording(self.product.name, str(origin), f"{written(Decimal(str(each)))} each")


@dataclass(frozen=True, slots=True)
class Part:
    """What one option adds to a unit, and its words."""

    each: Decimal
    wording: Wording


Added: TypeAlias = tuple[Decimal, tuple[Part, ...]]


class Options:
    """What was chosen adds its price, all options in one effect that is told option by option."""

    kind: StepKind = "option"
    around: Final = False

    def __init__(self, step: PriceStep, product: Product, source: Amounts) -> None:
        self.key = step.key
        self.priced = tuple(
            PricedAttribute(product, attribute, source)
            for attribute in product.attributes
            if _has_prices(attribute, product, source)
        )
        read = (key for one in self.priced for key in (one.attribute.key, *one.attribute.multiplied_by))
        self._keys = tuple(dict.fromkeys(read))
        self._known: dict[tuple[Value | None, ...], Added] = {}
        self._seen: dict[int, tuple[Mapping[str, Value], Added]] = {}

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        amounts, lists, taken, counts, values = run.amounts, run.lists, run.taken, run.counts, run.values
        seen = self._seen
        for place in places:
            mine = values[place]
            found = seen.get(id(mine))
            added = self.added(mine) if found is None or found[0] is not mine else found[1]
            each, parts = added
            if parts:
                effect = each * counts[place]
                before = amounts[place]
                amounts[place] = before + effect
                # Mostly they are one and the same until here: one addition, and one amount to be kept.
                lists[place] = amounts[place] if lists[place] is before else lists[place] + effect
                taken[place] += (self, effect, parts)

    def added(self, values: Mapping[str, Value]) -> Added:
        """For one unit. Kept by what was chosen, and by the mapping: lines keep theirs between prices."""
        # Values of one attribute are of one type, so that equal ones are the same.
        chosen = tuple(map(values.get, self._keys))
        if len(self._known) > _MOST_KNOWN or len(self._seen) > _MOST_KNOWN:
            self._known.clear()
            self._seen.clear()
        added = self._known.get(chosen)
        if added is None:
            parts = tuple(part for one in self.priced if (part := one.part(values)) is not None)
            added = self._known[chosen] = sum((part.each for part in parts), ZERO), parts
        self._seen[id(values)] = values, added
        return added


class PricedAttribute:
    def __init__(self, product: Product, attribute: Attribute, source: Amounts) -> None:
        self.rule = f"{product.key}.{attribute.key}"
        self.product = product
        self.attribute = attribute
        self.source = source
        self._known: dict[Value, Decimal] = {}

    def part(self, values: Mapping[str, Value]) -> Part | None:
        """None for what adds nothing."""
        value = values.get(self.attribute.key)
        if value is None:
            return None
        times = _times(self.attribute.multiplied_by, values)
        each = self.each(value)
        if not each or not times:
            return None
        rows = "" if times == 1 else f" × {times}"
        wording = Wording(f"{self._label(value)}{rows}", self.rule, f"{written(each)} each{rows}")
        return Part(each * times, wording)

    def each(self, value: Value) -> Decimal:
        """What a value adds where the attribute occurs once. Raises PriceMissing, RateMissing."""
        found = self._known.get(value)
        if found is None:
            found = self._each(value)
            # Values of one attribute are of one type, so that equal ones are the same.
            if len(self._known) < 1_000:
                self._known[value] = found
        return found

    def _each(self, value: Value) -> Decimal:
        attribute, product = self.attribute, self.product.key
        option = attribute.option(value)
        if option is not None:
            item = option_item(attribute.key, option.key)
            if not self.source.has(product, item, option.prices):
                return Decimal(0)
            return self.source.booked(product, item, option.prices)[0]
        if value is False or not self.source.has(product, attribute.key, attribute.prices):
            return Decimal(0)
        each = self.source.booked(product, attribute.key, attribute.prices)[0]
        return each if isinstance(value, bool | str) else each * value

    def _label(self, value: Value | None) -> str:
        attribute, option = self.attribute, self.attribute.option(value)
        if option is not None:
            return f"{attribute.name}: {option.name}"
        if isinstance(value, bool | str):
            return attribute.name
        return f"{attribute.name}: {value} {attribute.unit}".rstrip()


def _times(often: Sequence[str], values: Mapping[str, Value]) -> int:
    """How often the attribute occurs; 0 until it is decided how many rows there are."""
    times = 1
    for key in often:
        times *= int(values.get(key, 0))
    return times


def _has_prices(attribute: Attribute, product: Product, source: Amounts) -> bool:
    if source.has(product.key, attribute.key, attribute.prices):
        return True
    return any(
        source.has(product.key, option_item(attribute.key, option.key), option.prices)
        for option in attribute.options
    )


class Tiers:
    """The quantity tiers that stand in the product."""

    kind: StepKind = "quantity"
    around: Final = False

    def __init__(self, step: PriceStep, product: Product, *, cuts: bool) -> None:
        tiers = sorted(product.quantity_tiers, key=lambda tier: tier.minimum)
        self._minima = [tier.minimum for tier in tiers]
        self.tiers = [_off_quantity(step, tier, cuts=cuts) for tier in tiers]

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        if not self.tiers:
            return
        by_tier: dict[int, list[int]] = {}
        minima = self._minima
        for place in places:
            by_tier.setdefault(bisect_right(minima, run.lines[place].quantity), []).append(place)
        for number, found in by_tier.items():
            if number:
                self.tiers[number - 1].take(run, found, reached)

    def reached(self, quantity: int) -> Percent | None:
        number = bisect_right(self._minima, quantity)
        return self.tiers[number - 1] if number else None


def _off_quantity(step: PriceStep, tier: QuantityTier, *, cuts: bool) -> Percent:
    label = f"Quantity from {tier.minimum}"
    return Percent(step, "quantity", tier.percent, label=label, rule="quantity tier", cuts=cuts)
