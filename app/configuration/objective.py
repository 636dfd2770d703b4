"""What a complete configuration costs, as numbers that values add, and as wishes of the solver.

Each combination of attributes that has numbers becomes a ladder: "it costs at least the first number", "at
least the second", each rung with the step up to it. A wish is that a rung is not reached.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import reduce
from itertools import pairwise, product
from math import lcm, prod
from typing import Final, TypeAlias

from app.catalog.product import Value
from app.configuration.formula import Clause, Literal
from app.configuration.solver import Undecided
from app.configuration.variables import States, Variables

Weights: TypeAlias = Mapping[tuple[str, ...], Callable[[Sequence[Value | None]], Decimal]]
"""For attributes that matter together, what their values add: ``{("radio", "radios"): price_of_so_many}``.

``None`` is an attribute that does not apply, or is not decided; a text that the catalog does not propose is
``""``. Attributes that a product does not have are passed over with those named beside them. A function of
numbers that have very many values says that it is ``Linear``; of any other the least is not proven.
"""

_MOST_COMBINATIONS: Final = 100_000
_EXACT: Final = Context(prec=300, traps=[Inexact])


@dataclass(frozen=True, slots=True)
class Linear:
    """What rises by the same with each further step of a number, whatever the others are: a price a metre.

    ``apart``: values of the first attribute at which it may be anything, and to whose sides it is linear.
    """

    number: Callable[[Sequence[Value | None]], Decimal]
    apart: tuple[Value, ...] = ()

    def __call__(self, values: Sequence[Value | None]) -> Decimal:
        return self.number(values)


def cost_of(values: Mapping[str, Value], weights: Weights) -> Decimal:
    """Exact."""
    added = (number([values.get(key) for key in keys]) for keys, number in weights.items())
    return reduce(_EXACT.add, added, Decimal())


@dataclass(frozen=True, slots=True)
class Objective:
    """``wishes``: what not to reach, by the literal that says so, each with the whole number it would add.

    ``clauses`` give the literals their meaning; ``last`` is the last variable in use. ``scale`` is what a
    cost of 1 is in whole numbers.
    """

    wishes: Mapping[Literal, int]
    clauses: Sequence[Clause]
    last: int
    scale: int


def objective(weights: Weights, variables: Variables, *, possible: int, last: int) -> Objective:
    """Over the ``possible`` states only; ``last`` is the last variable so far. Raises Undecided if there are
    too many combinations.
    """
    ladders = [_ladder(states, weights[keys], possible) for keys, states in _known(weights, variables)]
    scale = lcm(*(number.denominator for ladder in ladders for number in ladder))
    wishes: dict[Literal, int] = {}
    clauses: list[Clause] = []
    for ladder in ladders:
        rungs = sorted(ladder)
        for lower, number in pairwise(rungs):
            last += 1
            wishes[-last] = int((number - lower) * scale)
            clauses += [(*(-literal for literal in literals), last) for literals in ladder[number]]
            if lower != rungs[0]:
                clauses.append((-last, last - 1))
    return Objective(wishes, clauses, last, scale)


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
