"""Attributes of a product that prices depend on."""

from app.catalog.expressions import names
from app.catalog.names_of_prices import WORD_OF, flat_formula
from app.catalog.price_checks.formulas import formulas_of
from app.catalog.pricing import CostPlus
from app.catalog.product import Product
from app.catalog.release import Release


def spoken_of_by_prices(release: Release, product: Product) -> frozenset[str]:
    """Those that formulas and conditions of its steps speak of; all, where its price follows from cost."""
    steps = [one for one in release.pricing.steps if one.reach.sells(product.key, product.family)]
    if any(isinstance(step.rule, CostPlus) for step in steps):
        return frozenset(attribute.key for attribute in product.attributes)
    trees = [flat_formula(formula, product) for step in steps for _, formula in formulas_of(step)]
    spoken = {key for tree, problems in trees if not problems for key in names(tree)}
    return frozenset(spoken - WORD_OF.keys())
