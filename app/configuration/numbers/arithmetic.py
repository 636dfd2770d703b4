"""Expressions as ratios of polynomials over what choices decide, case by case.

The least of several numbers is each of them in turn, while none of the others is less; the size of a number
is itself or its opposite. So everything stays a polynomial, and exact.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import lcm
from typing import Final, TypeAlias

from app.catalog.expressions.tree import (
    Absolute,
    Arithmetic,
    Comparison,
    Constant,
    Expression,
    Fact,
    Fold,
    Given,
    Name,
)
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


Signed: TypeAlias = Callable[[Ratio, Comparison], Literal]
"""The literal that says how a ratio compares with 0; false where it has no value."""

_MOST_CASES: Final = 100
_OR_EQUAL: Final[Mapping[Comparison, Comparison]] = {">": ">=", "<": "<="}


@dataclass(frozen=True, slots=True)
class Case:
    """What a number is while all of the ``needs`` hold."""

    ratio: Ratio
    needs: frozenset[Literal] = frozenset()

    def given(self, *literals: Literal) -> "Case":
        return replace(self, needs=self.needs.union(literals) - {TRUE})

    def joined(self, other: "Case", operator: str) -> "Case":
        return Case(_joined(operator, self.ratio, other.ratio), self.needs | other.needs)


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

    def cases(self, expression: Expression, signed: Signed) -> Sequence[Case]:
        """What it is in each of its cases, of which at most one holds; it has a value while one of them does
        and its ``over`` is not 0. ``signed`` gives the literal of a comparison with 0.

        Raises NotANumber, CatalogTooLarge.
        """
        match expression:
            case Constant(value=bool() | str()):
                raise NotANumber
            case Constant(value=number):
                return (Case(plain(constant(Fraction(number)))),)
            case Name(attribute=key):
                return (self._value(key),)
            case Fact(attribute=key, fact=fact):
                return (Case(plain(self._fact(key, fact))),)
            case Arithmetic(operator=operator, left=left, right=right):
                found = product(self.cases(left, signed), self.cases(right, signed))
                return self._possible(one.joined(other, operator) for one, other in found)
            case Given(value=value, condition=condition):
                held = self.truth(condition)
                return self._possible(one.given(held) for one in self.cases(value, signed))
            case Absolute(operand=operand):
                return self._possible(
                    side for one in self.cases(operand, signed) for side in _sides(one, signed)
                )
            case Fold(function="sum", operands=operands):
                return self._sum(operands, signed)
            case Fold(function="max" | "min" as function, operands=operands):
                return self._extreme(operands, signed, beyond=">" if function == "max" else "<")
            case _:
                raise NotANumber

    def _possible(self, cases: Iterable[Case]) -> Sequence[Case]:
        """Raises CatalogTooLarge."""
        found = []
        for one in cases:
            if self.formula.both(sorted(one.needs)) != FALSE:
                found.append(one)
            if len(found) > _MOST_CASES:
                raise CatalogTooLarge(
                    "min, max, abs or quotients in a sum of numbers that have so many values come to more"
                    f" than {_MOST_CASES} cases. Compare fewer of them at once, or use a larger step."
                )
        return tuple(found)

    def _sum(self, operands: Iterable[Expression], signed: Signed) -> Sequence[Case]:
        """Of those that have a value."""
        totals: Sequence[Case] = (Case(plain(constant(Fraction()))),)
        for operand in operands:
            counted = self._counted(self.cases(operand, signed), signed)
            totals = self._possible(one.joined(other, "+") for one, other in product(totals, counted))
        return totals

    def _counted(self, cases: Sequence[Case], signed: Signed) -> Sequence[Case]:
        """The same, 0 instead of no value."""
        if len(cases) == 1 and not cases[0].ratio.over.symbols:
            [one] = cases
            held = self.formula.both(sorted(one.needs))
            if one.ratio.over.terms and held != FALSE:
                return (Case(one.ratio if held == TRUE else one.ratio.times(plain(self._holding(held)))),)
        valued = self._valued(cases, signed)
        none = self.formula.both(-self.formula.both(sorted(one.needs)) for one in valued)
        return self._possible([*valued, Case(plain(constant(Fraction()))).given(none)])

    def _valued(self, cases: Iterable[Case], signed: Signed) -> Sequence[Case]:
        """Each holds only while what it is divided by is something else than 0."""
        return [one.given(signed(plain(one.ratio.over), "!=")) for one in cases]

    def _extreme(
        self, operands: Iterable[Expression], signed: Signed, *, beyond: Comparison
    ) -> Sequence[Case]:
        """The greatest (``beyond`` ">") or the least of those that have a value: of equal ones the first."""
        every = [self._valued(self.cases(operand, signed), signed) for operand in operands]

        def unbeaten(at: int, one: Case) -> Iterator[Literal]:
            for n, others in enumerate(every):
                operator = beyond if n > at else _OR_EQUAL[beyond]
                for other in others if n != at else ():
                    ahead = signed(other.ratio.plus(one.ratio.negative()), operator)
                    yield -self.formula.both((*sorted(other.needs), ahead))

        found = ((at, one) for at, cases in enumerate(every) for one in cases)
        return self._possible(one.given(*unbeaten(at, one)) for at, one in found)

    def _holding(self, held: Literal) -> Polynomial:
        """1 while the literal is true, else 0."""
        name = ("#", str(held))
        self.smalls[name] = Small(f"#{held}", (held, -held), (1, 0))
        return symbol(name)

    def _value(self, key: str) -> Case:
        wide = self.wides.get(key)
        if wide is not None:
            return Case(plain(self._number(key, wide))).given(-wide.absent)
        states = self._states(key)
        if not states.attribute.numeric:
            raise NotANumber
        small = self._small((key, "value"), states, [Fraction(value) for value in states.values])
        return Case(plain(small)).given(-states.absent)

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


def _sides(case: Case, signed: Signed) -> Iterator[Case]:
    """Its size: itself from 0 on, else its opposite."""
    negative = signed(case.ratio, "<")
    yield case.given(-negative)
    yield replace(case, ratio=case.ratio.negative()).given(negative)


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
