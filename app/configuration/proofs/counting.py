"""How many configurations a product has: exactly where that is feasible, else a number it cannot exceed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as combined
from math import prod
from typing import Final

from app.catalog.expressions import Expression, names
from app.catalog.expressions.tree import And
from app.configuration.encoding import Encoded
from app.configuration.evaluation import Evaluation, Truth
from app.configuration.numbers.scouting import comparisons_in
from app.configuration.proofs.elimination import combinations
from app.configuration.proofs.relations import Relation
from app.configuration.wide import Wide

_MOST_TRIED: Final = 100_000
_MOST_TRIED_TOGETHER: Final = 250_000
_MOST_SPELLED: Final = 2_000


@dataclass(frozen=True, slots=True)
class Count:
    """``most`` is the number where it is ``exact``, else one that is not exceeded; None: nothing is known."""

    most: int | None
    exact: bool


def counted(encoded: Encoded, swept: Mapping[str, tuple[int, ...]]) -> Count:
    """``swept``: by attribute the numbers of the states that are counted.

    A stretch of a number counts as often as it has values. What computes with several numbers that have very
    many is passed over, so that the number is a bound then; with not so many, each value is a state here.
    """
    spelled = {
        key: wide
        for key, wide in encoded.variables.wides.items()
        if wide.pins is not None and wide.grid.count <= _MOST_SPELLED
    }
    states = {**swept, **{key: _spelled(wide, swept[key]) for key, wide in spelled.items()}}
    counting = _Counting(encoded, states, spelled=spelled)
    relations = [*counting.relations(), *_weights(encoded, states, spelled=spelled)]
    number, exact = combinations({key: len(one) for key, one in states.items()}, relations)
    return Count(number, exact=exact and counting.all_said)


def _spelled(wide: Wide, possible: Sequence[int]) -> tuple[int, ...]:
    """The places within the possible stretches; absence comes after all places."""
    last = len(wide.stretches)
    kept = (wide.stretches[at] for at in possible if at < last)
    places = [place for low, high in kept for place in range(low, high + 1)]
    return (*places, *[wide.grid.count] * (last in possible))


def _weights(
    encoded: Encoded, states: Mapping[str, tuple[int, ...]], *, spelled: Collection[str]
) -> Iterator[Relation]:
    for key, wide in encoded.variables.wides.items():
        if key not in spelled:
            sizes = [high - low + 1 for low, high in wide.stretches]
            yield Relation((key,), {(at,): (*sizes, 1)[at] for at in states[key]})


class _Counting:
    """Rules as relations, by trying all combinations of what they speak of. No solver has a part in it."""

    def __init__(
        self, encoded: Encoded, swept: Mapping[str, tuple[int, ...]], *, spelled: Mapping[str, Wide]
    ) -> None:
        self._swept = swept
        self._product = encoded.product
        self._evaluation = Evaluation(encoded, spelled)
        self._unspelled = encoded.variables.wides.keys() - spelled.keys()
        self._computed = encoded.conditions.comparing.computed
        self._left = _MOST_TRIED_TOGETHER
        self.all_said = True

    def relations(self) -> Iterator[Relation]:
        for rule in self._product.rules:
            for one in conjuncts(rule.expression):
                if self._is_said(one):
                    yield from self._tried(names(one), self._evaluation.truth(one))
        kept = {rule.key for rule in self._product.rules}
        for part in self._evaluation.parts():
            if part.key not in kept and (part.expression is None or self._is_said(part.expression)):
                yield from self._tried(part.about, part.truth)

    def _is_said(self, expression: Expression) -> bool:
        """Whether it is true or false of whole stretches."""
        computed = (one for one in comparisons_in(expression) if one in self._computed)
        said = all(names(one).isdisjoint(self._unspelled) for one in computed)
        self.all_said = self.all_said and said
        return said

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
