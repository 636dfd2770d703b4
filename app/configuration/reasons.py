"""Why choices cannot hold together: minimal sets of choices and rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.formula import Group, Literal
from app.configuration.minimal_sets import minimal_sets
from app.configuration.smallest import smallest
from app.configuration.solver import MOST_CONFLICTS, Solver, Undecided

_MOST_QUESTIONS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Reason:
    """With any one member gone, the rest can hold."""

    choices: tuple[Literal, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """``complete``: there is no other one."""

    found: tuple[Reason, ...]
    complete: bool


class Explainer:
    """A second solver in which each rule can be left out. Not thread-safe: its owner holds a lock."""

    def __init__(self, encoded: Encoded) -> None:
        formula = encoded.formula
        self._groups = {formula.variables + n: group for n, group in enumerate(formula.groups, start=1)}
        guarded = [
            (-selector, *clause) for selector, group in self._groups.items() for clause in group.clauses
        ]
        self._solver = encoded.solver([*formula.definitions, *guarded])

    def reason(self, wish: Sequence[Literal], choices: Sequence[Literal]) -> Reason | None:
        """Why the wish cannot hold under the choices; None if it can.

        The same question gets the same answer whatever was asked before. Earlier choices are blamed before
        later ones.
        """
        return self.reason_against([wish], choices)

    def reason_against(
        self, wishes: Sequence[Sequence[Literal]], choices: Sequence[Literal]
    ) -> Reason | None:
        """Why none of the wishes can hold; None if one can."""
        members = [*self._groups, *choices]

        def impossible(parts: Sequence[Literal]) -> bool:
            return not any(self._solver.solve([*wish, *parts]) for wish in wishes)

        if not impossible(members):
            return None
        return self._reason(smallest([], members, impossible=impossible))

    def reasons(self, wish: Sequence[Literal], choices: Sequence[Literal], *, limit: int) -> Reasons:
        """All of them, or the first ``limit``; fewer where the search outlasts its bound.

        The first is that of ``reason``; none if the wish can hold.
        """
        search = _Search(self._solver, wish)
        found: list[Reason] = []
        try:
            for members in minimal_sets([*self._groups, *choices], search.possible):
                if len(found) == limit:
                    return Reasons(tuple(found), complete=False)
                found.append(self._reason(members))
        except Undecided:
            return Reasons(tuple(found), complete=False)
        return Reasons(tuple(found), complete=True)

    def _reason(self, members: Sequence[Literal]) -> Reason:
        groups = tuple(group for selector, group in self._groups.items() if selector in members)
        return Reason(tuple(member for member in members if member not in self._groups), groups)


class _Search:
    """Questions with a wish, whose number and conflicts are bounded together."""

    def __init__(self, solver: Solver, wish: Sequence[Literal]) -> None:
        self._solver = solver
        self._wish = wish
        self._questions = 0
        self._end = solver.conflicts + MOST_CONFLICTS

    def possible(self, members: Sequence[Literal]) -> bool:
        """Raises Undecided once the search has taken too long."""
        self._questions += 1
        left = self._end - self._solver.conflicts
        if self._questions > _MOST_QUESTIONS or left <= 0:
            raise Undecided("The search for all reasons was ended.")
        return self._solver.solve([*self._wish, *members], most_conflicts=left)
