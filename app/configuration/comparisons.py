"""Two quantities compared, as a literal."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate, chain
from math import lcm

from app.catalog.expressions.tree import Comparison
from app.configuration.axes import Axes, Key, Places
from app.configuration.formula import FALSE, TRUE, Formula, Literal
from app.configuration.levels import Level
from app.configuration.quantity import Quantity, Term
from app.configuration.sums import at_most


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
    levels, bound = _scaled(terms, -constant, axes=axes, formula=formula)
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


def _scaled(
    terms: Mapping[Key, Term], bound: Fraction, *, axes: Axes, formula: Formula
) -> tuple[list[Level], int]:
    """The same sum in whole numbers."""
    numbers = chain([bound], *(term.values() for term in terms.values()))
    scale = lcm(*(number.denominator for number in numbers))
    levels = [
        _level(
            key,
            {places: int(number * scale) for places, number in term.items()},
            axes=axes,
            formula=formula,
        )
        for key, term in terms.items()
    ]
    return levels, int(bound * scale)


def _level(key: Key, numbers: Mapping[Places, int], *, axes: Axes, formula: Formula) -> Level:
    groups = axes.grouped(numbers)

    @cache
    def so_far() -> Sequence[Literal]:
        literals = [axes.one_of(key, places) for _, places in groups]
        return list(accumulate(literals, lambda before, one: formula.either((before, one))))

    @cache
    def upto(count: int) -> Literal:
        if len(key) == 1 and axes.states(key[0]) is not None:
            places = [at for _, group in groups[:count] for at in group]
            # Of states in a row there is a literal already.
            if max(places)[0] - min(places)[0] + 1 == len(places):
                return axes.one_of(key, places)
        return so_far()[count - 1]

    return Level([number for number, _ in groups], upto)
