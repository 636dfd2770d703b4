"""Configurations of one part of a product, found by the solver and kept for what they prove."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.formula import TRUE, Literal
from app.configuration.literal_sets import LiteralSet, LiteralSets
from app.configuration.parting import Known, Part
from app.configuration.row_search import RowSolver, solver_with
from app.configuration.solver import MOST_CONFLICTS, Undecided

_MOST_WITNESSES: Final = 1_024
# Alternatives of thousands of features need as many configurations to show them all.
_LARGE: Final = 20_000
_MOST_WITNESSES_IF_LARGE: Final = 4_096
# A short search costs less than looking through all witnesses.
_LATEST_WITNESSES: Final = 64
# A question about many states at once is only worth a short search.
_SHORT: Final = 100


class Finder:
    """Each configuration that is found goes to the end of the ``witnesses``."""

    def __init__(self, encoded: Encoded, part: Part, known: Known, sets: LiteralSets) -> None:
        self._reduction = reduction = part.reduction
        self._sets = sets
        self._theory = encoded.theory
        clauses = [(TRUE,), *reduction.clauses] if reduction.possible else [()]
        self.solver = solver_with(clauses, part.tables, lemma=self._lemma if self._theory else None)
        self._pins = {reduction.literal(pin): pin for pin in encoded.variables.pins()}
        self.any_pin: LiteralSet = sets.of(self._pins)
        most = _MOST_WITNESSES if sets.size < _LARGE else _MOST_WITNESSES_IF_LARGE
        self.witnesses: deque[LiteralSet] = deque(known.witnesses, maxlen=most)

    @property
    def worn(self) -> bool:
        """Whether it is better made anew."""
        return isinstance(self.solver, RowSolver) and self.solver.worn

    def find(self, literals: Sequence[Literal], *, most_conflicts: int = MOST_CONFLICTS) -> bool:
        """Whether there is a configuration with all of them. Raises Undecided."""
        if not self.solver.solve(literals, most_conflicts=most_conflicts):
            return False
        model = self._sets.of_model(self.solver.model())
        if model & self.any_pin and self._theory:
            # Those that mean nothing yet may be true or false.
            free = [
                one
                for one in self._sets.literals(model & self.any_pin)
                if not self._theory.means(self._pins[one])
            ]
            model &= ~self._sets.of(free)
        self.witnesses.append(model)
        return True

    def attempt(self, literals: Sequence[Literal]) -> frozenset[Literal] | None:
        """None where there is a configuration with all of them; else some that do not go together, or none
        where a short search does not tell.
        """
        try:
            return None if self.find(literals, most_conflicts=_SHORT) else self.solver.core()
        except Undecided:
            return frozenset()

    def is_among_latest(self, wanted: LiteralSet) -> bool:
        return any(witness & wanted == wanted for witness in self._latest())

    def fitting(self, wanted: LiteralSet, *, most: int) -> Iterable[LiteralSet]:
        """The latest witnesses that have all that is wanted; if none of the latest does, one older one."""
        fitting = [one for one in self._latest() if one & wanted == wanted]
        older = (one for one in reversed(self.witnesses) if one & wanted == wanted)
        return fitting[:most] or islice(older, 1)

    def proven(self, wanted: LiteralSet) -> LiteralSet:
        """What the witnesses have that have all that is wanted; 0 if none has."""
        proven = 0
        for witness in self.witnesses:
            if witness & wanted == wanted:
                proven |= witness
        return proven

    def proven_but_for_one(self, wanted: LiteralSet) -> Mapping[LiteralSet, LiteralSet]:
        """What is proven by witnesses that agree with all that is wanted but one, by that one."""
        proven: dict[LiteralSet, LiteralSet] = {0: 0}
        for witness in self.witnesses:
            missing = wanted & ~witness
            if not missing & (missing - 1):
                proven[missing] = proven.get(missing, 0) | witness
        return proven

    def _latest(self) -> Iterable[LiteralSet]:
        return islice(reversed(self.witnesses), _LATEST_WITNESSES)

    def _lemma(self, holds: Callable[[Literal], bool]) -> Sequence[Literal] | None:
        """What numbers have against a model, in the reduced formula's terms."""
        clause = self._theory.lemma(lambda one: holds(self._reduction.literal(one))) if self._theory else None
        return None if clause is None else [self._reduction.literal(one) for one in clause]
