"""Pricing one line: list price, options, quantity tier, customer tier, manual discount.

The order is fixed here and each percentage applies to the price that the step before left. The unit price
is rounded once, at the end, half up: a CRM computes quantity × unit price itself, so rounding the extended
amount instead could differ from it by some cents (docs/adr/0005-rounding.md).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import ClassVar

from app.amounts import Money, Percent
from app.catalog import Attribute, CustomerTier, Prices, Product, Value
from app.errors import Refused
from app.pricing.discount import Discount, DiscountInvalid
from app.pricing.waterfall import LinePrice, Step, StepKind


class PriceMissing(Refused):
    """The catalog has no price in the quote's currency."""

    code: ClassVar[str] = "price_missing"


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms a line is priced: the quote's currency and the customer's tier."""

    currency: str
    tier: CustomerTier | None


def price_line(
    product: Product,
    values: Mapping[str, Value],
    *,
    quantity: int,
    terms: Terms,
    discount: Discount | None = None,
) -> LinePrice:
    """Raises PriceMissing without a price in that currency, DiscountInvalid for one above the price."""
    waterfall = _Waterfall(terms.currency)
    waterfall.add(
        "list", product.name, f"price book {terms.currency}", _amount(product.prices, terms.currency)
    )
    for label, rule, amount in _option_prices(product, values, terms.currency):
        waterfall.add("option", label, rule, amount)
    unit_list = waterfall.after
    _take_tiers(waterfall, product, quantity=quantity, tier=terms.tier)
    if discount is not None:
        _take_discount(waterfall, discount, quantity=quantity)
    waterfall.round()
    return LinePrice(quantity, unit_list.rounded(), waterfall.after, tuple(waterfall.steps))


def net_share(product: Product, *, quantity: int, terms: Terms, discount: Discount | None) -> Decimal:
    """How much of what an option adds to the list price is left in the net price, before it is rounded."""
    waterfall = _Waterfall(terms.currency)
    waterfall.after = Money(Decimal(1), terms.currency)
    _take_tiers(waterfall, product, quantity=quantity, tier=terms.tier)
    if discount is not None and isinstance(discount.off, Percent):
        _take_discount(waterfall, discount, quantity=quantity)
    return waterfall.after.amount


class _Waterfall:
    """Steps as they are taken; ``after`` is the unit price so far."""

    def __init__(self, currency: str) -> None:
        self.steps: list[Step] = []
        self.after = Money.zero(currency)

    def add(self, kind: StepKind, label: str, rule: str, effect: Money) -> None:
        self.after = self.after + effect
        self.steps.append(Step(kind, label, rule, effect, self.after))

    def round(self) -> None:
        change = self.after.rounded() - self.after
        if change:
            self.add("rounding", "Rounding", "half up, once a line", change)
        self.after = self.after.rounded()


def _option_prices(
    product: Product, values: Mapping[str, Value], currency: str
) -> Iterator[tuple[str, str, Money]]:
    for attribute in product.attributes:
        value = values.get(attribute.key)
        if value is None:
            continue
        amount = value_price(attribute, value, values, currency=currency)
        if amount:
            label, times = _priced(attribute, value)[0], _times(attribute, values)
            shown = label if times == 1 else f"{label} × {times}"
            yield shown, f"{product.key}.{attribute.key}", amount


def value_price(attribute: Attribute, value: Value, values: Mapping[str, Value], *, currency: str) -> Money:
    """What a value adds to the list price of one unit. Raises PriceMissing."""
    _, prices, count = _priced(attribute, value)
    if not prices or value is False:
        return Money.zero(currency)
    return _amount(prices, currency) * count * _times(attribute, values)


def _times(attribute: Attribute, values: Mapping[str, Value]) -> int:
    """How often the attribute occurs; 0 until it is decided how many rows there are."""
    return prod(int(values.get(key, 0)) for key in attribute.multiplied_by)


def _priced(attribute: Attribute, value: Value) -> tuple[str, Prices, int | Decimal]:
    """What a value is called on the waterfall, its price for one, and how often it counts."""
    option = attribute.option(value)
    if option is not None:
        return f"{attribute.name}: {option.name}", option.prices, 1
    if isinstance(value, bool | str):
        return attribute.name, attribute.prices, 1
    return f"{attribute.name}: {value} {attribute.unit}".rstrip(), attribute.prices, value


def _take_tiers(waterfall: _Waterfall, product: Product, *, quantity: int, tier: CustomerTier | None) -> None:
    reached = [step for step in product.quantity_tiers if quantity >= step.minimum]
    if reached:
        best = max(reached, key=lambda step: step.minimum)
        _take_percent(waterfall, "quantity", f"Quantity from {best.minimum}", "quantity tier", best.percent)
    if tier is not None and tier.percent:
        _take_percent(waterfall, "customer", f"Customer tier {tier.name}", f"tier {tier.key}", tier.percent)


def _take_percent(waterfall: _Waterfall, kind: StepKind, label: str, rule: str, percent: Decimal) -> None:
    share = Percent(percent)
    waterfall.add(kind, f"{label} (−{share} %)", rule, -share.part_of(waterfall.after))


def _take_discount(waterfall: _Waterfall, discount: Discount, *, quantity: int) -> None:
    if isinstance(discount.off, Percent):
        _take_percent(waterfall, "manual", "Discount", discount.reason, discount.off.value)
        return
    if waterfall.after * quantity < discount.off:
        raise DiscountInvalid(
            f"The discount is larger than the line, {(waterfall.after * quantity).rounded()}."
        )
    each = discount.off * (Decimal(1) / Decimal(quantity))
    waterfall.add(
        "manual", f"Discount {discount.off} {discount.off.currency} on the line", discount.reason, -each
    )


def _amount(prices: Prices, currency: str) -> Money:
    amount = prices.get(currency)
    if amount is None:
        raise PriceMissing(f"The catalog has no price in {currency}. Ask the catalog's owner to add it.")
    return Money(amount, currency)
