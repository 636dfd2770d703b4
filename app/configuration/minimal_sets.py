"""All minimal sets of members that cannot hold together, one by one.

Only yes and no are used of whoever answers "can these hold together?", never which of them it failed on, so
that the same question gets the same sets whatever was asked before.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from app.configuration.formula import Literal
from app.configuration.smallest import smallest
from app.configuration.solver import Solver

Possible: TypeAlias = Callable[[Sequence[Literal]], bool]


def minimal_sets(members: Sequence[Literal], possible: Possible) -> Iterator[list[Literal]]:
    """Every minimal impossible set once; the first is the one that ``smallest`` gives.

    After MARCO (Liffiton, Previti, Malik and Marques-Silva 2016): the largest set that nothing is known of
    is either possible, and then so are its parts, or has a minimal set in it, and then so have its wholes.
    """
    unknown = _Unknown(members)
    while (asked := unknown.largest()) is not None:
        if possible(asked):
            unknown.drop_parts_of(asked)
        else:
            found = smallest([], asked, impossible=lambda parts: not possible(parts))
            unknown.drop_wholes_of(found)
            yield found


class _Unknown:
    """The sets of members that nothing is known of yet: the models of a formula over the members' places."""

    def __init__(self, members: Sequence[Literal]) -> None:
        self._members = members
        self._places = {member: place for place, member in enumerate(members, start=1)}
        self._solver = Solver([place, -place] for place in self._places.values())
        self._solver.prefer(list(self._places.values()))

    def largest(self) -> list[Literal] | None:
        """One to which no member can be added; None if nothing is left."""
        if not self._solver.solve(()):
            return None
        inside = self._inside()
        for place in self._places.values():
            if place not in inside and self._solver.solve([*inside, place]):
                inside = self._inside()
        return [member for member in self._members if self._places[member] in inside]

    def drop_parts_of(self, possible: Sequence[Literal]) -> None:
        known = set(possible)
        self._solver.add([place for member, place in self._places.items() if member not in known])

    def drop_wholes_of(self, impossible: Sequence[Literal]) -> None:
        self._solver.add([-self._places[member] for member in impossible])

    def _inside(self) -> set[int]:
        return {place for place in self._solver.model() if place > 0}
