"""How much a person may take off a line: what the catalog says at the step that takes the discount."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import ClassVar

from app.catalog import Product
from app.catalog.names_of_prices import flat_key
from app.catalog.pricing import Allowance, Header
from app.pricing.discount import Discount, DiscountInvalid
from app.pricing.exact import EXACT, HUNDRED, written
from app.pricing.plan import plan_of
from app.pricing.stages.reductions import ByHand
from app.pricing.terms import Ordered, Terms
from app.pricing.waterfall import LinePrice


class DiscountAboveLimit(DiscountInvalid):
    code: ClassVar[str] = "discount_above_limit"


def allowance_of(line: Ordered, product: Product, terms: Terms) -> Allowance | None:
    """That of the first step which takes the line's discount; None where the catalog has none for it."""
    words = {flat_key("quantity"): line.quantity}
    for taken in plan_of(product, terms).stages:
        if taken is None or not isinstance(taken.stage, ByHand):
            continue
        if taken.when is None or taken.when.holds(line.values, words):
            return taken.stage.rule.allowance
    return None


def header_allowance(terms: Terms) -> Allowance | None:
    """That of the discount on the quote."""
    rules = (step.rule for step in terms.pricing.steps)
    return next((rule.allowance for rule in rules if isinstance(rule, Header)), None)


def most_of(allowance: Allowance, roles: Iterable[str]) -> Decimal:
    """The largest percentage that somebody with these roles may take off."""
    others = allowance.limits.get("", HUNDRED)
    return max((allowance.limits.get(role, others) for role in roles), default=others)


def check_allowed(
    allowance: Allowance | None, discount: Discount, percent: Decimal, *, roles: Iterable[str]
) -> None:
    """``percent`` is what the discount takes off. Raises DiscountInvalid, DiscountAboveLimit."""
    if allowance is None:
        raise DiscountInvalid("This catalog does not let a discount be given here.")
    known = [text for one in allowance.reasons for text in (one.name, one.key, *one.names.values())]
    if known and discount.reason not in known:
        offered = "; ".join(one.name for one in allowance.reasons)
        raise DiscountInvalid(f"Choose one of the reasons that the catalog has for a discount: {offered}.")
    most = most_of(allowance, roles)
    if percent > most:
        raise DiscountAboveLimit(
            f"You may take off at most {written(most)} %. Give less, or ask somebody who may give more.",
            facts={"most": written(most)},
        )


def taken_off(price: LinePrice) -> Decimal:
    """How much the line's own discount takes off, in percent of what the line costs before it."""
    for step in price.steps:
        if step.kind == "manual":
            before = EXACT.subtract(step.after.amount, step.effect.amount)
            return EXACT.divide(-step.effect.amount * 100, before) if before else Decimal(0)
    return Decimal(0)


def limits_of(
    lines: Iterable[Ordered], products: Mapping[str, Product], terms: Terms, *, roles: Iterable[str]
) -> Mapping[int, Decimal]:
    """By the number of a line the largest percentage; lines that take no discount are left out."""
    who = tuple(roles)
    found = ((line.n, allowance_of(line, products[line.product], terms)) for line in lines)
    return {n: most_of(allowance, who) for n, allowance in found if allowance is not None}
