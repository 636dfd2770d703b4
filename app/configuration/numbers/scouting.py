"""Which attributes of a product are wide, and where its rules cut them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Final

from app.catalog.cells import Span
from app.catalog.expressions import names
from app.catalog.expressions.names import walk
from app.catalog.expressions.tree import Compare, Expression, Within
from app.catalog.product import Product
from app.configuration.wide import Scouted


@dataclass(frozen=True, slots=True)
class Limits:
    """How many values a number may have and still get a state for each.

    ``alone`` in any case; beyond ``together`` only while no comparison reads it and another number that have
    more than ``pairs`` of values. And how many ``rows`` of a table become clauses.
    """

    alone: int = 20_000
    together: int = 500
    pairs: int = 250_000
    rows: int = 2_000


LIMITS: Final = Limits()


def wide_keys(product: Product, limits: Limits) -> frozenset[str]:
    numeric: Mapping[str, int] = {one.key: one.size for one in product.attributes if one.numeric}
    if max(numeric.values(), default=0) <= limits.together:
        return frozenset()
    found = {key for key, size in numeric.items() if size > limits.alone}
    for _, expression in conditions_of(product):
        for comparison in comparisons_in(expression):
            sizes = {key: numeric[key] for key in names(comparison) if key in numeric}
            first, second = [*sorted(sizes.values(), reverse=True), 1, 1][:2]
            if first * second > limits.pairs:
                found |= {key for key, size in sizes.items() if size > limits.together}
    return frozenset(found)


def comparisons_in(expression: Expression) -> Iterator[Compare]:
    return (node for node in walk(expression) if isinstance(node, Compare))


def note_values(product: Product, wides: Mapping[str, Scouted]) -> None:
    """Cuts around every value that a list, a table or a preset names. Raises CatalogTooLarge."""
    for wide in wides.values():
        _note(wide, [wide.attribute.preset])
    for _, expression in conditions_of(product):
        for node in walk(expression):
            if isinstance(node, Within) and node.attribute in wides:
                _note(wides[node.attribute], node.values)
    for table in product.tables:
        for at, key in enumerate(table.columns):
            for row in table.rows if key in wides else ():
                _note(wides[key], row[at] or ())


def _note(wide: Scouted, members: Iterable[object]) -> None:
    attribute, grid = wide.attribute, wide.grid
    for member in members:
        if isinstance(member, Span):
            first, last = (
                (Fraction(end) - grid.minimum) / grid.step for end in (member.minimum, member.maximum)
            )
            wide.upto(ceil(first) - 1)
            wide.upto(floor(last))
        elif (place := attribute.place(member)) is not None:
            wide.upto(place - 1)
            wide.upto(place)


def conditions_of(product: Product) -> Iterator[tuple[str, Expression]]:
    """Each with the key of what says it."""
    for attribute in product.attributes:
        if attribute.when is not None:
            yield f"{attribute.key}.when", attribute.when
    for rule in product.rules:
        yield rule.key, rule.expression
    for table in product.tables:
        if table.when is not None:
            yield table.key, table.when
