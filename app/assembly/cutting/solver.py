"""The only file of the assembly that knows OR-Tools: how often each pattern is cut (CP-SAT)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, gcd
from typing import Final

from app.assembly.cutting.packing import Bars, Pieces

# Of the solver's own unit of work, about a second on one core: a fast and a slow machine find the same plan.
# The clock is only there for machines that would take minutes for it.
_WORK_IN_A_UNIT: Final = 4
_MOST_SECONDS: Final = 20


@dataclass(frozen=True, slots=True)
class Solved:
    """``bound``: no choice among these patterns needs less material."""

    bars: Bars
    bound: int


def cheapest(
    patterns: Sequence[tuple[int, Pieces]], pieces: Mapping[int, int], *, known: Bars, least: int
) -> Solved:
    """At least the pieces from the least material. ``known`` is a plan among the patterns, to start from.

    ``least`` is a bound from elsewhere.
    """
    # Imported when first needed: it takes about as long to import as everything else together.
    from ortools.sat.python import cp_model

    unit = gcd(*(stock for stock, _ in patterns))
    model = cp_model.CpModel()
    often = [model.new_int_var(0, _most(cut, pieces), "") for _, cut in patterns]
    for length, many in pieces.items():
        holding = [
            (dict(cut)[length], x) for (_, cut), x in zip(patterns, often, strict=True) if length in dict(cut)
        ]
        model.add(sum(count * x for count, x in holding) >= many)
    total = sum(stock // unit * x for (stock, _), x in zip(patterns, often, strict=True))
    model.add(total >= least // unit)
    model.minimize(total)
    for pattern, x in zip(patterns, often, strict=True):
        model.add_hint(x, known.get(pattern, 0))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = 1 / _WORK_IN_A_UNIT
    solver.parameters.max_time_in_seconds = _MOST_SECONDS
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Solved(known, least)
    bars = {pattern: solver.value(x) for pattern, x in zip(patterns, often, strict=True) if solver.value(x)}
    return Solved(bars, max(least, ceil(solver.best_objective_bound) * unit))


def _most(cut: Pieces, pieces: Mapping[int, int]) -> int:
    return max(-(-pieces[length] // many) for length, many in cut)
