"""Small products with needs, made up at random, and what their rules say in three truth values.

The judge shares nothing with how rules are made to say nothing while a need is not answered.
"""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from hypothesis import strategies as st

from app.catalog.expressions.names import names
from app.catalog.expressions.tree import And, Expression, Implies, Not, Or
from app.catalog.needs import asking_nothing_unanswered
from app.catalog.product import Attribute, Product, Step
from tests.configuration.brute_force import BruteForce, Values
from tests.configuration.small_products import products


@st.composite
def needing_products(draw: st.DrawFn) -> tuple[Product, Product]:
    """As written, and as the engine reads it."""
    product = draw(products())
    keys = [one.key for one in product.attributes]
    wanted = draw(st.sets(st.sampled_from(keys), min_size=1, max_size=max(1, len(keys) - 1)))
    may_read = [frozenset(keys[:place]) - wanted for place in range(len(keys))]
    marked = zip(product.attributes, may_read, strict=True)
    attributes = tuple(_marked(one, needs=wanted, may_read=earlier) for one, earlier in marked)
    step = Step("all", "All", tuple(one.key for one in attributes))
    written = replace(product, attributes=attributes, steps=(step,))
    return written, asking_nothing_unanswered(written)


def _marked(attribute: Attribute, *, needs: AbstractSet[str], may_read: AbstractSet[str]) -> Attribute:
    """Whether something applies depends on no need, and not in a circle."""
    when = attribute.when if attribute.when is not None and names(attribute.when) <= may_read else None
    if attribute.key not in needs:
        return replace(attribute, when=when)
    return replace(attribute, when=when, need=True, default=None, preset=None)


class Judge:
    """Whether a configuration breaks nothing that is certain."""

    def __init__(self, written: Product) -> None:
        self._product = written
        self._plain = BruteForce(replace(written, attributes=written.attributes))

    def allows(self, values: Values) -> bool:
        for attribute in self._product.attributes:
            if attribute.when is not None:
                applies = self._plain.truth(attribute.when, values)
                if attribute.key in values and not applies:
                    return False
                if attribute.key not in values and applies and not attribute.need:
                    return False
            held = attribute.preset is None or values.get(attribute.key) in (None, attribute.preset)
            if not held:
                return False
        return all(self._certain(rule.expression, values) is not False for rule in self._product.rules) and (
            self._tables_allow(values)
        )

    def _tables_allow(self, values: Values) -> bool:
        needs = self._product.needs
        for table in self._product.tables:
            if table.when is not None and self._certain(table.when, values) is not True:
                continue
            read = needs & set(table.columns)
            if (not read or read & set(values)) and not self._plain.matches(table, values):
                return False
        return True

    def _certain(self, node: Expression, values: Values) -> bool | None:
        match node:
            case Not(operand):
                found = self._certain(operand, values)
                return None if found is None else not found
            case And(operands):
                parts = [self._certain(one, values) for one in operands]
                return False if False in parts else None if None in parts else True
            case Or(operands):
                parts = [self._certain(one, values) for one in operands]
                return True if True in parts else None if None in parts else False
            case Implies(condition, consequence):
                return self._certain(Or((Not(condition), consequence)), values)
        if names(node) & (self._product.needs - values.keys()):
            return None
        return self._plain.truth(node, values)
