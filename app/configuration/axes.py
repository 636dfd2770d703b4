"""What numbers depend on: the states of an attribute, or further things of which exactly one holds."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from app.configuration.formula import FALSE, Formula, Literal
from app.configuration.variables import States, Variables

Key: TypeAlias = tuple[str, ...]
"""Names of axes, ascending. An attribute's axis bears its key; others start with ``#``, as no key does."""

Places: TypeAlias = tuple[int, ...]
"""One place on each axis of a key."""


class Axes:
    """Grows while a product is encoded."""

    def __init__(self, variables: Variables, formula: Formula) -> None:
        self._variables = variables
        self._formula = formula
        self._further: dict[str, tuple[Literal, ...]] = {}
        self._names: dict[tuple[Literal, ...], str] = {}

    def states(self, key: str) -> States | None:
        return self._variables.of(key)

    def literals(self, axis: str) -> tuple[Literal, ...]:
        """Exactly one of them holds. Raises KeyError."""
        states = self.states(axis)
        return self._further[axis] if states is None else states.literals

    def further(self, literals: Sequence[Literal]) -> str:
        """The name of an axis of other literals, of which exactly one holds."""
        known = tuple(literals)
        name = self._names.setdefault(known, f"#{len(self._names)}")
        self._further[name] = known
        return name

    def size(self, key: Key) -> int:
        """How many combinations there are."""
        count = 1
        for axis in key:
            count *= len(self.literals(axis))
        return count

    def one_of(self, key: Key, wanted: Iterable[Places]) -> Literal:
        """A literal that is true exactly while one of the wanted combinations holds."""
        places = list(wanted)
        if len(key) == 1:
            return self._places(key[0], [place for (place,) in places])
        rests: dict[int, list[Places]] = {}
        for first, *rest in places:
            rests.setdefault(first, []).append(tuple(rest))
        literals = self.literals(key[0])
        return self._formula.either(
            self._formula.both((literals[first], self.one_of(key[1:], rest))) for first, rest in rests.items()
        )

    def present(self, names: Iterable[str]) -> list[Literal]:
        """What has to hold for all these attributes to apply. Raises KeyError."""
        return [-states.absent for name in sorted(names) if (states := self._known(name)).absent != FALSE]

    def grouped(self, numbers: Mapping[Places, int]) -> list[tuple[int, list[Places]]]:
        """By ascending number, the combinations that have it."""
        groups: dict[int, list[Places]] = {}
        for places, number in numbers.items():
            groups.setdefault(number, []).append(places)
        return sorted(groups.items())

    def _places(self, axis: str, places: Sequence[int]) -> Literal:
        states = self.states(axis)
        if states is not None:
            return self._variables.one_of(states, places)
        literals = self._further[axis]
        if len(set(places)) == len(literals):
            return -FALSE
        return self._formula.either(literals[place] for place in places)

    def _known(self, name: str) -> States:
        states = self.states(name)
        if states is None:
            raise KeyError(name)
        return states
