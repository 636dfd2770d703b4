"""Terms of a sum that have the same numbers, as rows of a component do, are counted instead of added up.

Of rows with 40, 60 or 100 W the sum is 40 for each, 20 more for each of at least 60, and 40 more for each
of at least 100: three counts, however many rows there are. A count is a unary number made by halves, said in
both directions (the totalizer of Bailleux and Boufkhad, "Efficient CNF Encoding of Boolean Cardinality
Constraints", 2003).
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from app.configuration.formula import FALSE, TRUE, Clause, Formula, Literal
from app.configuration.levels import Level, edges, wide_first

FEW: Final = 8
LARGE: Final = 20_000


def counted(levels: Sequence[Level], bound: int, formula: Formula) -> tuple[Sequence[Level], int]:
    """The same sum and bound, of fewer terms where many are alike and it would be large otherwise."""
    before = edges(wide_first(levels), bound)
    groups = _groups(levels) if before > LARGE else []
    if not groups:
        return levels, bound
    alone = [level for level in levels if not any(level in group for group in groups)]
    made, rest = list(alone), bound
    for group in groups:
        counts, least = _counts(group, formula)
        made += counts
        rest -= least
    return (made, rest) if edges(wide_first(made), rest) < before else (levels, bound)


def _groups(levels: Sequence[Level]) -> Sequence[Sequence[Level]]:
    """Those that have the same numbers as the first of them, or some of these."""
    groups: list[list[Level]] = []
    for level in sorted(levels, key=lambda one: len(one.numbers), reverse=True):
        fitting = (group for group in groups if set(level.numbers) <= set(group[0].numbers))
        group = next(fitting, None)
        if group is None:
            groups.append(group := [])
        group.append(level)
    return [group for group in groups if len(group) >= FEW]


def _counts(group: Sequence[Level], formula: Formula) -> tuple[list[Level], int]:
    """A term for each step between the numbers of the group, and the least that all of them add."""
    numbers = group[0].numbers
    found, least = [], numbers[0] * len(group)
    for lower, number in pairwise(numbers):
        reaching = [_reaching(level, number) for level in group]
        always = reaching.count(TRUE)
        least += (number - lower) * always
        count = _in_order(tuple(one for one in reaching if one not in (TRUE, FALSE)), formula)
        found.append(_times(number - lower, count))
    return found, least


def _reaching(level: Level, number: int) -> Literal:
    """That the term adds at least this number."""
    less = sum(one < number for one in level.numbers)
    if less in (0, len(level.numbers)):
        return FALSE if less else TRUE
    return -level.upto(less)


def _times(factor: int, count: Clause) -> Level:
    return Level([factor * number for number in range(len(count) + 1)], lambda first: -count[first - 1])


def _in_order(literals: Clause, formula: Formula) -> Clause:
    """The ``n``-th, from 0, is true exactly while more than ``n`` of the literals are."""
    known = formula.counts.get(literals)
    if known is None:
        known = formula.counts[literals] = tuple(_merged(literals, formula))
    return known


def _merged(literals: Clause, formula: Formula) -> Iterator[Literal]:
    if len(literals) <= 1:
        yield from literals
        return
    half = len(literals) // 2
    left, right = (_in_order(part, formula) for part in (literals[:half], literals[half:]))
    more = [formula.variable() for _ in literals]
    for at in range(len(left) + 1):
        for to in range(len(right) + 1):
            # At least so many on either side are at least so many together; and so with at most.
            if at + to:
                reached = (*left[max(0, at - 1) : at], *right[max(0, to - 1) : to])
                formula.define(*(-one for one in reached), more[at + to - 1])
            if at + to < len(more):
                formula.define(*left[at : at + 1], *right[to : to + 1], -more[at + to])
    for one, other in pairwise(more):
        formula.define(one, -other)
    yield from more
