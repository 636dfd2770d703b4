"""Why choices cannot hold together: a minimal set of choices and rules."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.configuration.encoding import Encoded
from app.configuration.formula import Group, Literal
from app.configuration.solver import Solver


@dataclass(frozen=True, slots=True)
class Reason:
    """With any one member gone, the rest can hold."""

    choices: tuple[Literal, ...]
    groups: tuple[Group, ...]


class Reasons:
    """A second solver in which each rule can be left out. Not thread-safe: its owner holds a lock."""

    def __init__(self, encoded: Encoded) -> None:
        formula = encoded.formula
        self._groups = {formula.variables + n: group for n, group in enumerate(formula.groups, start=1)}
        guarded = [
            (-selector, *clause) for selector, group in self._groups.items() for clause in group.clauses
        ]
        self._solver = Solver([*formula.definitions, *guarded])

    def reason(self, wish: Sequence[Literal], choices: Sequence[Literal]) -> Reason | None:
        """Why the wish cannot hold under the choices; None if it can.

        Only yes and no of the solver are used, never which core it happened on, so that the same question
        gets the same answer whatever was asked before. Earlier choices are blamed before later ones.
        """
        members = [*self._groups, *choices]
        if self._solver.solve([*wish, *members]):
            return None
        found = set(_smallest(list(wish), members, impossible=lambda parts: not self._solver.solve(parts)))
        return Reason(
            choices=tuple(choice for choice in choices if choice in found),
            groups=tuple(group for selector, group in self._groups.items() if selector in found),
        )


def _smallest(
    given: list[Literal], members: list[Literal], *, impossible: Callable[[list[Literal]], bool]
) -> list[Literal]:
    """A minimal part of ``members`` that is impossible with ``given``, by QuickXplain (Junker 2004)."""
    if impossible(given):
        return []
    return _split(given, members, impossible)


def _split(
    given: list[Literal], members: list[Literal], impossible: Callable[[list[Literal]], bool]
) -> list[Literal]:
    """``given`` alone is possible; with ``members`` it is not."""
    if len(members) == 1:
        return members
    half = len(members) // 2
    first, second = members[:half], members[half:]
    with_first = [*given, *first]
    late = [] if impossible(with_first) else _split(with_first, second, impossible)
    with_late = [*given, *late]
    early = [] if impossible(with_late) else _split(with_late, first, impossible)
    return [*early, *late]
