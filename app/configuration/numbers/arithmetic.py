"""Expressions as ratios of polynomials over what choices decide."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from app.catalog.expressions.tree import Absolute, Arithmetic, Constant, Expression, Fact, Fold, Given, Name
from app.configuration.formula import FALSE, TRUE, CatalogTooLarge, Formula, Literal
from app.configuration.numbers.polynomials import Polynomial, Ratio, Symbol, constant, plain, symbol
from app.configuration.quantities import NotANumber
from app.configuration.variables import States, Variables
from app.configuration.wide import Scouted, Wide

Wides: TypeAlias = Mapping[str, Wide] | Mapping[str, Scouted]


@dataclass(frozen=True, slots=True)
class Small:
    """A symbol that enumerated states decide: a number beside each literal, of which exactly one holds."""

    axis: str
    literals: tuple[Literal, ...]
    numbers: tuple[int, ...]


@dataclass(slots=True)
class Symbols:
    """The symbols met so far. Those of ``wides`` are the places of their values; ``truth`` gives the literal
    of a condition.
    """

    variables: Variables
    formula: Formula
    wides: Wides
    truth: Callable[[Expression], Literal]
    smalls: dict[Symbol, Small] = field(default_factory=dict)
    present: dict[Symbol, Wide | Scouted] = field(default_factory=dict)
    """1 while the conditional wide attribute applies, else 0."""

    def ratio(self, expression: Expression, needs: set[Literal]) -> Ratio:
        """It has a value while the ``needs``, which are added to, all hold and ``over`` is not 0.

        Raises NotANumber, CatalogTooLarge.
        """
        match expression:
            case Constant(value=bool() | str()):
                raise NotANumber
            case Constant(value=number):
                return plain(constant(Fraction(number)))
            case Name(attribute=key):
                return plain(self._value(key, needs))
            case Fact(attribute=key, fact=fact):
                return plain(self._fact(key, fact))
            case Arithmetic(operator=operator, left=left, right=right):
                return _joined(operator, self.ratio(left, needs), self.ratio(right, needs))
            case Given(value=value, condition=condition):
                needs.add(self.truth(condition))
                return self.ratio(value, needs)
            case Fold(function="sum", operands=operands):
                return self._sum(operands)
            case Fold() | Absolute():
                raise CatalogTooLarge(
                    "min, max and abs do not compute with numbers that have so many values. Use a larger"
                    " step, or compare each of the numbers by itself."
                )
            case _:
                raise NotANumber

    def _sum(self, operands: Iterable[Expression]) -> Ratio:
        """Of those that have a value."""
        total = plain(constant(Fraction()))
        for operand in operands:
            needs: set[Literal] = set()
            found = self.ratio(operand, needs)
            if found.over.symbols or not found.over.terms:
                raise CatalogTooLarge("A sum divides by numbers that have so many values. Use a larger step.")
            held = self.formula.both(sorted(needs))
            if held != FALSE:
                total = total.plus(found if held == TRUE else found.times(plain(self._holding(held))))
        return total

    def _holding(self, held: Literal) -> Polynomial:
        """1 while the literal is true, else 0."""
        name = ("#", str(held))
        self.smalls[name] = Small(f"#{held}", (held, -held), (1, 0))
        return symbol(name)

    def _value(self, key: str, needs: set[Literal]) -> Polynomial:
        wide = self.wides.get(key)
        if wide is not None:
            needs.add(-wide.absent)
            return self._number(key, wide)
        states = self._states(key)
        if not states.attribute.numeric:
            raise NotANumber
        needs.add(-states.absent)
        return self._small((key, "value"), states, [Fraction(value) for value in states.values])

    def _number(self, key: str, wide: Wide | Scouted) -> Polynomial:
        return symbol((key,)).scaled(wide.grid.step).plus(constant(wide.grid.minimum))

    def _fact(self, key: str, fact: str) -> Polynomial:
        wide = self.wides.get(key)
        if wide is not None:
            each = self._number(key, wide).scaled(Fraction(wide.attribute.facts.get(fact, Decimal())))
            return each if wide.absent == FALSE else each.times(self._presence(key, wide))
        states = self._states(key)
        numbers = [Fraction(states.attribute.fact(fact, value)) for value in states.values]
        return self._small((key, "fact", fact), states, numbers)

    def _presence(self, key: str, wide: Wide | Scouted) -> Polynomial:
        name = (key, "present")
        self.present[name] = wide
        return symbol(name)

    def _small(self, name: Symbol, states: States, numbers: list[Fraction]) -> Polynomial:
        """What is absent counts 0."""
        scale = lcm(*(number.denominator for number in numbers)) if numbers else 1
        whole = [int(number * scale) for number in numbers] + [0] * states.conditional
        self.smalls[name] = Small(states.attribute.key, states.literals, tuple(whole))
        return symbol(name).scaled(Fraction(1, scale))

    def _states(self, key: str) -> States:
        states = self.variables.of(key)
        if states is None:
            raise NotANumber
        return states


def _joined(operator: str, left: Ratio, right: Ratio) -> Ratio:
    match operator:
        case "+":
            return left.plus(right)
        case "-":
            return left.plus(right.negative())
        case "*":
            return left.times(right)
        case _:
            return left.times(right.inverse())
