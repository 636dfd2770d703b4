"""Margin: what is left of the net price once the product is made, and the configuration that leaves most."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from app.pricing.price import Terms, net_share, price_line
from app.pricing.waterfall import LinePrice
from app.pricing.weights import price_weights

_NOTHING: Final = Decimal(0)
_MOST_NEAR: Final = 200


@dataclass(frozen=True, slots=True)
class Deal:
    """How many are sold under which terms: all of a line but what it consists of."""

    quantity: int
    terms: Terms
    discount: Discount | None = None

    def price(self, product: Product, values: Mapping[str, Value]) -> LinePrice:
        """Raises as ``price_line``."""
        return price_line(product, values, quantity=self.quantity, terms=self.terms, discount=self.discount)


def margin(product: Product, values: Mapping[str, Value], price: LinePrice) -> Money | None:
    """Of the whole line, all its units made together: net less cost. None where the cost is not known."""
    try:
        cost = unit_cost(product, values, price.unit_net.currency, lot=price.quantity)
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
        return times(price_weights(self.product, self.deal.terms.currency), self._share)

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
        last = self.deal.price(self.product, values).steps[-1]
        half = minor_unit(self.deal.terms.currency) / 2
        return half - (last.effect.amount if last.kind == "rounding" else _NOTHING)

    @property
    def _share(self) -> Decimal:
        deal = self.deal
        return net_share(self.product, quantity=deal.quantity, terms=deal.terms, discount=deal.discount)

    @property
    def _is_never_rounded(self) -> bool:
        """Whether no choice brings parts of the smallest coin."""
        if self.deal.discount is not None and isinstance(self.deal.discount.off, Money):
            return False
        currency, share = self.deal.terms.currency, self._share
        amounts = [self.product.prices.get(currency, _NOTHING)]
        for one in self.product.attributes:
            each = one.prices.get(currency, _NOTHING)
            amounts += [each * one.minimum, each * one.step] if one.numeric else [each]
            amounts += [option.prices.get(currency, _NOTHING) for option in one.options]
        return all((Money(amount, currency) * share).is_rounded for amount in amounts)
