"""What the rules of a product speak of."""

from collections import Counter
from collections.abc import Mapping

from app.catalog.expressions import names
from app.catalog.product import Product


def read_by(product: Product) -> Mapping[str, int]:
    """How many rules, tables and conditions read each attribute."""
    conditions = [one.when for one in product.attributes] + [one.when for one in product.tables]
    expressions = [rule.expression for rule in product.rules] + [one for one in conditions if one is not None]
    found = Counter(key for expression in expressions for key in names(expression))
    found.update(key for table in product.tables for key in table.columns)
    return found
