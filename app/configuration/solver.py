"""The one file that knows the SAT library. Literals are non-zero integers; a negative one is a denial."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Final
from weakref import finalize

from pysat.solvers import Glucose4

from app.errors import Refused

# A few seconds of search; questions about real products take tens of conflicts.
_MOST_CONFLICTS: Final = 20_000


class Undecided(Refused):
    """The search ended without an answer, which is not the same as "impossible"."""

    code: ClassVar[str] = "choice_undecided"


class Solver:
    """One incremental solver. Not thread-safe: whoever owns it holds a lock."""

    def __init__(self, clauses: Iterable[Sequence[int]]) -> None:
        # The library ships no types.
        self._solver: Any = Glucose4(bootstrap_with=[list(clause) for clause in clauses])
        # Left to itself, the library frees its memory so late at exit that it fails, with a message.
        finalize(self, self._solver.delete)

    def add(self, clause: Sequence[int]) -> None:
        self._solver.add_clause(list(clause))

    def solve(self, assumptions: Sequence[int]) -> bool:
        """Whether a model exists under the assumptions. Raises Undecided after a bounded search."""
        self._solver.conf_budget(_MOST_CONFLICTS)
        answer = self._solver.solve_limited(assumptions=assumptions)
        if answer is None:
            raise Undecided("This could not be decided in reasonable time. Decide other attributes first.")
        return bool(answer)

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
