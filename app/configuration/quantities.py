"""Numbers that depend on choices: sums of terms, each a table from the states of some attributes to a number.

``3 * radios + radio.power_w`` has two terms, over ``("radios",)`` and ``("radio",)``; a product of numbers
of two attributes has one term over both. An absent attribute counts 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Final, TypeAlias

from app.catalog.expressions.tree import Arithmetic, Constant, Expression, Fact, Name
from app.configuration.formula import CatalogTooLarge
from app.configuration.variables import States, Variables

Places: TypeAlias = tuple[int, ...]
Term: TypeAlias = Mapping[Places, Fraction]
"""Fractions, because decimals round silently once a number outgrows their context."""

_MOST_COMBINATIONS: Final = 50_000


class NotANumber(ValueError):
    """An expression that has no numeric value."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """``terms`` by what they depend on; ``()`` is the constant. ``names``: attributes read as values."""

    terms: Mapping[tuple[str, ...], Term]
    names: frozenset[str] = frozenset()

    def plus(self, other: "Quantity") -> "Quantity":
        terms = dict(self.terms)
        for key, term in other.terms.items():
            known = terms.get(key, {})
            terms[key] = {places: number + known.get(places, Fraction()) for places, number in term.items()}
        return Quantity(terms, self.names | other.names)

    def times(self, other: "Quantity") -> "Quantity":
        """Raises CatalogTooLarge when the factors depend on too many combinations."""
        result = Quantity({}, self.names | other.names)
        for left_key, left in self.terms.items():
            for right_key, right in other.terms.items():
                result = result.plus(_multiplied((left_key, left), (right_key, right)))
        return result

    def negative(self) -> "Quantity":
        return self.times(_constant(Fraction(-1)))


def quantity(expression: Expression, variables: Variables) -> Quantity:
    """Raises NotANumber, CatalogTooLarge."""
    match expression:
        case Constant(value=bool() | str()):
            raise NotANumber
        case Constant(value=number):
            return _constant(Fraction(number))
        case Name(attribute=key):
            return _value(_states(key, variables))
        case Fact(attribute=key, fact=fact):
            return _fact(_states(key, variables), fact)
        case Arithmetic(operator="+", left=left, right=right):
            return quantity(left, variables).plus(quantity(right, variables))
        case Arithmetic(operator="-", left=left, right=right):
            return quantity(left, variables).plus(quantity(right, variables).negative())
        case Arithmetic(operator="*", left=left, right=right):
            return quantity(left, variables).times(quantity(right, variables))
        case _:
            raise NotANumber


def _states(key: str, variables: Variables) -> States:
    states = variables.of(key)
    if states is None:
        raise NotANumber
    return states


def _constant(number: Fraction) -> Quantity:
    return Quantity({(): {(): number}})


def _value(states: States) -> Quantity:
    if not states.attribute.numeric:
        raise NotANumber
    numbers = [Fraction(value) for value in states.values]
    return Quantity(_single(states, numbers), frozenset({states.attribute.key}))


def _fact(states: States, fact: str) -> Quantity:
    numbers = [Fraction(states.attribute.fact(fact, value)) for value in states.values]
    return Quantity(_single(states, numbers))


def _single(states: States, numbers: list[Fraction]) -> Mapping[tuple[str, ...], Term]:
    padded = numbers + [Fraction()] * states.conditional
    return {(states.attribute.key,): {(place,): number for place, number in enumerate(padded)}}


def _multiplied(left: tuple[tuple[str, ...], Term], right: tuple[tuple[str, ...], Term]) -> Quantity:
    (left_key, left_term), (right_key, right_term) = left, right
    if left_key == right_key:
        return Quantity({left_key: {places: left_term[places] * right_term[places] for places in left_term}})
    if len(left_term) * len(right_term) > _MOST_COMBINATIONS:
        raise CatalogTooLarge("A product of numbers has too many combinations.")
    key = tuple(sorted({*left_key, *right_key}))
    joined: dict[Places, Fraction] = {}
    for (at_left, number), (at_right, other) in product(left_term.items(), right_term.items()):
        places = dict(zip(left_key, at_left, strict=True))
        if all(places.setdefault(name, at) == at for name, at in zip(right_key, at_right, strict=True)):
            joined[tuple(places[name] for name in key)] = number * other
    return Quantity({key: joined})
