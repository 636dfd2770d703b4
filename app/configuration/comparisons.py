"""Two quantities compared, as a literal."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import chain
from math import lcm

from app.catalog.expressions.tree import Comparison
from app.configuration.formula import FALSE, TRUE, Formula, Literal
from app.configuration.quantities import Quantity, Term
from app.configuration.sums import Level, at_most
from app.configuration.variables import States, Variables


def compared(
    difference: Quantity, operator: Comparison, *, variables: Variables, formula: Formula
) -> Literal:
    """A literal that is true exactly while ``difference <operator> 0``. Raises CatalogTooLarge."""
    terms = {key: term for key, term in difference.terms.items() if key}
    constant = sum(difference.terms.get((), {}).values(), Fraction())
    if not terms:
        return TRUE if holds(constant, operator) else FALSE
    if len(terms) == 1:
        [(key, term)] = terms.items()
        good = {places: number for places, number in term.items() if holds(number + constant, operator)}
        return _combinations(key, good, variables=variables, formula=formula)
    levels, bound = _scaled(terms, -constant, variables=variables, formula=formula)
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
    terms: Mapping[tuple[str, ...], Term], bound: Fraction, *, variables: Variables, formula: Formula
) -> tuple[list[Level], int]:
    """The same sum in whole numbers."""
    numbers = chain([bound], *(term.values() for term in terms.values()))
    scale = lcm(*(number.denominator for number in numbers))
    levels = [
        _level(
            key,
            {places: int(number * scale) for places, number in term.items()},
            variables=variables,
            formula=formula,
        )
        for key, term in terms.items()
    ]
    return levels, int(bound * scale)


def _level(
    key: tuple[str, ...], term: Mapping[tuple[int, ...], int], *, variables: Variables, formula: Formula
) -> Level:
    groups: dict[int, dict[tuple[int, ...], int]] = {}
    for places, number in term.items():
        groups.setdefault(number, {})[places] = number
    return [
        (_combinations(key, group, variables=variables, formula=formula), number)
        for number, group in sorted(groups.items())
    ]


def _combinations(
    key: tuple[str, ...],
    wanted: Mapping[tuple[int, ...], object],
    *,
    variables: Variables,
    formula: Formula,
) -> Literal:
    """A literal that is true exactly while the attributes have one of the wanted combinations."""
    states = _required(key[0], variables)
    if len(key) == 1:
        return variables.one_of(states, (place for (place,) in wanted))
    rests: dict[int, dict[tuple[int, ...], object]] = {}
    for places, number in wanted.items():
        rests.setdefault(places[0], {})[places[1:]] = number
    return formula.either(
        formula.both(
            (
                states.literals[place],
                _combinations(key[1:], rest, variables=variables, formula=formula),
            )
        )
        for place, rest in rests.items()
    )


def _required(key: str, variables: Variables) -> States:
    states = variables.of(key)
    if states is None:
        raise KeyError(key)
    return states
