"""Quantities at which a price comes below its floor before anybody gives a discount.

A price is followed from step to step as the lowest that it can be. What depends on choices, on other lines or
on who buys makes it a bound: no price is lower, but none may be as low. Where a step cannot be followed
(costs, terms, formulas, totals) nothing is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.catalog.checks.finding import Finding
from app.catalog.price_checks.amounts import wanted_currencies
from app.catalog.price_checks.reached import products_of
from app.catalog.pricing import (
    Block,
    Bundle,
    Contract,
    CostPlus,
    CustomerTiers,
    Floor,
    FreeItems,
    Header,
    ListPrice,
    Manual,
    OptionPrices,
    PercentOfTotal,
    PerUnit,
    PriceRule,
    PriceStep,
    PriceTier,
    Promotion,
    QuantityTiers,
    Schedule,
    Slab,
    Subscription,
    Volume,
)
from app.catalog.product import Product
from app.catalog.release import Release

BELOW: Final = "price_below_floor"
_HUNDRED: Final = Decimal(100)
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Lowest:
    """Of one unit; ``exact``: there is a line that costs that."""

    amount: Decimal
    exact: bool = True

    def less(self, percent: Decimal, *, exact: bool = True) -> "_Lowest":
        return _Lowest(self.amount * (_HUNDRED - percent) / _HUNDRED, self.exact and exact)

    def at(self, amount: Decimal, *, exact: bool = True) -> "_Lowest":
        return _Lowest(max(amount, _NOTHING), self.exact and exact)


def below_floors(release: Release) -> Iterator[Finding]:
    steps = release.pricing.steps
    for n, step in enumerate(steps):
        if isinstance(step.rule, Floor) and step.rule.prices:
            for key in sorted(products_of(step, release)):
                for currency in wanted_currencies(step, release):
                    floor = step.rule.prices.get(currency)
                    message = "" if floor is None else _message(release, key, currency, floor, steps[:n])
                    if message:
                        yield Finding(("steps", n), message, BELOW)
                        break


def _message(release: Release, key: str, currency: str, floor: Decimal, before: tuple[PriceStep, ...]) -> str:
    product = release.products[key]
    steps = [step for step in before if step.reach.sells(key, product.family)]
    for quantity in _quantities(steps, product):
        found = _lowest(release, product, currency, quantity, steps)
        if found is None:
            return ""
        if found.amount < floor:
            amount = f"{found.amount.quantize(Decimal('0.0001')).normalize():f} {currency}"
            start = f"With {quantity} units" if quantity > 1 else "One unit of"
            if found.exact:
                return (
                    f"{start} {key} costs {amount} a unit, below its floor of {floor}, before any discount."
                )
            return (
                f"{start} {key} may cost as little as {amount} a unit (a bound: no choice and no buyer makes "
                f"it less), below its floor of {floor}, before any discount."
            )
    return ""


def _quantities(steps: list[PriceStep], product: Product) -> list[int]:
    """Where something changes."""
    starts = {1, product.maximum_quantity} | {tier.minimum for tier in product.quantity_tiers}
    for step in steps:
        match step.rule:
            case Volume(tiers) | Slab(tiers):
                starts |= {tier.minimum for tier in tiers}
            case Schedule(tiers, "quantity"):
                starts |= {tier.quantity for tier in tiers}
            case Block(size):
                starts.add(size)
            case FreeItems(_, each):
                starts.add(each)
    return sorted(one for one in starts if 1 <= one <= product.maximum_quantity)


def _lowest(
    release: Release, product: Product, currency: str, quantity: int, steps: list[PriceStep]
) -> _Lowest | None:
    """None where it cannot be told."""
    price = _Lowest(_NOTHING)
    for step in steps:
        if step.reach.currencies and currency not in step.reach.currencies:
            continue
        found = _after(price, step, release, product, currency, quantity)
        if found is None:
            return None
        always = step.reach.when is None and not _is_for_some(step)
        price = found if always or found.amount < price.amount else price
        price = price if always else _Lowest(price.amount, exact=False)
    return price


def _is_for_some(step: PriceStep) -> bool:
    reach = step.reach
    return bool(reach.regions or reach.tiers or reach.accounts or reach.codes or reach.period.changes)


def _after(
    price: _Lowest, step: PriceStep, release: Release, product: Product, currency: str, quantity: int
) -> _Lowest | None:
    match step.rule:
        case ListPrice():
            listed = [product.prices[currency]] if currency in product.prices else []
            books = [book for book in release.pricing.books if book.currency == currency]
            booked = [
                book.prices[product.key][""] for book in books if "" in book.prices.get(product.key, {})
            ]
            return price.at(min(listed + booked), exact=not booked) if listed else None
        case OptionPrices():
            costs = any(one.prices or any(o.prices for o in one.options) for one in product.attributes)
            return _Lowest(price.amount, price.exact and not costs)
        case QuantityTiers():
            reached = [tier.percent for tier in product.quantity_tiers if tier.minimum <= quantity]
            return price.less(reached[-1]) if reached else price
        case CustomerTiers():
            return price.less(max((one.percent for one in release.customer_tiers.values()), default=_NOTHING))
        case Manual() | Header():
            return price
        case Floor(prices) if currency in prices:
            return price.at(max(price.amount, prices[currency]))
    return _by_model(price, step.rule, product.key, currency, quantity)


def _by_model(price: _Lowest, rule: PriceRule, key: str, currency: str, quantity: int) -> _Lowest | None:
    match rule:
        case Volume(tiers, over):
            own = [tier for tier in tiers if tier.minimum <= quantity][-1:]
            found = [_tier(price, tier, currency, quantity) for tier in (own if over == "line" else tiers)]
            known = [one.amount for one in found if one is not None]
            known += [] if own and over == "line" else [price.amount]
            return None if None in found else price.at(min(known), exact=over == "line")
        case Slab(tiers):
            return _slabs(price, tiers, currency, quantity)
        case Block(size, prices, remainder) if currency in prices:
            blocks, rest = divmod(quantity, size)
            units = rest if remainder == "units" else 0
            blocks += 1 if rest and not units else 0
            return price.at((prices[currency] * blocks + price.amount * units) / quantity)
        case Schedule(tiers, by, over, how):
            counted = by == "quantity" and over == "line"
            off = [tier.percent for tier in tiers if not counted or tier.quantity <= quantity]
            return price.less(max(off, default=_NOTHING), exact=counted and how == "range")
        case FreeItems(free, each):
            return price.at(price.amount * (quantity - quantity // each * free) / quantity)
        case Contract(prices, percent):
            agreed = prices.get(key, {}).get(currency)
            return price.at(agreed) if agreed is not None else price.less(percent or _NOTHING)
        case Promotion() | Bundle():
            return price.at(
                price.less(rule.percent).amount
                if rule.percent is not None
                else price.amount - rule.prices.get(currency, _NOTHING),
                exact=False,
            )
        case PerUnit() | CostPlus() | PercentOfTotal() | Subscription():
            return None
    return None


def _tier(price: _Lowest, tier: PriceTier, currency: str, quantity: int) -> _Lowest | None:
    if (tier.prices and currency not in tier.prices) or (tier.flat and currency not in tier.flat):
        return None
    each = tier.prices.get(currency)
    once = tier.flat.get(currency, _NOTHING) / quantity
    if each is None:
        each = price.less(tier.percent).amount if tier.percent is not None else _NOTHING
    return price.at(each + once)


def _slabs(price: _Lowest, tiers: tuple[PriceTier, ...], currency: str, quantity: int) -> _Lowest | None:
    total = price.amount * min(quantity, tiers[0].minimum - 1)
    ends = [tier.minimum - 1 for tier in tiers[1:]]
    for tier, end in zip(tiers, [*ends, quantity], strict=True):
        units = min(quantity, end) - tier.minimum + 1
        if units > 0:
            found = _tier(price, PriceTier(tier.minimum, tier.prices, {}, tier.percent), currency, quantity)
            if found is None or (tier.flat and currency not in tier.flat):
                return None
            total += found.amount * units + tier.flat.get(currency, _NOTHING)
    return price.at(total / quantity)
