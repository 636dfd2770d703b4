"""Relations: which combinations of states some attributes may have together, each with how often.

States are numbers within their attribute. Only combinations that occur are held.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

States: TypeAlias = tuple[int, ...]


class TooMany(Exception):
    """More combinations than are held; its catcher goes on with a bound."""


@dataclass(frozen=True, slots=True)
class Relation:
    """``counts`` by the states of ``scope``, in that order."""

    scope: tuple[str, ...]
    counts: Mapping[States, int]


def joined(left: Relation, right: Relation, *, most: int) -> Relation:
    """Combinations that agree in what both speak of; how often they occur multiplies. Raises TooMany."""
    shared = [key for key in right.scope if key in left.scope]
    at_left, at_right = _getter(left.scope, shared), _getter(right.scope, shared)
    new = [key for key in right.scope if key not in left.scope]
    rest = _getter(right.scope, new)
    partners: dict[States, list[tuple[States, int]]] = {}
    for states, count in right.counts.items():
        partners.setdefault(at_right(states), []).append((rest(states), count))
    found: dict[States, int] = {}
    for states, count in left.counts.items():
        for more, times in partners.get(at_left(states), ()):
            found[states + more] = count * times
        if len(found) > most:
            raise TooMany
    return Relation((*left.scope, *new), found)


def without(
    relation: Relation, key: str, combine: Callable[[int, int], int] = lambda one, other: one + other
) -> Relation:
    """One attribute less; what becomes equal is combined, by default added up."""
    scope = tuple(name for name in relation.scope if name != key)
    kept = _getter(relation.scope, scope)
    found: dict[States, int] = {}
    for states, count in relation.counts.items():
        short = kept(states)
        before = found.get(short)
        found[short] = count if before is None else combine(before, count)
    return Relation(scope, found)


def _getter(scope: tuple[str, ...], wanted: Iterable[str]) -> Callable[[States], States]:
    places = [scope.index(key) for key in wanted]
    return lambda states: tuple([states[place] for place in places])
