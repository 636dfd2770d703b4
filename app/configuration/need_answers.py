"""Which answers to a need are still possible, exactly, worked out when somebody looks.

Nothing else depends on it: with any answer possible or none, the rest of the product stays as it is. Numbers
that are needed have many values, so known configurations are used for what they prove besides: what few
attributes the rules about the need read decides which answers go with them. What no configuration proves is
refuted all at once.
"""

from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.evaluation import Part
from app.configuration.formula import FALSE, TRUE, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.reduction import Reduction
from app.configuration.spoken import Spoken
from app.configuration.variables import States

_LATEST: Final = 16
_MOST_ROWS: Final = 2_000

Places = int
"""A bit for each state of one need, by its place."""


class NeedAnswers:
    """``solve`` looks for a configuration and puts it at the end of the ``witnesses``. Not thread-safe."""

    def __init__(
        self,
        encoded: Encoded,
        reduction: Reduction,
        sets: LiteralSets,
        witnesses: "deque[LiteralSet]",
        solve: Callable[[Sequence[Literal]], bool],
        spoken: Spoken,
    ) -> None:
        self._encoded = encoded
        self._spoken = spoken
        self._reduction = reduction
        self._sets = sets
        self._witnesses = witnesses
        self._solve = solve
        self._needs: dict[str, _Need] = {}
        lazy = [one for one in encoded.variables if one.attribute.need and one.wide is None]
        self._unanswered = [(frozenset(one.literals), one.absent) for one in lazy]
        places = (reduction.literal(literal) for one in lazy for literal in one.literals)
        self.literals = sets.of(place for place in places if place not in (TRUE, FALSE))
        """Those that are not asked for with all others."""

    def left_out(self, choices: Collection[Literal]) -> list[Literal]:
        """That what the choices do not answer is not answered. Whatever goes with an answer goes without it,
        and the rules about it need not be looked at.
        """
        return [absent for answers, absent in self._unanswered if answers.isdisjoint(choices)]

    def possible(self, wanted: LiteralSet, states: States) -> Places:
        """``wanted``: choices of other attributes, which some configuration has. Raises Undecided."""
        need = self._need(states)
        wanted &= ~need.left_out
        left = need.all & ~need.refuted(wanted)
        proven = 0
        for witness in self._witnesses:
            if not left & ~proven:
                break
            if witness & wanted == wanted:
                proven |= need.proven(witness)
        left &= ~proven
        given = self._sets.literals(wanted)
        while left:
            decided = [literal for place, literal in enumerate(need.literals) if not left >> place & 1]
            if not self._solve([*given, need.given, *(-literal for literal in decided)]):
                need.known.append((wanted, left))
                return proven
            found = need.proven(self._witnesses[-1]) & left
            proven |= found
            left &= ~found
        return proven

    def _need(self, states: States) -> "_Need":
        key = states.attribute.key
        if key not in self._needs:
            self._needs[key] = _Need(states, self._parts_of(key), self._encoded, self._reduction, self._sets)
        return self._needs[key]

    def _parts_of(self, key: str) -> Sequence[Part] | None:
        """Rules, tables and the condition that speak of the need; None where trying them takes too long."""
        spoken = self._spoken
        pieces = [spoken.pieces[at] for at in spoken.read_by.get(spoken.numbers[key], ())]
        about = frozenset().union(*(piece.about() for piece in pieces))
        large = any(piece.size > _MOST_ROWS for piece in pieces)
        if (
            large
            or not about.isdisjoint(self._encoded.variables.wides)
            or any(map(self._is_elsewhere, about))
        ):
            return None
        return [piece.made() for piece in pieces]

    def _is_elsewhere(self, key: str) -> bool:
        """Whether known configurations do not tell its state: to this part of the formula all are true."""
        states = self._encoded.variables.of(key)
        places = map(self._reduction.literal, states.literals if states else ())
        return sum(place == TRUE for place in places) > 1


class _Need:
    """``literals``: of its answers, as the reduced formula has them; ``given`` says that there is one, and
    ``left_out`` that there is none.
    """

    def __init__(
        self,
        states: States,
        parts: Sequence[Part] | None,
        encoded: Encoded,
        reduction: Reduction,
        sets: LiteralSets,
    ) -> None:
        self._key = states.attribute.key
        self._parts = parts
        self._sets = sets
        self.literals = [reduction.literal(literal) for literal in states.literals[:-1]]
        self.given = -reduction.literal(states.absent)
        self.left_out = 0 if self.given == FALSE else sets.of_few((-self.given,))
        self.all: Places = sum(1 << at for at, one in enumerate(self.literals) if one != FALSE)
        self.known: deque[tuple[LiteralSet, Places]] = deque(maxlen=_LATEST)
        self._own = [sets.of_few((literal,)) for literal in self.literals]
        about = sorted({key for part in parts or () for key in part.about} - {self._key})
        found = [(key, encoded.variables.of(key)) for key in about]
        self._read = [
            (key, [sets.of_few((reduction.literal(one),)) for one in known.literals])
            for key, known in found
            if known is not None
        ]
        self._proven: dict[tuple[int, ...], Places] = {}

    def refuted(self, wanted: LiteralSet) -> Places:
        """What is impossible with fewer choices stays so with more."""
        found = 0
        for fewer, without in self.known:
            if fewer & wanted == fewer:
                found |= without
        return found

    def proven(self, witness: LiteralSet) -> Places:
        """The answers that go with all else of the configuration."""
        if self._parts is None:
            return sum(1 << place for place, own in enumerate(self._own) if witness & own)
        read = tuple(
            next(state for state, literal in enumerate(states) if witness & literal)
            for _, states in self._read
        )
        if read not in self._proven:
            self._proven[read] = self._tried(dict(zip((key for key, _ in self._read), read, strict=True)))
        return self._proven[read]

    def _tried(self, chosen: Mapping[str, int]) -> Places:
        found = 0
        for place in range(len(self.literals)):
            states = {**chosen, self._key: place}
            if all(part.truth(states) for part in self._parts or ()):
                found |= 1 << place
        return found
