"""A plan: how one product is priced under certain terms. Compiled once, kept, and run over lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from app.catalog import Product
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
    PriceStep,
    Promotion,
    QuantityTiers,
    Reach,
    Schedule,
    Slab,
    Subscription,
    Volume,
)
from app.pricing.amounts import Amounts
from app.pricing.finish import OnQuote
from app.pricing.formulas import Compiled
from app.pricing.stages.around import Bundled, OfTotal
from app.pricing.stages.costs import ByCost
from app.pricing.stages.lists import Listed, Options, Tiers
from app.pricing.stages.models import ByBlock, ByContract, ByFormula, BySlab, ByVolume
from app.pricing.stages.reductions import ByHand, Floored, Free, Promoted, Scheduled
from app.pricing.stages.stage import Percent, Stage
from app.pricing.stages.term import ForTerm
from app.pricing.terms import Terms

_MOST_KEPT: Final = 512
_MOST_EXACT: Final = 7
"""So many percentages in a row cannot make an amount longer than the arithmetic holds."""

_PRICING: Final = PerUnit | Volume | Slab | Block | CostPlus | PercentOfTotal | Contract
"""Rules that can price a product without list price."""

Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that reaches the product, maybe only where a condition holds."""

    stage: Stage
    when: Compiled | None


@dataclass(frozen=True, slots=True)
class Plan:
    """``stages``: by the place of their step in the catalog's order, None where a step does not reach the
    product. ``header``: the step that takes the quote's discount; ``derived``: it is priced by other lines.
    ``held`` keeps alive what the plan is known by.
    """

    stages: tuple[Taken | None, ...]
    header: tuple[OnQuote, Compiled | None] | None
    derived: bool
    recurs: Literal["month", "year"] | None
    held: object


_kept: dict[Key, Plan] = {}


def plan_of(product: Product, terms: Terms) -> Plan:
    """Raises ExpressionInvalid, PriceMissing, RateMissing."""
    tier = terms.tier.key if terms.tier else ""
    about = terms.currency, tier, terms.region, terms.account, terms.codes, terms.day
    known: Key = (terms.release, product.key, product.era) if terms.release else (id(product),)
    key = (*known, id(terms.pricing), id(terms.tier), *about)
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[key] = compiled(product, terms)
    return found


def compiled(product: Product, terms: Terms) -> Plan:
    """Raises ExpressionInvalid, PriceMissing, RateMissing."""
    source = Amounts.under(terms)
    steps = [step if _reaches(step.reach, product, terms) else None for step in terms.pricing.steps]
    rules = [step.rule for step in steps if step is not None]
    making = _Making(product, terms, source, unpriced=any(isinstance(rule, _PRICING) for rule in rules))
    header = next((step for step in steps if step is not None and isinstance(step.rule, Header)), None)
    return Plan(
        stages=tuple(None if step is None else making.taken(step) for step in steps),
        header=making.header(header),
        derived=any(isinstance(rule, PercentOfTotal) for rule in rules),
        recurs=product.recurs,
        held=(product, terms.pricing, terms.tier),
    )


def _reaches(reach: Reach, product: Product, terms: Terms) -> bool:
    tier = terms.tier.key if terms.tier else ""
    asked = (
        (reach.currencies, terms.currency),
        (reach.regions, terms.region),
        (reach.tiers, tier),
        (reach.accounts, terms.account),
    )
    return (
        reach.sells(product.key, product.family)
        and all(not wanted or given in wanted for wanted, given in asked)
        and (not reach.codes or bool(reach.codes & terms.codes))
        and (terms.day is None or reach.period.holds(terms.day))
    )


class _Making:
    def __init__(self, product: Product, terms: Terms, source: Amounts, *, unpriced: bool) -> None:
        self.product = product
        self.terms = terms
        self.source = source
        self.unpriced = unpriced
        self.percents = 0

    def taken(self, step: PriceStep) -> Taken | None:
        stage = self.stage(step)
        return None if stage is None else Taken(stage, self.when(step))

    def when(self, step: PriceStep) -> Compiled | None:
        when = step.reach.when
        return None if when is None else Compiled(when, self.product)

    def header(self, step: PriceStep | None) -> tuple[OnQuote, Compiled | None] | None:
        if step is None or not isinstance(step.rule, Header):
            return None
        return OnQuote(step, step.rule), self.when(step)

    def stage(self, step: PriceStep) -> Stage | None:
        product, source = self.product, self.source
        match step.rule:
            case ListPrice():
                return Listed(step, product, source, unpriced=self.unpriced)
            case OptionPrices():
                return Options(step, product, source)
            case QuantityTiers():
                return Tiers(step, product, cuts=self.cuts()) if product.quantity_tiers else None
            case CustomerTiers():
                return self.customer(step)
            case Manual() as rule:
                return ByHand(step, rule)
            case Header():
                return None
        return self.model(step)

    def model(self, step: PriceStep) -> Stage | None:
        product, source = self.product, self.source
        match step.rule:
            case PerUnit() as rule:
                return ByFormula(step, rule, product, source)
            case Volume() as rule:
                return ByVolume(step, rule, source)
            case Slab() as rule:
                return BySlab(step, rule, source)
            case Block() as rule:
                return ByBlock(step, rule, source)
            case CostPlus() as rule:
                return ByCost(step, rule, source)
            case PercentOfTotal() as rule:
                return OfTotal(step, rule)
            case Subscription() as rule:
                return ForTerm(step, rule, source)
            case Contract() as rule:
                return ByContract(step, rule, product, source)
        return self.reduction(step)

    def reduction(self, step: PriceStep) -> Stage | None:
        source = self.source
        match step.rule:
            case Bundle() as rule:
                return Bundled(step, rule, source)
            case Promotion() as rule:
                return Promoted(step, rule, source)
            case Schedule() as rule:
                return Scheduled(step, rule, source)
            case FreeItems() as rule:
                return Free(step, rule)
            case Floor() as rule:
                return Floored(step, rule, source)
        return None

    def customer(self, step: PriceStep) -> Stage | None:
        tier = self.terms.tier
        if tier is None or not tier.percent:
            return None
        label, rule = f"Customer tier {tier.name}", f"tier {tier.key}"
        return Percent(step, "customer", tier.percent, label=label, rule=rule, cuts=self.cuts())

    def cuts(self) -> bool:
        self.percents += 1
        return self.percents > _MOST_EXACT


def steps_of(plan: Plan) -> Iterator[Taken]:
    return (taken for taken in plan.stages if taken is not None)
