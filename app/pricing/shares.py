"""How much of what an option adds to the list price is left in the net price, before that is rounded."""

from decimal import Decimal

from app.amounts import Money, Percent
from app.catalog import Product
from app.catalog.pricing import Bundle, PercentOfTotal, PriceRule, Promotion, Schedule, Volume
from app.pricing.discount import Discount
from app.pricing.exact import EXACT, ONE, share
from app.pricing.plan import Taken, plan_of
from app.pricing.stages.lists import Listed, Options, Tiers
from app.pricing.stages.models import ByFormula
from app.pricing.stages.reductions import ByHand
from app.pricing.stages.stage import Percent as PercentOff
from app.pricing.terms import Terms


def net_share(product: Product, *, quantity: int, terms: Terms, discount: Discount | None) -> Decimal | None:
    """None where that is not the same for everything that can be chosen, or depends on other lines."""
    if terms.discount is not None:
        return None
    left = ONE
    for taken in plan_of(product, terms).stages:
        part = ONE if taken is None else _part(taken, quantity, discount, whole=left == ONE)
        if part is None:
            return None
        left = EXACT.multiply(left, part)
    return left


def looks_around(terms: Terms) -> bool:
    """Whether the price of a line may depend on other lines of its quote."""
    return terms.discount is not None or any(_looks(step.rule) for step in terms.pricing.steps)


def _looks(rule: PriceRule) -> bool:
    match rule:
        case PercentOfTotal() | Bundle():
            return True
        case Volume(over=over) | Schedule(over=over):
            return over != "line"
        case Promotion(minimum=minimum):
            return bool(minimum)
    return False


def _part(taken: Taken, quantity: int, discount: Discount | None, *, whole: bool) -> Decimal | None:
    if taken.when is not None:
        return None
    match taken.stage:
        case Listed() | Options():
            return ONE
        case ByFormula() as formula:
            added = whole and formula.rule.effect == "add" and not formula.formula.words
            return ONE if added else None
        case PercentOff() as percent:
            return ONE + percent.share
        case Tiers() as tiers:
            reached = tiers.reached(quantity)
            return ONE if reached is None else ONE + reached.share
        case ByHand():
            if discount is None or isinstance(discount.off, Money):
                return ONE
            return ONE - share(discount.off.value) if isinstance(discount.off, Percent) else None
    return None
