"""The names that may be used at one place of a flat product: at its top, or in a row of a component."""

from app.catalog.expressions import Component as RowsOf
from app.catalog.expressions import Row as RowScope
from app.catalog.expressions import Scope
from app.catalog.expressions.tree import Name
from app.catalog.product import Component, Product


def scope_of(product: Product, within: str = "") -> Scope:
    """``within`` is the key of the row; empty: the top of the product."""
    start = len(within) + 1 if within else 0
    return Scope(
        attributes={one.key[start:]: one.key for one in product.attributes if one.within == within},
        components={
            one.key[start:]: _rows_of(one, product) for one in product.components if one.within == within
        },
        sets={
            one.key[start:]: {key[len(one.key) + 1 :]: key for key in one.members}
            for one in product.sets
            if one.within == within
        },
    )


def _rows_of(component: Component, product: Product) -> RowsOf:
    return RowsOf(
        rows=tuple(RowScope(scope_of(product, row.key), row.when) for row in component.rows),
        quantity=Name(component.quantity),
        equal=component.rows_are == "equal",
    )
