"""Numeric expressions as quantities."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import reduce
from itertools import accumulate

from app.catalog.expressions.tree import (
    Absolute,
    Arithmetic,
    Constant,
    Expression,
    Fact,
    Fold,
    Given,
    Name,
    Operator,
)
from app.configuration.axes import Axes
from app.configuration.formula import FALSE, TRUE, CatalogTooLarge, Formula, Literal
from app.configuration.quantity import MOST_COMBINATIONS, Quantity, constant, over
from app.configuration.variables import States


class NotANumber(ValueError):
    """An expression that has no numeric value."""


class Quantities:
    """``truth`` gives the literal of a condition. Raises NotANumber, CatalogTooLarge."""

    def __init__(self, axes: Axes, formula: Formula, *, truth: Callable[[Expression], Literal]) -> None:
        self._axes = axes
        self._formula = formula
        self._truth = truth

    def of(self, expression: Expression) -> Quantity:
        match expression:
            case Constant(value=bool() | str()):
                raise NotANumber
            case Constant(value=number):
                return constant(Fraction(number))
            case Name(attribute=key):
                return _value(self._states(key))
            case Fact(attribute=key, fact=fact):
                return _fact(self._states(key), fact)
            case Arithmetic(operator=operator, left=left, right=right):
                return self._combined(operator, self.of(left), self.of(right))
            case _:
                return self._computed(expression)

    def present(self, quantity: Quantity) -> Literal:
        """A literal that is true exactly while the quantity has a value."""
        return self._formula.both([*self._axes.present(quantity.names), *quantity.needs])

    def _computed(self, expression: Expression) -> Quantity:
        match expression:
            case Absolute(operand=operand):
                return self.of(operand).each(abs, self._axes)
            case Given(value=value, condition=condition):
                found = self.of(value)
                return replace(found, needs=found.needs | {self._truth(condition)})
            case Fold(function="sum", operands=operands):
                counted = (self._counted(self.of(operand)) for operand in operands)
                return reduce(Quantity.plus, counted, Quantity({}))
            case Fold(function="max", operands=operands):
                return self._largest([self.of(operand) for operand in operands])
            case Fold(function="min", operands=operands):
                return self._largest([self.of(operand).negative() for operand in operands]).negative()
            case _:
                raise NotANumber

    def _combined(self, operator: Operator, left: Quantity, right: Quantity) -> Quantity:
        match operator:
            case "+":
                return left.plus(right)
            case "-":
                return left.plus(right.negative())
            case "*":
                return left.times(right)
        return left.times(self._reciprocal(right))

    def _reciprocal(self, divisor: Quantity) -> Quantity:
        """One by the number; it has a value while that is not 0."""
        key, term = divisor.joint(self._axes)
        if not key:
            number = term[()]
            inverted = constant(1 / number if number else Fraction())
            needs = divisor.needs if number else divisor.needs | {FALSE}
            return replace(inverted, names=divisor.names, needs=needs)
        inverse = {places: 1 / number if number else Fraction() for places, number in term.items()}
        nonzero = self._axes.one_of(key, [places for places, number in term.items() if number])
        return Quantity({key: inverse}, divisor.names, divisor.needs | {nonzero})

    def _counted(self, quantity: Quantity) -> Quantity:
        """The same, 0 instead of no value."""
        held = self._formula.both(quantity.needs)
        bare = Quantity(quantity.terms)
        for name in sorted(quantity.names):
            states = self._states(name)
            if states.conditional and not _vanishes(bare, states):
                bare = bare.times(over(name, [Fraction(1)] * len(states.values) + [Fraction(0)]))
        if held in (TRUE, FALSE):
            return bare if held == TRUE else Quantity({})
        return bare.times(over(self._axes.further((held, -held)), [Fraction(1), Fraction(0)]))

    def _largest(self, quantities: Sequence[Quantity]) -> Quantity:
        """An axis for which of all numbers it is, said of the operands as "none above this number"."""
        levels = [self._levels(quantity) for quantity in quantities]
        numbers = sorted({number for known, _ in levels for number in known})
        if len(numbers) * len(levels) > MOST_COMBINATIONS:
            raise CatalogTooLarge("min or max compares too many numbers. Use larger steps.")
        some = self._formula.either(self.present(quantity) for quantity in quantities)
        if not numbers:
            return Quantity({}, needs=frozenset({FALSE}))
        none_above = [
            self._formula.both(so_far[bisect_right(known, number)] for known, so_far in levels)
            for number in numbers
        ]
        before = [-some, *none_above]
        literals = [self._formula.both((now, -less)) for now, less in zip(none_above, before, strict=False)]
        axis = self._axes.further((*literals, -some))
        return replace(over(axis, [*numbers, Fraction()]), needs=frozenset({some}))

    def _levels(self, quantity: Quantity) -> tuple[list[Fraction], list[Literal]]:
        """Its numbers, ascending; and whether it has no value, or also one of the first of them."""
        key, term = quantity.joint(self._axes)
        places: dict[Fraction, list[tuple[int, ...]]] = {}
        for at, number in term.items():
            places.setdefault(number, []).append(at)
        numbers = sorted(places)
        each = [self._axes.one_of(key, places[number]) if key else TRUE for number in numbers]
        absent = -self.present(quantity)
        so_far = accumulate(each, lambda before, one: self._formula.either((before, one)), initial=absent)
        return numbers, list(so_far)

    def _states(self, key: str) -> States:
        states = self._axes.states(key)
        if states is None:
            raise NotANumber
        return states


def _value(states: States) -> Quantity:
    if not states.attribute.numeric:
        raise NotANumber
    numbers = [Fraction(value) for value in states.values]
    return replace(_single(states, numbers), names=frozenset({states.attribute.key}))


def _fact(states: States, fact: str) -> Quantity:
    return _single(states, [Fraction(states.attribute.fact(fact, value)) for value in states.values])


def _single(states: States, numbers: list[Fraction]) -> Quantity:
    return over(states.attribute.key, numbers + [Fraction()] * states.conditional)


def _vanishes(quantity: Quantity, states: States) -> bool:
    """Whether it is 0 wherever the attribute is absent."""
    name, absent = states.attribute.key, len(states.values)
    return all(
        not number or (name in key and places[key.index(name)] != absent)
        for key, term in quantity.terms.items()
        for places, number in term.items()
    )
