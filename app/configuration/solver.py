"""The one file that knows the SAT library. Literals are non-zero integers; a negative one is a denial."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, Final, TypeAlias
from weakref import finalize

from pysat.solvers import Glucose4

from app.errors import Refused

MOST_CONFLICTS: Final = 20_000
"""A few seconds of search; questions about real products take tens of conflicts."""

_MOST_LEMMAS: Final = 5_000

Lemma: TypeAlias = Callable[[Callable[[int], bool]], Sequence[int] | None]
"""From whether a literal holds in a model, a clause that holds in general and not there; None if all does."""


class Undecided(Refused):
    """The search ended without an answer, which is not the same as "impossible"."""

    code: ClassVar[str] = "choice_undecided"


class Solver:
    """One incremental solver. Not thread-safe: whoever owns it holds a lock."""

    def __init__(self, clauses: Iterable[Sequence[int]], *, lemma: Lemma | None = None) -> None:
        self._lemma = lemma
        # The library ships no types.
        self._solver: Any = Glucose4(bootstrap_with=clauses)
        # Left to itself, the library frees its memory so late at exit that it fails, with a message.
        finalize(self, self._solver.delete)

    @property
    def conflicts(self) -> int:
        """How many the searches so far have met: a measure of their time that is the same on any machine."""
        return int(self._solver.accum_stats()["conflicts"])

    def add(self, clause: Sequence[int]) -> None:
        """For good."""
        self._solver.add_clause(list(clause))

    def solve(self, assumptions: Sequence[int], *, most_conflicts: int = MOST_CONFLICTS) -> bool:
        """Whether a model exists under the assumptions. Raises Undecided after a bounded search."""
        for _ in range(_MOST_LEMMAS):
            self._solver.conf_budget(most_conflicts)
            answer = self._solver.solve_limited(assumptions=assumptions)
            clause = self._broken() if answer else None
            if answer is None:
                break
            if clause is None:
                return bool(answer)
            self.add(clause)
        raise Undecided("This could not be decided in reasonable time. Decide other attributes first.")

    def _broken(self) -> Sequence[int] | None:
        """Something that holds in general, and not in the last model."""
        if self._lemma is None:
            return None
        model = self.model()
        # What no clause speaks of may be missing at the end.
        return self._lemma(lambda one: one < 0 if abs(one) > len(model) else model[abs(one) - 1] == one)

    def model(self) -> Sequence[int]:
        """The last model: variable ``n`` stands at index ``n - 1``."""
        model: Sequence[int] = self._solver.get_model()
        return model

    def core(self) -> frozenset[int]:
        """Assumptions of the last failed ``solve`` that cannot hold together; empty if nothing can hold."""
        return frozenset(self._solver.get_core() or ())

    def propagate(self, assumptions: Sequence[int]) -> tuple[bool, Sequence[int]]:
        """What follows by unit propagation alone: (no contradiction seen, literals that follow)."""
        consistent, literals = self._solver.propagate(assumptions=assumptions)
        return bool(consistent), literals or ()

    def prefer(self, literals: Sequence[int]) -> None:
        """Tries these literals first in later searches; never changes an answer."""
        self._solver.set_phases(literals)
