"""What a complete configuration costs, as numbers that values add, and as wishes of the solver.

Each combination of attributes that has numbers becomes a ladder: "it costs at least the first number", "at
least the second", each rung with the step up to it. A wish is that a rung is not reached.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product
from math import lcm, prod
from typing import Final

from app.catalog.product import Value
from app.configuration.formula import Clause, Literal
from app.configuration.solver import Undecided
from app.configuration.variables import States, Variables
from app.configuration.weighing import Weights

_MOST_COMBINATIONS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Objective:
    """``wishes``: what not to reach, by the literal that says so, each with the whole number it would add.

    ``clauses`` give the literals their meaning; ``last`` is the last variable in use.
    """

    wishes: Mapping[Literal, int]
    clauses: Sequence[Clause]
    last: int


def objective(weights: Weights, variables: Variables, *, possible: int, last: int) -> Objective:
    """Over the ``possible`` states only; ``last`` is the last variable so far. Raises Undecided if there are
    too many combinations.
    """
    ladders = [_ladder(states, weights[keys], possible) for keys, states in _known(weights, variables)]
    scale = lcm(*(number.denominator for ladder in ladders for number in ladder))
    wishes: dict[Literal, int] = {}
    clauses: list[Clause] = []
    for ladder in ladders:
        for lower, number in pairwise(sorted(ladder)):
            last += 1
            wishes[-last] = int((number - lower) * scale)
            clauses += [(*(-literal for literal in literals), last) for literals in ladder[number]]
            if lower != min(ladder):
                clauses.append((-last, last - 1))
    return Objective(wishes, clauses, last)


def _known(weights: Weights, variables: Variables) -> Iterator[tuple[tuple[str, ...], Sequence[States]]]:
    for keys in weights:
        found = [states for key in keys if (states := variables.of(key)) is not None]
        if len(found) == len(keys):
            yield keys, found


def _ladder(
    found: Sequence[States], number: Callable[[Sequence[Value | None]], Decimal], possible: int
) -> Mapping[Fraction, Sequence[Clause]]:
    """By number, the combinations of possible states that have it, each as its literals."""
    each = [list(_possible(states, possible)) for states in found]
    if prod(len(one) for one in each) > _MOST_COMBINATIONS:
        raise Undecided("Too many numbers multiply each other. Decide some of them first.")
    ladder: dict[Fraction, list[Clause]] = {}
    for combination in product(*each):
        values = [value for value, _ in combination]
        literals = tuple(literal for _, literal in combination)
        ladder.setdefault(Fraction(number(values)), []).append(literals)
    return ladder


def _possible(states: States, possible: int) -> Iterator[tuple[Value | None, Literal]]:
    values = (*states.values, None) if states.conditional else states.values
    for value, literal in zip(values, states.literals, strict=True):
        if possible >> literal & 1:
            yield value, literal
