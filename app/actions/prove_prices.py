"""What is proven of a catalog's prices beyond what makes it unreadable: steps that never hold, and floors."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from app.catalog import Finding, Product, Release, Rule
from app.catalog.expressions import names
from app.catalog.names_of_prices import WORD_OF, flat_formula
from app.catalog.price_checks.floors import below_floors
from app.catalog.price_checks.reached import products_of
from app.catalog.pricing import Formula, PriceStep
from app.configuration import CatalogTooLarge, Configurator, ProductImpossible

NEVER: Final = "price_step_never"
_MOST_PROVEN: Final = 200


def price_proofs(release: Release) -> Iterator[Finding]:
    """Places are those of ``check_pricing``."""
    yield from _never(release)
    yield from below_floors(release)


def _never(release: Release) -> Iterator[Finding]:
    """Steps whose condition holds in no configuration of any of their products."""
    left = _MOST_PROVEN
    for n, step in enumerate(release.pricing.steps):
        when = step.reach.when
        products = [release.products[key] for key in sorted(products_of(step, release))]
        if when is None or len(products) > left:
            continue
        left -= len(products)
        if products and all(_is_never(when, product) for product in products):
            yield Finding(("steps", n, "when"), _text(step, products), NEVER)


def _text(step: PriceStep, products: list[Product]) -> str:
    of = ", ".join(product.key for product in products)
    return f"{step.key} is never taken: no configuration of {of} meets its condition."


def _is_never(when: Formula, product: Product) -> bool:
    """Only where it is proven; what speaks of quantities or amounts depends on the line."""
    tree, problems = flat_formula(when, product)
    if problems or names(tree) & WORD_OF.keys() or not _is_possible(product):
        return False
    asked = Rule("price_condition", when.source, tree, when.source)
    return not _is_possible(replace(product, rules=(*product.rules, asked)))


def _is_possible(product: Product) -> bool:
    """Also where it cannot be decided."""
    try:
        Configurator(product)
    except ProductImpossible:
        return False
    except CatalogTooLarge:
        return True
    return True
