"""What values add to the list price of one unit, for the engine to find what costs least.

Steps that take a percentage off keep the order of list prices within a line, and a fixed amount and the
rounding do too: what is cheapest by list is then cheapest by net. ``net_share`` tells whether that is so.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.catalog import Product, Value
from app.catalog.expressions import Expression
from app.catalog.expressions.tree import Arithmetic, Constant, Fact, Name
from app.catalog.names_of_prices import flat_formula
from app.catalog.pricing import OptionPrices, PriceStep
from app.configuration import Linear, Weights
from app.pricing.amounts import Amounts
from app.pricing.exact import ONE
from app.pricing.plan import plan_of
from app.pricing.stages.lists import Options, PricedAttribute
from app.pricing.stages.models import ByFormula
from app.pricing.terms import Terms

_STEP: Final = PriceStep("options", "Options", OptionPrices())


def price_weights(product: Product, terms: Terms) -> Weights:
    """By each attribute that has prices, together with the quantities that multiply it, and by those that a
    formula of the price speaks of.

    Using them raises PriceMissing where the catalog has no price in that currency.
    """
    options = Options(_STEP, product, Amounts.under(terms))
    weights: dict[tuple[str, ...], Callable[[Sequence[Value | None]], Decimal]] = {
        (one.attribute.key, *one.attribute.multiplied_by): Linear(_added(one)) for one in options.priced
    }
    for formula in _formulas(product, terms):
        keys = tuple(sorted(formula.formula.attributes))
        weights[keys] = _together(_computed(formula, keys, product), weights.get(keys))
    return weights


def _added(priced: PricedAttribute) -> Callable[[Sequence[Value | None]], Decimal]:
    def added(values: Sequence[Value | None]) -> Decimal:
        value, *counts = values
        times = 1
        for count in counts:
            times *= int(count or 0)
        return Decimal() if value is None else priced.each(value) * times

    return added


def _formulas(product: Product, terms: Terms) -> Iterator[ByFormula]:
    """Those that add to every price, whatever else it is."""
    for taken in plan_of(product, terms).stages:
        stage = None if taken is None or taken.when is not None else taken.stage
        if isinstance(stage, ByFormula) and stage.rule.effect == "add" and not stage.formula.words:
            yield stage


def _computed(
    stage: ByFormula, keys: Sequence[str], product: Product
) -> Callable[[Sequence[Value | None]], Decimal]:
    each = ONE if stage.each is None else stage.each

    def computed(values: Sequence[Value | None]) -> Decimal:
        known = {key: value for key, value in zip(keys, values, strict=True) if value is not None}
        number = stage.formula.number(known, {})
        return Decimal() if number is None else number * each

    tree, _ = flat_formula(stage.rule.formula, product)
    return Linear(computed) if _is_linear(tree) else computed


def _is_linear(tree: Expression) -> bool:
    """Whether it is a number of the product, times a constant."""
    match tree:
        case Name() | Fact():
            return True
        case Arithmetic("*", Constant(), inner) | Arithmetic("*", inner, Constant()):
            return _is_linear(inner)
    return False


def _together(
    one: Callable[[Sequence[Value | None]], Decimal],
    other: Callable[[Sequence[Value | None]], Decimal] | None,
) -> Callable[[Sequence[Value | None]], Decimal]:
    if other is None:
        return one

    def both(values: Sequence[Value | None]) -> Decimal:
        return one(values) + other(values)

    return Linear(both) if isinstance(one, Linear) and isinstance(other, Linear) else both
