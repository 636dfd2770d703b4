"""Two quantities compared, as a literal."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain
from math import lcm

from app.catalog.expressions.tree import Comparison
from app.configuration.axes import Axes, Key
from app.configuration.formula import FALSE, TRUE, Formula, Literal
from app.configuration.quantity import Quantity, Term
from app.configuration.sums import Level, at_most


def compared(difference: Quantity, operator: Comparison, *, axes: Axes, formula: Formula) -> Literal:
    """A literal that is true exactly while ``difference <operator> 0``. Raises CatalogTooLarge."""
    terms = {key: term for key, term in difference.terms.items() if key}
    constant = sum(difference.terms.get((), {}).values(), Fraction())
    if not terms:
        return TRUE if holds(constant, operator) else FALSE
    if len(terms) == 1:
        [(key, term)] = terms.items()
        good = [places for places, number in term.items() if holds(number + constant, operator)]
        return axes.one_of(key, good)
    levels, bound = _scaled(terms, -constant, axes=axes)
    return _ordered(levels, operator, bound=bound, formula=formula)


def holds(number: Fraction, operator: Comparison) -> bool:
    """Whether ``number <operator> 0``."""
    return {
        "=": number == 0,
        "!=": number != 0,
        "<": number < 0,
        "<=": number <= 0,
        ">": number > 0,
        ">=": number >= 0,
    }[operator]


def _ordered(levels: Sequence[Level], operator: Comparison, *, bound: int, formula: Formula) -> Literal:
    if operator in ("<=", ">"):
        within = at_most(levels, bound, formula)
        return within if operator == "<=" else -within
    below = at_most(levels, bound - 1, formula)
    if operator in ("<", ">="):
        return below if operator == "<" else -below
    equal = formula.both((at_most(levels, bound, formula), -below))
    return equal if operator == "=" else -equal


def _scaled(terms: Mapping[Key, Term], bound: Fraction, *, axes: Axes) -> tuple[list[Level], int]:
    """The same sum in whole numbers."""
    numbers = chain([bound], *(term.values() for term in terms.values()))
    scale = lcm(*(number.denominator for number in numbers))
    levels: list[Level] = [
        axes.grouped(key, {places: int(number * scale) for places, number in term.items()})
        for key, term in terms.items()
    ]
    return levels, int(bound * scale)
