"""All ways to decide what costs something that cost hardly more than the least.

For ends that are a sum but for some rounding: the best of them is among these few.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from app.catalog.product import Value
from app.configuration.encoding import Encoded
from app.configuration.formula import Literal
from app.configuration.objective import Weights, objective
from app.configuration.optimum import Search
from app.configuration.solver import Undecided
from app.configuration.variables import States


@dataclass(frozen=True, slots=True)
class Near:
    """``found`` decide the attributes that the weights speak of. ``complete``: there are no others."""

    found: tuple[Mapping[str, Value | None], ...]
    complete: bool


def near_least(
    encoded: Encoded,
    choices: Sequence[Literal],
    *,
    weights: Weights,
    possible: int,
    slack: Decimal,
    most: int,
) -> Near:
    """Those that cost at most ``slack`` more than the least, and perhaps some more: ``most`` of them.

    ``choices`` are possible and leave the ``possible`` states. None is listed where a number with very many
    values costs something.
    """
    if any(key in encoded.variables.wides for keys in weights for key in keys):
        return Near((), complete=False)
    formula = encoded.formula
    aim = objective(weights, encoded.variables, possible=possible, last=formula.variables)
    solver = encoded.solver([*formula.all_clauses(), *aim.clauses, *((choice,) for choice in choices)])
    search = Search(solver, aim.wishes, last=aim.last)
    costly = [states for states in encoded.variables if any(states.attribute.key in keys for keys in weights)]
    found: list[Mapping[str, Value | None]] = []
    try:
        for _ in search.models():
            continue
        granted = search.granted_within(ceil(Fraction(slack) * aim.scale))
        while search.possible(granted):
            if len(found) == most:
                return Near(tuple(found), complete=False)
            state = dict(_states(costly, search.model()))
            found.append({key: value for key, (value, _) in state.items()})
            solver.add([-literal for _, literal in state.values()])
    except Undecided:
        return Near(tuple(found), complete=False)
    return Near(tuple(found), complete=True)


def _states(
    costly: Sequence[States], model: Sequence[int]
) -> Iterator[tuple[str, tuple[Value | None, Literal]]]:
    for states in costly:
        values = (*states.values, None) if states.conditional else states.values
        for value, literal in zip(values, states.literals, strict=True):
            if model[literal - 1] > 0:
                yield states.attribute.key, (value, literal)
