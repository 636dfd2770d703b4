"""Which states are still possible under some choices, exactly.

A formula often falls into components that share no variable: each is asked by itself, and a choice changes
nothing in the others.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import chain

from app.configuration.component import Component
from app.configuration.encoding import Encoded
from app.configuration.formula import FALSE, TRUE, Literal
from app.configuration.interchangeable import interchangeable
from app.configuration.parting import Parted
from app.configuration.reduction import Reduction, reduced
from app.configuration.spoken import Spoken
from app.configuration.start import Start
from app.configuration.variables import States

# Of a product without attributes, which is possible: no variable has the number 0.
_NOTHING_TO_CHOOSE = 1


class Possibilities:
    """Not thread-safe: its owner holds a lock."""

    def __init__(self, encoded: Encoded, start: Start | None = None) -> None:
        """``start``: that of an earlier one of the same formula."""
        self._reduction = start.reduction if start else _reduced(encoded)
        states = encoded.variables.literals()
        self._sharing = _sharing(encoded, self._reduction)
        self._always = sum(1 << state for state in states if self._reduction.literal(state) == TRUE)
        self._parted = Parted(self._reduction, encoded)
        known = self._parted.known(start)
        self._spoken = Spoken(encoded, start.about if start else None)
        self._components = [
            Component(encoded, part, one, self._spoken)
            for part, one in zip(self._parted.parts, known, strict=True)
        ]

    @property
    def worn(self) -> bool:
        """Whether it is better made anew."""
        return any(component.worn for component in self._components)

    def start(self) -> Start:
        """What another process need not work out again. Raises Undecided."""
        known = [one.known() for one in self._components]
        return replace(self._parted.start(known), about=self._spoken.about)

    def possible(self, choices: frozenset[Literal]) -> int:
        """The states that some complete configuration with these choices has, bit ``v`` for variable ``v``;
        0 if there is none. Which answers to a need are among them, ``answers`` says.
        """
        self._spoken.renew()
        if self._never(choices) is not None:
            return 0
        found = self._always
        for component, own in zip(self._components, self._own(choices), strict=True):
            states = component.possible(frozenset(own))
            if states is None:
                return 0
            found |= states
        return found & ~self._others(choices) or _NOTHING_TO_CHOOSE

    def answers(self, choices: Iterable[Literal], states: States) -> int:
        """The states that a need can have with choices of other attributes, which are consistent, in the same
        way: not answered and each possible answer.
        """
        if states.wide is not None:
            return self.possible(frozenset(choices))
        own = self._own(choices)
        for at in map(self._parted.component, states.literals):
            if at is not None:
                return self._components[at].answers(own[at], states)
        return sum(1 << one for one in states.literals if self._reduction.literal(one) == TRUE)

    def instead(self, choices: Iterable[Literal]) -> Callable[[Literal, Sequence[Literal]], int]:
        """Answers for a choice and the states of its attribute, which of them go with all other choices.

        ``choices`` are consistent.
        """
        parts = zip(self._components, self._own(choices), strict=True)
        answers = [component.instead(own) for component, own in parts]

        def answer(choice: Literal, states: Sequence[Literal]) -> int:
            at = self._parted.component(choice)
            if at is None:
                return sum(1 << one for one in states if self._reduction.literal(one) == TRUE)
            return answers[at](choice, states) | self._always

        return answer

    def allows(self, choices: Sequence[Literal]) -> bool:
        """Whether some complete configuration has all of these choices."""
        parts = zip(self._components, self._own(choices), strict=True)
        return self._never(choices) is None and all(component.allows(own) for component, own in parts)

    def excluded(self, choices: Sequence[Literal]) -> frozenset[Literal] | None:
        """Some of the choices that cannot hold together; None if all of them can."""
        never = self._never(choices)
        if never is not None:
            return frozenset((never,))
        for component, own in zip(self._components, self._own(choices), strict=True):
            found = component.excluded(own)
            if found is not None:
                return found
        return None

    def _never(self, choices: Iterable[Literal]) -> Literal | None:
        """A choice that nothing goes with."""
        return next((one for one in choices if self._reduction.literal(one) == FALSE), None)

    def _own(self, choices: Iterable[Literal]) -> list[list[Literal]]:
        """The choices of each component."""
        own: list[list[Literal]] = [[] for _ in self._components]
        for choice in choices:
            at = self._parted.component(choice)
            if at is not None:
                own[at].append(choice)
        return own

    def _others(self, choices: Iterable[Literal]) -> int:
        """The other values of what is chosen, which its place may stand for as well."""
        found = 0
        for choice in choices:
            found |= self._sharing.get(choice, 0) & ~(1 << choice)
        return found


def _reduced(encoded: Encoded) -> Reduction:
    formula, variables = encoded.formula, encoded.variables
    alike = interchangeable(encoded)
    found = reduced(
        chain(formula.all_clauses(), ((-literal,) for literal in alike)),
        formula.variables,
        shown=chain(variables.literals(), variables.pins()),
    )
    places = list(found.places)
    for literal, first in alike.items():
        places[literal] = places[first]
    return replace(found, places=tuple(places))


def _sharing(encoded: Encoded, reduction: Reduction) -> dict[Literal, int]:
    """All states of its attribute, for each where several have one place."""
    found: dict[Literal, int] = {}
    for states in encoded.variables:
        if len(set(map(reduction.literal, states.literals))) < len(states.literals):
            found.update(dict.fromkeys(states.literals, sum(1 << literal for literal in states.literals)))
    return found
