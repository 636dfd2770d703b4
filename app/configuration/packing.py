"""Literals that may well hold together, put into one question."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.configuration.formula import Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.solver import Solver

_MOST_BYTES: Final = 64_000_000
# Of a literal of a model of thousands it takes a millisecond to say what follows.
_MOST_NEW: Final = 256


@dataclass(frozen=True, slots=True)
class Pack:
    """What holds already, and what therefore does not."""

    given: LiteralSet
    denied: LiteralSet


class Packing:
    """Remembers what follows from each literal alone by propagation: true whatever else is chosen."""

    def __init__(self, sets: LiteralSets, solver: Solver) -> None:
        self._sets = sets
        self._solver = solver
        self._most = max(1, _MOST_BYTES // max(1, sets.size // 4))
        self._follows: dict[Literal, tuple[LiteralSet, LiteralSet]] = {}

    def packed(
        self, literals: Sequence[Literal], pack: Pack, *, most: int
    ) -> tuple[Sequence[Literal], LiteralSet]:
        """At most ``most`` of the literals, none of which excludes another as far as propagation sees, but
        always one; and all that follows from them. Of many that were never looked at only some are.
        """
        given, denied = pack.given, pack.denied
        packed: list[Literal] = []
        left = _MOST_NEW
        for literal in literals:
            known = self._follows.get(literal)
            if known is None:
                if not left:
                    continue
                left -= 1
                known = self._of(literal)
            follows, excludes = known
            if not follows & denied:
                given |= follows
                denied |= excludes
                packed.append(literal)
                if len(packed) == most:
                    break
        return packed or literals[:1], given

    def _of(self, literal: Literal) -> tuple[LiteralSet, LiteralSet]:
        consistent, follows = self._solver.propagate((literal,))
        # What excludes itself goes with nothing.
        known = self._sets.with_denials((literal, *follows)) if consistent else (self._sets.all,) * 2
        if len(self._follows) < self._most:
            self._follows[literal] = known
        return known
