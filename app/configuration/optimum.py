"""The least that broken wishes can weigh together, found from below.

Wishes that cannot all be granted make a core: one of them is broken in any case, which raises the bound by
the smallest weight among them, and a count of how many are broken takes their place. Once the rest can be
granted the bound is the optimum. After OLL (Andres, Kaufmann, Matheis and Schaub 2012) with stratification:
heavy wishes first, so that good models come early and the last one counts even if the search has to end.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from app.configuration.formula import Literal
from app.configuration.solver import Solver, Undecided

# About a second, for which others wait.
_MOST_CONFLICTS: Final = 5_000
_MOST_QUESTIONS: Final = 20_000
_MOST_TRIMS: Final = 4


class Search:
    """Owns the solver, whose variables go to ``last``. Questions and conflicts are bounded together."""

    def __init__(self, solver: Solver, wishes: Mapping[Literal, int], *, last: int) -> None:
        self._solver = solver
        self._wishes = dict(wishes)
        self._last = last
        self._more_broken: dict[Literal, Literal] = {}
        self._questions = 0
        self._end = solver.conflicts + _MOST_CONFLICTS
        solver.prefer(self.wishes)

    @property
    def wishes(self) -> Sequence[Literal]:
        """After the last model: what holds in exactly the best ones."""
        return list(self._wishes)

    def granted_within(self, slack: int) -> Sequence[Literal]:
        """After the last model: what is granted wherever no more than ``slack`` over the best is broken."""
        return [wish for wish, weight in self._wishes.items() if weight > slack]

    def models(self) -> Iterator[Sequence[int]]:
        """One with any wishes first, then better and better ones; the last is the best.

        Raises Undecided if the search has to end earlier.
        """
        heavy = max(self._wishes.values(), default=0) + 1
        while True:
            asked = [wish for wish, weight in self._wishes.items() if weight >= heavy]
            if not self.possible(asked):
                self._relax(self._core(asked))
                continue
            yield self._solver.model()
            lighter = [weight for weight in self._wishes.values() if weight < heavy]
            if not lighter:
                return
            heavy = max(lighter)

    def possible(self, wanted: Sequence[Literal]) -> bool:
        """Raises Undecided once the search has taken too long."""
        self._questions += 1
        left = self._end - self._solver.conflicts
        if self._questions > _MOST_QUESTIONS or left <= 0:
            raise Undecided("The search for the best was ended.")
        return self._solver.solve(wanted, most_conflicts=left)

    def model(self) -> Sequence[int]:
        """Of the last possible question."""
        return self._solver.model()

    def _core(self, asked: Sequence[Literal]) -> list[Literal]:
        """Wishes among the ``asked``, which cannot all be granted; few if that is cheap to find."""
        core = self._last_core(asked)
        for _ in range(_MOST_TRIMS):
            if len(core) < 2 or self.possible(core):
                break
            smaller = self._last_core(core)
            if len(smaller) == len(core):
                break
            core = smaller
        return core

    def _last_core(self, asked: Sequence[Literal]) -> list[Literal]:
        found = self._solver.core()
        return [wish for wish in asked if wish in found]

    def _relax(self, core: Sequence[Literal]) -> None:
        least = min(self._wishes[wish] for wish in core)
        for wish in core:
            self._wishes[wish] -= least
            if not self._wishes[wish]:
                del self._wishes[wish]
            further = self._more_broken.get(wish)
            if further is not None:
                self._wishes[further] = self._wishes.get(further, 0) + least
        self._solver.add([-wish for wish in core])
        counts = self._counts([-wish for wish in core])
        for fewer, more in pairwise(counts[1:]):
            self._more_broken[-fewer] = -more
        if len(counts) > 1:
            self._wishes[-counts[1]] = least

    def _counts(self, broken: Sequence[Literal]) -> Sequence[Literal]:
        """The nth says that more than n of them are true (Bailleux and Boufkhad 2003, one direction)."""
        if len(broken) == 1:
            return broken
        half = len(broken) // 2
        left, right = self._counts(broken[:half]), self._counts(broken[half:])
        counts = range(self._last + 1, self._last + 1 + len(broken))
        self._last += len(broken)
        for some in range(len(left) + 1):
            for others in range(len(right) + 1):
                if some or others:
                    known = [-left[some - 1]] * (some > 0) + [-right[others - 1]] * (others > 0)
                    self._solver.add([*known, counts[some + others - 1]])
        return counts
