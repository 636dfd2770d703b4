"""A number that depends on choices: a sum of terms, each a table from places on some axes to a number.

``3 * radios + radio.power_w`` has two terms, over ``("radios",)`` and ``("radio",)``; a product of numbers
of two attributes has one term over both. An absent attribute counts 0 there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Final, TypeAlias

from app.configuration.axes import Axes, Key, Places
from app.configuration.formula import CatalogTooLarge, Literal

Term: TypeAlias = Mapping[Places, Fraction]
"""Fractions, because decimals round silently once a number outgrows their context."""

MOST_COMBINATIONS: Final = 50_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """``terms`` by what they depend on; ``()`` is the constant.

    It has a value while the attributes ``names``, read as values, apply and all of ``needs`` hold.
    """

    terms: Mapping[Key, Term]
    names: frozenset[str] = frozenset()
    needs: frozenset[Literal] = frozenset()

    def plus(self, other: "Quantity") -> "Quantity":
        terms = dict(self.terms)
        for key, term in other.terms.items():
            known = terms.get(key, {})
            terms[key] = {places: number + known.get(places, Fraction()) for places, number in term.items()}
        return Quantity(terms, self.names | other.names, self.needs | other.needs)

    def times(self, other: "Quantity") -> "Quantity":
        """Raises CatalogTooLarge when the factors depend on too many combinations."""
        result = Quantity({}, self.names | other.names, self.needs | other.needs)
        for left in self.terms.items():
            for right in other.terms.items():
                result = result.plus(_multiplied(left, right))
        return result

    def negative(self) -> "Quantity":
        terms = {
            key: {places: -number for places, number in term.items()} for key, term in self.terms.items()
        }
        return replace(self, terms=terms)

    def joint(self, axes: Axes) -> tuple[Key, Term]:
        """All terms as one over every combination. Raises CatalogTooLarge."""
        key = tuple(sorted({axis for term in self.terms for axis in term}))
        if axes.size(key) > MOST_COMBINATIONS:
            raise _too_many()
        ranges = [range(len(axes.literals(axis))) for axis in key]
        parts = [([key.index(axis) for axis in part], term) for part, term in self.terms.items()]
        return key, {
            places: sum((term[tuple(places[at] for at in where)] for where, term in parts), Fraction())
            for places in product(*ranges)
        }

    def each(self, change: Callable[[Fraction], Fraction], axes: Axes) -> "Quantity":
        """The same with every possible number changed. Raises CatalogTooLarge."""
        key, term = self.joint(axes)
        return replace(self, terms={key: {places: change(number) for places, number in term.items()}})


def constant(number: Fraction) -> Quantity:
    return Quantity({(): {(): number}})


def over(axis: str, numbers: list[Fraction]) -> Quantity:
    """A number for each place on one axis."""
    return Quantity({(axis,): {(place,): number for place, number in enumerate(numbers)}})


def _multiplied(left: tuple[Key, Term], right: tuple[Key, Term]) -> Quantity:
    (left_key, left_term), (right_key, right_term) = left, right
    if left_key == right_key:
        return Quantity({left_key: {places: left_term[places] * right_term[places] for places in left_term}})
    if len(left_term) * len(right_term) > MOST_COMBINATIONS:
        raise _too_many()
    key = tuple(sorted({*left_key, *right_key}))
    joined: dict[Places, Fraction] = {}
    for (at_left, number), (at_right, other) in product(left_term.items(), right_term.items()):
        places = dict(zip(left_key, at_left, strict=True))
        if all(places.setdefault(name, at) == at for name, at in zip(right_key, at_right, strict=True)):
            joined[tuple(places[name] for name in key)] = number * other
    return Quantity({key: joined})


def _too_many() -> CatalogTooLarge:
    return CatalogTooLarge(
        f"Numbers that are multiplied, divided or compared by size have more than {MOST_COMBINATIONS} "
        "combinations. Use larger steps, or fewer attributes in one of them."
    )
