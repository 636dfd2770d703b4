"""A sum compared with a bound, as a decision diagram over partial sums.

States of the diagram are merged where the rest of the sum cannot tell them apart: each node stands for an
interval of remaining bounds, after Abío, Nieuwenhuis, Oliveras, Rodríguez-Carbonell and Mayer-Eichberger,
"A New Look at BDDs for Pseudo-Boolean Constraints" (2012), with many-valued levels.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from typing import Final

from app.configuration.counting import counted
from app.configuration.formula import FALSE, TRUE, CatalogTooLarge, Formula, Literal
from app.configuration.levels import MOST_EDGES, Level, wide_first

_PAIRED: Final = 40


@dataclass(frozen=True, slots=True)
class _Node:
    """``literal`` says that the rest stays within any bound from ``low`` to ``high``."""

    literal: Literal
    low: int
    high: int


def at_most(levels: Sequence[Level], bound: int, formula: Formula) -> Literal:
    """A literal that is true exactly while the sum is not above the bound. Raises CatalogTooLarge."""
    if _is_at_most_one(levels, bound):
        pairs = combinations([level.upto(1) for level in levels], 2)
        return formula.both([formula.either(pair) for pair in pairs])
    counts, rest = counted(levels, bound, formula)
    return _Diagram(wide_first(counts), rest, formula=formula).node(0, rest).literal


def _is_at_most_one(levels: Sequence[Level], bound: int) -> bool:
    """Whether it says no more than that no two of the levels have their larger number; in pairs that needs no
    variables of its own, which every search would have to guess.
    """
    if not 2 <= len(levels) <= _PAIRED or any(len(level.numbers) != 2 for level in levels):
        return False
    left = bound - sum(level.numbers[0] for level in levels)
    spans = sorted(level.span for level in levels)
    return spans[-1] <= left < spans[0] + spans[1]


class _Diagram:
    def __init__(self, levels: Sequence[Level], bound: int, *, formula: Formula) -> None:
        self._levels = levels
        self._formula = formula
        self._least = _tails([level.numbers[0] for level in levels])
        self._most = _tails([level.numbers[-1] for level in levels])
        # Beyond any bound that a node is asked for.
        self._far = abs(bound) + sum(abs(number) for level in levels for number in level.numbers) + 1
        self._known: list[list[_Node]] = [[] for _ in levels]
        self._edges = 0

    def node(self, depth: int, bound: int) -> _Node:
        if bound >= self._most[depth]:
            return _Node(TRUE, self._most[depth], self._far)
        if bound < self._least[depth]:
            return _Node(FALSE, -self._far, self._least[depth] - 1)
        known = self._known[depth]
        at = bisect_right(known, bound, key=lambda node: node.low) - 1
        if at >= 0 and known[at].high >= bound:
            return known[at]
        made = self._made(depth, bound)
        known.insert(at + 1, made)
        return made

    def _made(self, depth: int, bound: int) -> _Node:
        level = self._levels[depth]
        self._count(len(level.numbers))
        children = [(number, self.node(depth + 1, bound - number)) for number in level.numbers]
        low = max(child.low + number for number, child in children)
        high = min(child.high + number for number, child in children)
        return _Node(self._chosen(depth, [child.literal for _, child in children]), low, high)

    def _chosen(self, depth: int, targets: Sequence[Literal]) -> Literal:
        """A literal that agrees with the target of whichever number is added; numbers ascend.

        Said of "at least this number" and "at most this number" rather than of each number alone: so unit
        propagation finds everything that one sum excludes. Neighbours with the same target are one.
        """
        if len(set(targets)) == 1:
            return targets[0]
        node = self._formula.variable()
        smaller, end = FALSE, 0
        for target, same in groupby(targets):
            end += len(list(same))
            so_far = TRUE if end == len(targets) else self._levels[depth].upto(end)
            self._formula.define(-node, smaller, target)
            self._formula.define(node, -so_far, -target)
            smaller = so_far
        return node

    def _count(self, edges: int) -> None:
        self._edges += edges
        if self._edges > MOST_EDGES:
            raise CatalogTooLarge("A sum has too many distinct partial sums.")


def _tails(numbers: Sequence[int]) -> list[int]:
    """Sum of each tail: ``[a, b]`` gives ``[a + b, b, 0]``."""
    tails = [0]
    for number in reversed(numbers):
        tails.append(tails[-1] + number)
    return tails[::-1]
