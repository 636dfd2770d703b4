"""A task to its plan: a quick plan first, and a search where that is not proven best."""

from functools import lru_cache

from app.assembly.cutting.packing import Bars, least_material, material, packed, shortened, well_filled
from app.assembly.cutting.patterns import patterns
from app.assembly.cutting.plan import Bar, Plan, Task
from app.assembly.cutting.solver import cheapest


def cut(task: Task) -> Plan:
    """Proven to need the least material, or the best found within a bound and said to be so."""
    return _cut(tuple(sorted(task.pieces.items())), tuple(sorted(task.stock)), task.kerf)


@lru_cache(maxsize=256)
def _cut(pieces: tuple[tuple[int, int], ...], stock: tuple[int, ...], kerf: int) -> Plan:
    if not pieces:
        return Plan((), optimal=True, bound=0)
    task = Task(dict(pieces), stock, kerf)
    bars, bound = packed(task), least_material(task)
    if material(bars) > bound:
        bars, bound = _searched(task, bars, bound)
    return Plan(_in_order(bars, kerf), optimal=material(bars) == bound, bound=bound)


def _searched(task: Task, quick: Bars, least: int) -> tuple[Bars, int]:
    """The better plan and the better bound. A bound over some patterns only is none for all."""
    known = patterns(task)
    choice = known or tuple({**dict.fromkeys(well_filled(task)), **quick})
    solved = cheapest(choice, task.pieces, known=quick, least=least)
    found = shortened(solved.bars, task)
    better = found if material(found) < material(quick) else quick
    return better, solved.bound if known else least


def _in_order(bars: Bars, kerf: int) -> tuple[Bar, ...]:
    """Longest bars first, then those with the longest pieces."""
    ordered = sorted(
        bars.items(), key=lambda one: (-one[0][0], [(-length, -many) for length, many in one[0][1]])
    )
    return tuple(Bar(stock, pieces, count, kerf) for (stock, pieces), count in ordered)
