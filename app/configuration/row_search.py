"""A solver that knows large tables beside its clauses, as sets of rows.

Its models match a row of every table that holds: rows are assumed, and where one does not go with the rest,
the values that are to blame are tried one by one. What is learned of a table on the way is a clause, which
holds in general and stays. So whatever cannot hold is refuted by clauses in the end, and has a core.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from app.configuration.formula import TRUE, Literal
from app.configuration.row_sets import Rows
from app.configuration.solver import MOST_CONFLICTS, Lemma, Solver, Undecided

_MOST_STEPS: Final = 5_000
_MOST_LEARNED: Final = 100_000


def solver_with(clauses: Iterable[Sequence[int]], rows: Sequence[Rows], *, lemma: Lemma | None) -> Solver:
    return RowSolver(clauses, rows, lemma=lemma) if rows else Solver(clauses, lemma=lemma)


class RowSolver(Solver):
    """Not thread-safe."""

    def __init__(
        self, clauses: Iterable[Sequence[int]], rows: Sequence[Rows], *, lemma: Lemma | None = None
    ) -> None:
        super().__init__(clauses, lemma=lemma)
        self.rows = tuple(rows)
        # What holds always, propagation does not tell.
        held = (one.held for one in rows)
        self._facts = {TRUE, *(one for one in held if not super(RowSolver, self).propagate((-one,))[0])}
        self._seen: frozenset[int] = frozenset()
        self._left = 0
        self._end = 0
        self._learned = 0

    @property
    def worn(self) -> bool:
        """Whether it has learned so much, which stays, that it is better made anew."""
        return self._learned > _MOST_LEARNED

    def solve(self, assumptions: Sequence[int], *, most_conflicts: int = MOST_CONFLICTS) -> bool:
        """Whether a model exists under the assumptions. Raises Undecided after a bounded search."""
        self._left = min(_MOST_STEPS, most_conflicts)
        self._end = self.conflicts + most_conflicts
        if not self._search(list(assumptions)):
            return False
        self._seen = frozenset(self.model())
        return True

    def propagate(self, assumptions: Sequence[int]) -> tuple[bool, Sequence[int]]:
        """What follows by unit propagation, and from each table by itself."""
        given = list(assumptions)
        while True:
            held = self._held(given)
            if held is None:
                return False, ()
            more: set[Literal] = set()
            for rows in self._holding(held):
                unsupported = rows.unsupported(rows.gone(held))
                if unsupported is None:
                    return False, ()
                more.update(-one for one in unsupported)
            if not more:
                return True, list(held)
            given += more

    def _search(self, given: list[Literal]) -> bool:
        """Leaves a model, or a core of what is given."""
        held = self._held(given)
        if held is None:
            return self._clauses_hold(given)
        holding = self._holding(held)
        said = self._said(given, held, holding)
        if self._clauses_hold([*given, *said]):
            return self._others_match(given, holding)
        core = self.core()
        blamed = next((one for one in said if one in core), None)
        if blamed is None:
            return False
        rows, at = said[blamed]
        return self._column_holds(given, held, rows, at=at)

    def _said(
        self, given: list[Literal], held: frozenset[Literal], holding: Sequence[Rows]
    ) -> dict[Literal, tuple[Rows, int]]:
        """A row of each table as what it says, up to where no row is left, of which the clauses know then."""
        said: dict[Literal, tuple[Rows, int]] = {}
        for rows in holding:
            known = self._held([*given, *said]) if said else held
            if known is None:
                break
            gone = rows.gone(known)
            left = rows.common(gone)
            if not left:
                self._learn(rows.nothing_left(gone))
                break
            row = rows.nearest(left, self._seen)
            for at, column in enumerate(rows.columns):
                if known.isdisjoint(column.literals):
                    said.update(dict.fromkeys(column.said_by(row), (rows, at)))
        return said

    def _column_holds(self, given: list[Literal], held: frozenset[Literal], rows: Rows, *, at: int) -> bool:
        """The search, parted by the states of one column. If none is possible, a clause says so."""
        gone = rows.gone(held)
        literals = rows.columns[at].literals
        refuted: set[Literal] = set()
        blamed: set[Literal] = set()
        while left := rows.common(gone):
            place = rows.columns[at].place(rows.nearest(left, self._seen), gone[at], self._seen)
            tried = literals[place]
            if self._search([*given, tried]):
                return True
            core = self.core()
            if tried not in core:
                return False
            if len(core) == 1:
                self._facts.add(-tried)
            blamed |= core - {tried}
            refuted.add(tried)
            gone[at] |= {place}
        clause = rows.nothing_left(gone, listed=at)
        self._learn([*(one for one in clause if one not in refuted), *(-one for one in blamed)])
        return self._clauses_hold(given) and self._search(given)

    def _others_match(self, given: list[Literal], holding: Sequence[Rows]) -> bool:
        """Whether the last model matches the tables that do not hold in any case; else the search goes on."""
        holds = self._holds()
        for rows in self.rows if len(holding) < len(self.rows) else ():
            if rows in holding or not holds(rows.held) or rows.matched(holds):
                continue
            if self._search([*given, rows.held]):
                return True
            core = self.core()
            if rows.held not in core:
                return False
            self._learn([-one for one in core])
            return self._search(given)
        return True

    def _learn(self, clause: Sequence[Literal]) -> None:
        self._learned += 1
        self.add(clause)

    def _clauses_hold(self, given: Sequence[Literal]) -> bool:
        """Raises Undecided once the search has taken too long."""
        self._left -= 1
        conflicts = self._end - self.conflicts
        if self._left < 0 or conflicts <= 0:
            raise Undecided("This could not be decided in reasonable time. Decide other attributes first.")
        return super().solve(given, most_conflicts=conflicts)

    def _held(self, given: Sequence[Literal]) -> frozenset[Literal] | None:
        """What is given and follows from it by unit propagation; None if that contradicts itself."""
        consistent, follows = super().propagate(given)
        return frozenset(follows).union(given, self._facts) if consistent else None

    def _holding(self, held: frozenset[Literal]) -> Sequence[Rows]:
        return [rows for rows in self.rows if rows.held in held]

    def _holds(self) -> Callable[[Literal], bool]:
        model = self.model()
        # What no clause speaks of may be missing at the end.
        return lambda one: one < 0 if abs(one) > len(model) else model[abs(one) - 1] == one
