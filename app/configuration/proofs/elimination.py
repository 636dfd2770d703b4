"""How many combinations meet all of many relations: attributes are eliminated one by one.

Bucket elimination (Dechter 1999): the relations about an attribute are joined and the attribute summed out.
Where a join outgrows its bound, the bucket is split into mini-buckets (Dechter and Rish 2003), of which all
but one are maximised: the number is an upper bound then, and said to be one.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import prod
from typing import Final

from app.configuration.proofs.relations import Relation, TooMany, joined, without

_MOST_HELD: Final = 200_000
_MOST_WORK: Final = 500_000


def combinations(sizes: Mapping[str, int], relations: Iterable[Relation]) -> tuple[int, bool]:
    """(number, whether it is exact; else it is an upper bound). ``sizes``: states by attribute."""
    elimination = _Elimination(sizes, relations)
    return elimination.number(), elimination.exact


class _Elimination:
    def __init__(self, sizes: Mapping[str, int], relations: Iterable[Relation]) -> None:
        self.exact = True
        self._sizes = sizes
        self._left = _MOST_WORK
        self._about: dict[str, dict[int, Relation]] = {key: {} for key in sizes}
        self._made = 0
        self._factor = 1
        for relation in relations:
            self._keep(relation)

    def number(self) -> int:
        waiting = dict.fromkeys(self._sizes)
        costs = {key: self._cost(key) for key in waiting}
        while waiting and self._left > 0:
            key = min(waiting, key=costs.__getitem__)
            del waiting[key]
            near = {name for relation in self._about[key].values() for name in relation.scope} - {key}
            self._eliminate(key)
            for name in near:
                costs[name] = self._cost(name)
        return self._factor * (self._rest(waiting) if waiting else 1)

    def _rest(self, waiting: Iterable[str]) -> int:
        """What the remaining attributes cannot exceed, whatever is said about them."""
        self.exact = False
        relations = {number: one for key in waiting for number, one in self._about[key].items()}
        most = (max(one.counts.values(), default=0) for one in relations.values())
        return prod(self._sizes[key] for key in waiting) * prod(most)

    def _cost(self, key: str) -> int:
        scope = {name for relation in self._about[key].values() for name in relation.scope}
        return prod(self._sizes[name] for name in scope)

    def _keep(self, relation: Relation) -> None:
        if not relation.scope:
            self._factor *= relation.counts.get((), 0)
        self._made += 1
        for key in relation.scope:
            self._about[key][self._made] = relation

    def _eliminate(self, key: str) -> None:
        bucket = dict(self._about[key])
        for number, relation in bucket.items():
            for name in relation.scope:
                del self._about[name][number]
        if not bucket:
            self._factor *= self._sizes[key]
            return
        first, *more = self._joined(sorted(bucket.values(), key=lambda one: len(one.counts)))
        self._keep(without(first, key))
        for relation in more:
            self.exact = False
            self._keep(without(relation, key, max))

    def _joined(self, relations: Sequence[Relation]) -> list[Relation]:
        """One relation, or several where they outgrow the bound together."""
        found = [relations[0]]
        for relation in relations[1:]:
            try:
                found[-1] = joined(found[-1], relation, most=min(_MOST_HELD, self._left))
                self._left -= len(found[-1].counts)
            except TooMany:
                self._left -= min(_MOST_HELD, self._left)
                found.append(relation)
        return found
