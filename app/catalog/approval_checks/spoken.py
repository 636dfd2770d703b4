"""Attributes of a product that approvals depend on."""

from collections.abc import Iterator

from app.catalog.approvals import ApprovalRule
from app.catalog.expressions import Expression, names
from app.catalog.names_of_approvals import MARK, language_of, said
from app.catalog.product import Product
from app.catalog.release import Release


def spoken_of_by_approvals(release: Release, product: Product) -> frozenset[str]:
    """Those that conditions of its policy speak of."""
    rules = [one for one in release.approvals.rules if one.reach.sells(product.key, product.family)]
    trees = (tree for rule in rules for tree in _flat(rule, release, product))
    return frozenset(key for tree in trees for key in names(tree) if not key.startswith(MARK))


def _flat(rule: ApprovalRule, release: Release, product: Product) -> Iterator[Expression]:
    of_a_line = language_of(release, "line")
    for formula in (rule.when, rule.auto):
        if formula is None:
            continue
        found = said(formula)
        if rule.over == "line":
            yield of_a_line.flat(found.tree, found.source, product=product, of_lines=found.of_lines)[0]
        for one in found.of_lines:
            if one.condition is not None:
                yield of_a_line.flat(one.condition, found.source, product=product)[0]
