"""Margin: what is left of the net price once the product is made, and the configuration that leaves most."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from app.amounts import Money, minor_unit
from app.assembly import AssemblyInvalid, cost_weights, unit_cost
from app.catalog import Product, Value
from app.configuration import (
    Best,
    Completion,
    Configurator,
    Undecided,
    Weights,
    added_up,
    alike,
    better,
    cost_of,
    improved,
    left,
    times,
)
from app.pricing.discount import Discount, DiscountInvalid
from app.pricing.exact import EXACT
from app.pricing.price import price_quote
from app.pricing.shares import looks_around, net_share
from app.pricing.terms import NOTHING, Alone, Ordered, Said, Terms
from app.pricing.waterfall import LinePrice
from app.pricing.weights import price_weights

_NOTHING: Final = Decimal(0)
_MOST_NEAR: Final = 200


@dataclass(frozen=True, slots=True)
class Deal:
    """How many are sold under which terms: all of a line but what it consists of.

    ``others`` are the other lines of its quote, with their ``products``; ``offered`` whether it counts for
    them.
    """

    quantity: int
    terms: Terms
    discount: Discount | None = None
    details: Said = NOTHING
    others: tuple[Ordered, ...] = ()
    products: Mapping[str, Product] = field(default_factory=dict)
    offered: bool = True
    n: int = 1

    def price(self, product: Product, values: Mapping[str, Value]) -> LinePrice:
        """On its quote. Raises as ``price_quote``."""
        line = Alone(
            product=product.key,
            values=values,
            quantity=self.quantity,
            discount=self.discount,
            complete=False,
            n=self.n,
            details=self.details,
            is_offered=self.offered,
        )
        if not self.others or not looks_around(self.terms):
            return price_quote([line], {product.key: product}, terms=self.terms)[0]
        lines = sorted([*self.others, line], key=lambda one: one.n)
        prices = price_quote(lines, {**self.products, product.key: product}, terms=self.terms)
        return prices[lines.index(line)]

    def share(self, product: Product) -> Decimal | None:
        """How much of what an option adds to the list price is left in the net price, before it is rounded.

        None where that is not the same for all that can be chosen: then what is least, or most, by list
        prices need not be so by net ones.
        """
        return net_share(product, quantity=self.quantity, terms=self.terms, discount=self.discount)


def margin(product: Product, values: Mapping[str, Value], price: LinePrice) -> Money | None:
    """Of the whole line, all its units made together: net less cost. None where the cost is not known."""
    try:
        cost = unit_cost(product, values, price.net.currency, lot=price.quantity)
    except AssemblyInvalid:
        # The parts list says so in full; the line itself can be quoted all the same.
        return None
    return None if cost is None else price.net - cost * price.quantity


def best_margin(engine: Configurator, product: Product, choices: Mapping[str, Value], *, deal: Deal) -> Best:
    """Of all that are as good before the price is rounded the one nearest to the defaults; ``within`` is an
    amount for the line.

    For a product whose costs are known. Raises PriceMissing, and ChoiceImpossible when the choices
    contradict each other.
    """
    aim = _Aim(engine, product, choices, deal)
    by_defaults = engine.complete(choices)
    if aim.share is None:
        return aim.best(aim.improved(by_defaults), None)
    open_values = left(engine.configure(choices))
    cost = cost_weights(product, deal.terms.currency, lot=deal.quantity, left=open_values)
    weights = added_up([cost.weights, times(aim.net_weights(), Decimal(-1))], open_values)
    try:
        least = engine.complete_for_least(choices, weights)
    except Undecided:
        return aim.best(aim.improved(by_defaults), None)
    found = better(aim.margin, least.values, by_defaults)
    if not cost.whole or aim.margin(found) is None:
        found = aim.improved(found)
    best = aim.best(found, least.cost if least.proven else None)
    return aim.best_near(best, least, weights=weights) if best.within and cost.whole else best


@dataclass(frozen=True, slots=True)
class _Aim:
    engine: Configurator
    product: Product
    choices: Mapping[str, Value]
    deal: Deal

    def net_weights(self) -> Weights:
        return times(price_weights(self.product, self.deal.terms), self.share or Decimal(1))

    def margin(self, values: Mapping[str, Value]) -> Decimal | None:
        try:
            found = margin(self.product, values, self.deal.price(self.product, values))
        except DiscountInvalid:
            return None
        return None if found is None else found.amount

    def improved(self, start: Mapping[str, Value]) -> Mapping[str, Value]:
        keys = [attribute.key for attribute in self.product.attributes]
        return improved(self.engine, self.choices, start, figure=self.margin, keys=keys)

    def best(self, values: Mapping[str, Value], bound: Decimal | None) -> Best:
        """``bound``: no loss is smaller."""
        gap = None if bound is None else self.gap(values, bound)
        return Best(values, None if gap is None else gap * self.deal.quantity)

    def best_near(self, found: Best, least: Completion, *, weights: Weights) -> Best:
        """The best of all that the weights alone do not tell from what was found."""
        gap = self.gap(found.values, least.cost) or _NOTHING
        near = self.engine.near_least(self.choices, weights, slack=gap, most=_MOST_NEAR)
        settled = self.engine.configure(self.choices).values
        for one in near.found:
            values = {key: value for key, value in {**settled, **one}.items() if value is not None}
            if better(self.margin, found.values, values) is values:
                same = self.engine.complete_for_least(self.choices, alike({**settled, **one}))
                if same.cost:
                    return found
                found = self.best(same.values, least.cost)
        return replace(found, within=_NOTHING) if near.complete else found

    def loss(self, values: Mapping[str, Value]) -> Decimal | None:
        """Of one unit: its cost less what its values add to the net price, before that is rounded."""
        try:
            cost = unit_cost(self.product, values, self.deal.terms.currency, lot=self.deal.quantity)
        except AssemblyInvalid:
            return None
        return None if cost is None else cost.amount - cost_of(values, self.net_weights())

    def gap(self, values: Mapping[str, Value], bound: Decimal) -> Decimal | None:
        """What one unit of another may leave more."""
        loss = self.loss(values)
        if loss is None or self.margin(values) is None:
            return None
        return max(loss - bound + self._rounding(values), _NOTHING)

    def _rounding(self, values: Mapping[str, Value]) -> Decimal:
        """What the price of another may be rounded up more than this one's."""
        if self._is_never_rounded:
            return _NOTHING
        price = self.deal.price(self.product, values)
        now = sum((step.effect.amount for step in price.steps if step.kind == "rounding"), _NOTHING)
        rounding = self.deal.terms.pricing.rounded_by(self.deal.terms.currency)
        half = (rounding.to or minor_unit(self.deal.terms.currency)) / 2
        most = half * self.deal.quantity if rounding.of == "unit" else half
        return EXACT.divide(most - now, Decimal(self.deal.quantity))

    @property
    def share(self) -> Decimal | None:
        """None where the net price does not follow from list prices by percentages alone."""
        return self.deal.share(self.product)

    @property
    def _is_never_rounded(self) -> bool:
        """Whether no choice brings parts of the smallest coin."""
        pricing = self.deal.terms.pricing
        if self.deal.discount is not None and isinstance(self.deal.discount.off, Money):
            return False
        if pricing.books or pricing.rates or pricing.rounding:
            return False
        currency, share = self.deal.terms.currency, self.share or Decimal(1)
        amounts = [self.product.prices.get(currency, _NOTHING)]
        for one in self.product.attributes:
            each = one.prices.get(currency, _NOTHING)
            amounts += [each * one.minimum, each * one.step] if one.numeric else [each]
            amounts += [option.prices.get(currency, _NOTHING) for option in one.options]
        return all((Money(amount, currency) * share).is_rounded for amount in amounts)
