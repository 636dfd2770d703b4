"""How many configurations a product has: exactly where that is feasible, else a number it cannot exceed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as combined
from math import prod
from typing import Final

from app.catalog.expressions import Expression, names
from app.catalog.expressions.tree import And
from app.configuration.encoding import Encoded
from app.configuration.evaluation import Evaluation, Truth
from app.configuration.proofs.elimination import combinations
from app.configuration.proofs.relations import Relation

_MOST_TRIED: Final = 100_000
_MOST_TRIED_TOGETHER: Final = 250_000


@dataclass(frozen=True, slots=True)
class Count:
    """``most`` is the number where it is ``exact``, else one that is not exceeded; None: nothing is known."""

    most: int | None
    exact: bool


def counted(encoded: Encoded, swept: Mapping[str, tuple[int, ...]]) -> Count:
    """``swept``: by attribute the numbers of the states that are counted."""
    counting = _Counting(encoded, swept)
    relations = list(counting.relations())
    number, exact = combinations({key: len(states) for key, states in swept.items()}, relations)
    return Count(number, exact=exact and counting.all_said)


class _Counting:
    """Rules as relations, by trying all combinations of what they speak of. No solver has a part in it."""

    def __init__(self, encoded: Encoded, swept: Mapping[str, tuple[int, ...]]) -> None:
        self._swept = swept
        self._product = encoded.product
        self._evaluation = Evaluation(encoded)
        self._left = _MOST_TRIED_TOGETHER
        self.all_said = True

    def relations(self) -> Iterator[Relation]:
        for rule in self._product.rules:
            for one in conjuncts(rule.expression):
                yield from self._tried(names(one), self._evaluation.truth(one))
        kept = {rule.key for rule in self._product.rules}
        for part in self._evaluation.parts():
            if part.key not in kept:
                yield from self._tried(part.about, part.truth)

    def _tried(self, about: Iterable[str], truth: Truth) -> Iterator[Relation]:
        scope = tuple(sorted(about))
        if not self._affordable(scope):
            return
        found: dict[tuple[int, ...], int] = {}
        for states in combined(*(self._swept[key] for key in scope)):
            if truth(dict(zip(scope, states, strict=True))):
                found[states] = 1
        yield Relation(scope, found)

    def _affordable(self, scope: Sequence[str]) -> bool:
        tried = prod(len(self._swept[key]) for key in scope)
        affordable = tried <= min(_MOST_TRIED, self._left)
        self._left -= tried if affordable else 0
        self.all_said = self.all_said and affordable
        return affordable


def conjuncts(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, And):
        for operand in expression.operands:
            yield from conjuncts(operand)
    else:
        yield expression
