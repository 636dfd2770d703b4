"""Which of many literals are true in no configuration, found with few searches.

Each configuration that a search finds settles all literals that hold in it; searches are steered towards
what is not yet seen.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.configuration.encoding import Encoded
from app.configuration.formula import Literal
from app.configuration.proofs.proof import Progress
from app.configuration.solver import Undecided

_MOST_KEPT: Final = 200


@dataclass(frozen=True, slots=True)
class Swept:
    """``undecided``: the search outlasted its bound."""

    impossible: frozenset[Literal]
    undecided: frozenset[Literal]


class Sweep:
    """All rules hold. Literals that are asked about are made before."""

    def __init__(self, encoded: Encoded) -> None:
        self._encoded = encoded
        self._solver = encoded.solver(encoded.formula.all_clauses())
        self._models: list[Sequence[Literal]] = []

    def possible(self, literals: Sequence[Literal] = ()) -> bool:
        """Whether some configuration has all of these. Raises Undecided."""
        return self._solver.solve(literals)

    def found(self) -> Iterator[dict[str, int]]:
        """Some of the configurations found on the way: the state of each attribute, by its number."""
        for model in self._models:
            yield {
                states.attribute.key: next(n for n, one in enumerate(states.literals) if model[one - 1] > 0)
                for states in self._encoded.variables
            }

    def look(self, literals: Iterable[Literal], told: Progress) -> Swept:
        unseen = list(dict.fromkeys(literals))
        total = len(unseen)
        impossible: set[Literal] = set()
        undecided: set[Literal] = set()
        while unseen:
            told("values and conditions", total - len(unseen), total)
            self._solver.prefer(unseen)
            wanted = unseen.pop()
            try:
                if self._solver.solve([wanted]):
                    model = self._solver.model()
                    if len(self._models) < _MOST_KEPT:
                        self._models.append(model)
                    unseen = [one for one in unseen if model[abs(one) - 1] != one]
                else:
                    impossible.add(wanted)
            except Undecided:
                undecided.add(wanted)
        return Swept(frozenset(impossible), frozenset(undecided))
