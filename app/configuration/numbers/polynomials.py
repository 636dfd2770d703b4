"""Polynomials with exact coefficients over symbols, and the ratio of two of them.

A symbol is a whole number that choices decide: the place of a wide attribute's value, or what the state of
an enumerated attribute contributes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, TypeAlias

from app.configuration.formula import CatalogTooLarge

Symbol: TypeAlias = tuple[str, ...]
"""``("length",)`` is the value of an attribute, ``("radio", "power_w")`` a fact of it."""

Monomial: TypeAlias = tuple[Symbol, ...]
"""Its symbols, sorted, each as often as its power; ``()`` is the constant."""

_MOST_TERMS: Final = 200
_MOST_DEGREE: Final = 6


@dataclass(frozen=True, slots=True)
class Polynomial:
    """``terms`` has no zero coefficient."""

    terms: Mapping[Monomial, Fraction]

    @property
    def symbols(self) -> frozenset[Symbol]:
        return frozenset(symbol for monomial in self.terms for symbol in monomial)

    @property
    def constant(self) -> Fraction:
        return self.terms.get((), Fraction())

    def plus(self, other: "Polynomial") -> "Polynomial":
        return _made([*self.terms.items(), *other.terms.items()])

    def times(self, other: "Polynomial") -> "Polynomial":
        """Raises CatalogTooLarge."""
        return _made(
            (tuple(sorted((*left, *right))), number * factor)
            for left, number in self.terms.items()
            for right, factor in other.terms.items()
        )

    def scaled(self, factor: Fraction) -> "Polynomial":
        return _made((monomial, number * factor) for monomial, number in self.terms.items())

    def whole(self) -> "Polynomial":
        """A positive multiple with whole coefficients."""
        return self.scaled(Fraction(lcm(*(number.denominator for number in self.terms.values()))))


def constant(number: Fraction) -> Polynomial:
    return _made([((), number)])


def symbol(name: Symbol) -> Polynomial:
    return Polynomial({(name,): Fraction(1)})


def _made(terms: "Iterator[tuple[Monomial, Fraction]] | list[tuple[Monomial, Fraction]]") -> Polynomial:
    added: dict[Monomial, Fraction] = {}
    for monomial, number in terms:
        if len(monomial) > _MOST_DEGREE:
            raise CatalogTooLarge(f"More than {_MOST_DEGREE} numbers are multiplied with each other.")
        added[monomial] = added.get(monomial, Fraction()) + number
    kept = {monomial: number for monomial, number in added.items() if number}
    if len(kept) > _MOST_TERMS:
        raise CatalogTooLarge(f"A comparison has more than {_MOST_TERMS} terms.")
    return Polynomial(kept)


@dataclass(frozen=True, slots=True)
class Ratio:
    """It has no value while ``over`` is 0."""

    number: Polynomial
    over: Polynomial

    def plus(self, other: "Ratio") -> "Ratio":
        if self.over == other.over:
            return Ratio(self.number.plus(other.number), self.over)
        return Ratio(
            self.number.times(other.over).plus(other.number.times(self.over)), self.over.times(other.over)
        )

    def times(self, other: "Ratio") -> "Ratio":
        return Ratio(self.number.times(other.number), self.over.times(other.over))

    def negative(self) -> "Ratio":
        return Ratio(self.number.scaled(Fraction(-1)), self.over)

    def inverse(self) -> "Ratio":
        if self.over.terms and not self.over.symbols:
            return Ratio(self.over, self.number)
        # Without a value, also where only the ratio itself has none.
        return Ratio(self.over.times(self.over), self.number.times(self.over))


def plain(polynomial: Polynomial) -> Ratio:
    return Ratio(polynomial, constant(Fraction(1)))
