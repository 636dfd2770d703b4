"""Prices that follow from costs: of products whose costs are known, in every currency of the step."""

from collections.abc import Iterator
from typing import Final, TypeAlias

from app.catalog.articles import Article, WorkCentre
from app.catalog.assembly import AssemblyRule, PartRule
from app.catalog.checks.finding import Finding, Place
from app.catalog.expressions import names
from app.catalog.names_of_prices import flat_formula, flat_key
from app.catalog.price_checks.reached import products_of
from app.catalog.pricing import CostPlus, Floor, PerUnit, PriceStep
from app.catalog.product import Product
from app.catalog.release import Release

MISSING: Final = "price_cost_missing"
Costed: TypeAlias = Article | WorkCentre
_MOST_SHOWN: Final = 3


def check_costs(release: Release) -> Iterator[Finding]:
    for n, step in enumerate(release.pricing.steps):
        place = _asks_cost(step, release)
        if place is None:
            continue
        for key in sorted(products_of(step, release)):
            message = missing_cost(release.products[key], release)
            if message:
                advice = "add what is missing, or name the products that have costs under for"
                yield Finding(("steps", n, *place), f"{message}; {advice}", MISSING)


def missing_cost(product: Product, release: Release) -> str:
    """Why the cost of a configuration may not be known; empty where it always is."""
    assembly = product.assembly
    if assembly is None:
        return f"{product.key} has no assembly, so that its cost is not known"
    if not (assembly.root.parts or assembly.root.operations or assembly.root.cuts):
        return f"the assembly of {product.key} is empty, so that its cost is nothing"
    unknown = sorted({_name(one) for one in _costed(assembly.root, release) if not _amounts(one)})
    if not unknown:
        return ""
    more = f" and {len(unknown) - _MOST_SHOWN} more" if len(unknown) > _MOST_SHOWN else ""
    return f"the cost of {product.key} can be missing: {', '.join(unknown[:_MOST_SHOWN])}{more} has none"


def _asks_cost(step: PriceStep, release: Release) -> Place | None:
    """Where a step asks for the cost, if it cannot do without."""
    match step.rule:
        case CostPlus():
            return ()
        case Floor(_, margin) if margin is not None:
            return ("margin",)
        case PerUnit(formula):
            for key in sorted(products_of(step, release)):
                tree, problems = flat_formula(formula, release.products[key])
                if not problems and flat_key("cost") in names(tree):
                    return ("formula",)
    return None


def _costed(rule: AssemblyRule, release: Release) -> Iterator[Costed]:
    waiting: list[AssemblyRule] = [rule]
    while waiting:
        one = waiting.pop()
        yield from (work.work_centre for work in one.operations)
        yield from (cut.material for cut in one.cuts)
        for part in one.parts:
            if isinstance(part, AssemblyRule):
                waiting.append(part)
            elif isinstance(part, PartRule):
                yield from ([part.article] if part.article else [])
                yield from part.articles.values()
            else:
                inner = release.products[part.product].assembly if part.product in release.products else None
                waiting += [inner.root] if inner else []


def _amounts(one: Costed) -> object:
    return one.costs if isinstance(one, Article) else one.rates


def _name(one: Costed) -> str:
    return f"article {one.number}" if isinstance(one, Article) else f"work centre {one.key}"
