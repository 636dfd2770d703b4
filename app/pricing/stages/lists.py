"""What stands in price lists: the product, its options, its quantity tiers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.catalog import Attribute, Product, Value
from app.catalog.pricing import PriceStep
from app.catalog.pricing.books import option_item
from app.pricing.amounts import Amounts
from app.pricing.exact import written
from app.pricing.run import Detail, Run, Wording
from app.pricing.stages.stage import Percent
from app.pricing.waterfall import StepKind


class Listed:
    """The list price of the product. ``unpriced``: other steps make its price, it may have none here."""

    kind: StepKind = "list"

    def __init__(self, step: PriceStep, product: Product, source: Amounts, *, unpriced: bool) -> None:
        self.key = step.key
        self.product = product
        self.source = source
        self.unpriced = unpriced and not source.has(product.key, "", product.prices)

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        if self.unpriced:
            return
        each, origin = self.source.booked(self.product.key, "", self.product.prices)
        amounts, lists, taken, counts = run.amounts, run.lists, run.taken, run.counts
        detail = (each, origin)
        for place in places:
            effect = each * counts[place]
            amounts[place] += effect
            lists[place] += effect
            taken[place].append((self, effect, detail))

    def told(self, detail: Detail) -> Wording:
        each, origin = detail
        return Wording(self.product.name, str(origin), f"{_figure(each)} each")


class Options:
    """What was chosen adds its price, option by option."""

    def __init__(self, step: PriceStep, product: Product, source: Amounts) -> None:
        self.priced = tuple(
            PricedAttribute(step, product, attribute, source)
            for attribute in product.attributes
            if _has_prices(attribute, product, source)
        )

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        for priced in self.priced:
            priced.take(run, places)


class PricedAttribute:
    kind: StepKind = "option"

    def __init__(self, step: PriceStep, product: Product, attribute: Attribute, source: Amounts) -> None:
        self.key = step.key
        self.rule = f"{product.key}.{attribute.key}"
        self.product = product
        self.attribute = attribute
        self.source = source
        self._known: dict[Value, Decimal] = {}

    def take(self, run: Run, places: Sequence[int]) -> None:
        key, known, often = self.attribute.key, self._known, self.attribute.multiplied_by
        amounts, lists, taken, counts, values = run.amounts, run.lists, run.taken, run.counts, run.values
        for place in places:
            value = values[place].get(key)
            if value is None:
                continue
            each = known.get(value)
            if each is None:
                each = self.each(value)
            if not each:
                continue
            times = _times(often, values[place]) if often else 1
            if not times:
                continue
            effect = each * counts[place] * times if times != 1 else each * counts[place]
            amounts[place] += effect
            lists[place] += effect
            taken[place].append((self, effect, (value, times, each)))

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

    def told(self, detail: Detail) -> Wording:
        value, times, each = detail
        label = self._label(value)
        rows = "" if times == 1 else f" × {times}"
        return Wording(f"{label}{rows}", self.rule, f"{_figure(each)} each{rows}")

    def _label(self, value: Value | None) -> str:
        attribute, option = self.attribute, self.attribute.option(value)
        if option is not None:
            return f"{attribute.name}: {option.name}"
        if isinstance(value, bool | str):
            return attribute.name
        return f"{attribute.name}: {value} {attribute.unit}".rstrip()


def _figure(amount: str | int | Decimal | None) -> str:
    return written(amount) if isinstance(amount, int | Decimal) else str(amount)


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

    def __init__(self, step: PriceStep, product: Product, *, cuts: bool) -> None:
        tiers = sorted(product.quantity_tiers, key=lambda tier: -tier.minimum)
        self.tiers = tuple(
            (
                tier.minimum,
                Percent(
                    step,
                    "quantity",
                    tier.percent,
                    label=f"Quantity from {tier.minimum}",
                    rule="quantity tier",
                    cuts=cuts,
                ),
            )
            for tier in tiers
        )

    def take(self, run: Run, places: Sequence[int], reached: Sequence[int]) -> None:
        for place in places:
            found = self.reached(run.lines[place].quantity)
            if found is not None:
                found.take(run, (place,), reached)

    def reached(self, quantity: int) -> Percent | None:
        return next((one for minimum, one in self.tiers if quantity >= minimum), None)
