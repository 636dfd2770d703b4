"""Which states are still possible under some choices, exactly.

Unit propagation goes first, then witnesses: configurations found earlier, kept as bit sets, each of which
proves all its states at once where it agrees with the choices. What neither settles is asked of the solver.
Bit ``v`` of a set stands for variable ``v``.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.formula import Literal
from app.configuration.solver import Solver

_MOST_WITNESSES: Final = 1_024
# A short search costs less than looking through all witnesses.
_LATEST_WITNESSES: Final = 64
_MOST_ANSWERS: Final = 2_048


class Possibilities:
    """Not thread-safe: its owner holds a lock."""

    def __init__(self, encoded: Encoded) -> None:
        self._solver = Solver(encoded.formula.all_clauses())
        self._last = encoded.variables.last
        # Variables 2..last stand for states; variable 1 is the constant.
        self._everything = (1 << (self._last + 1)) - 0b100
        self._witnesses: deque[int] = deque(maxlen=_MOST_WITNESSES)
        self._answers: OrderedDict[frozenset[Literal], int] = OrderedDict()
        self._partial: OrderedDict[tuple[frozenset[Literal], int], int] = OrderedDict()

    def possible(self, choices: frozenset[Literal]) -> int:
        """The states that some complete configuration with these choices has; 0 if there is none."""
        known = self._answers.get(choices)
        if known is None:
            known = self._searched(choices, self._everything, proven=self._witnessed(_bits(choices)))
            self._answers[choices] = known
            if len(self._answers) > _MOST_ANSWERS:
                self._answers.popitem(last=False)
        else:
            self._answers.move_to_end(choices)
        return known

    def instead(self, choices: Mapping[Literal, Sequence[Literal]]) -> Mapping[Literal, int]:
        """For each choice, those of its attribute's states that go with all the other choices.

        ``choices`` are consistent; each comes with the states of its attribute.
        """
        near = self._witnessed_but_for_one(_bits(choices))
        return {
            choice: self._replacing(choice, _bits(states), choices, proven=near.get(1 << choice, 0))
            for choice, states in choices.items()
        }

    def allows(self, choices: Sequence[Literal]) -> bool:
        """Whether some complete configuration has all of these choices."""
        wanted = _bits(choices)
        latest = islice(reversed(self._witnesses), _LATEST_WITNESSES)
        return any(witness & wanted == wanted for witness in latest) or self._solve(choices)

    def excluded(self, choices: Sequence[Literal]) -> frozenset[Literal] | None:
        """Some of the choices that cannot hold together; None if all of them can."""
        return None if self.allows(choices) else self._solver.core()

    def _searched(self, choices: frozenset[Literal], wanted: int, *, proven: int) -> int:
        """Exact for the wanted states; of the others it holds at least the ``proven`` ones."""
        assumptions = sorted(choices)
        consistent, follows = self._solver.propagate(assumptions)
        if not consistent or not self.allows(assumptions):
            return 0
        denied = _bits(-literal for literal in follows if -self._last <= literal < 0)
        unproven = wanted & self._not_excluded_before(choices) & ~denied & ~proven
        self._solver.prefer([-place for place in _places(proven)] + _places(unproven))
        while unproven:
            literal = unproven.bit_length() - 1
            if self._solve([*assumptions, literal]):
                new = self._witnesses[-1] & unproven
                self._solver.prefer([-place for place in _places(new)])
                proven |= self._witnesses[-1]
                unproven &= ~new
            else:
                unproven &= ~(1 << literal)
        return proven

    def _replacing(self, choice: Literal, states: int, choices: Iterable[Literal], *, proven: int) -> int:
        others = frozenset(choices) - {choice}
        known = self._answers.get(others) or self._partial.get((others, states))
        if known is None:
            unproven = states & ~proven & ~(1 << choice)
            found = self._searched(others, unproven, proven=proven) if unproven else proven
            known = self._partial[others, states] = found & states | 1 << choice
            if len(self._partial) > _MOST_ANSWERS:
                self._partial.popitem(last=False)
        return known & states

    def _witnessed_but_for_one(self, wanted: int) -> Mapping[int, int]:
        """What is proven by witnesses that agree with all choices but one, by that one's bit."""
        proven: dict[int, int] = {}
        for witness in self._witnesses:
            missing = wanted & ~witness
            if missing and not missing & (missing - 1):
                proven[missing] = proven.get(missing, 0) | witness
        return proven

    def _not_excluded_before(self, choices: frozenset[Literal]) -> int:
        """What is impossible with fewer choices stays so with more."""
        candidates = self._answers.get(frozenset(), -1)
        for choice in choices:
            candidates &= self._answers.get(choices - {choice}, -1)
        return candidates

    def _witnessed(self, wanted: int) -> int:
        proven = 0
        for witness in self._witnesses:
            if witness & wanted == wanted:
                proven |= witness
        return proven

    def _solve(self, assumptions: Sequence[Literal]) -> bool:
        if not self._solver.solve(assumptions):
            return False
        states = self._solver.model()[self._last - 1 : 0 : -1]
        self._witnesses.append(int("".join(["1" if state > 0 else "0" for state in states]) + "00", 2))
        return True


def _bits(literals: Iterable[Literal]) -> int:
    bits = 0
    for literal in literals:
        bits |= 1 << literal
    return bits


def _places(bits: int) -> list[int]:
    """The numbers of the set bits, ascending."""
    places = []
    while bits:
        low = bits & -bits
        places.append(low.bit_length() - 1)
        bits ^= low
    return places
