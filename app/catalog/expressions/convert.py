"""Numbers with units brought to one unit on each side of a comparison, sum or difference. Exact.

A plain number takes the unit that stands beside it (``mast_height <= 30`` compares metres); a written unit
(``12 kW``) is converted to that of the attribute, and refused beside what has another dimension or none.
Factors carry their unit too (``width * 1000 "mm/m"``): what is converted once stays as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from app.catalog.expressions.invalid import ExpressionInvalid
from app.catalog.expressions.names import children, names, with_children
from app.catalog.expressions.tree import (
    Absolute,
    Arithmetic,
    Compare,
    Constant,
    Expression,
    Fact,
    Fold,
    Given,
    Name,
)
from app.catalog.units import Measure, Powers, UnitUnknown, measure, multiplied, powers, spelt


class UnitSource(Protocol):
    """What knows the units of a product's attributes and facts; ``""`` for a plain number."""

    def unit(self, attribute: str) -> str: ...

    def fact_unit(self, attribute: str, fact: str) -> str: ...


def converted(
    expression: Expression, units: UnitSource, *, source: str
) -> tuple[Expression, tuple[ExpressionInvalid, ...]]:
    """A flat tree in which numbers can be compared as they are, and where units do not fit, why not."""
    conversion = _Conversion(units, source)
    tree = conversion.measured(expression).node
    return tree, tuple(conversion.problems)


@dataclass(frozen=True, slots=True)
class _Measured:
    """``unit`` without powers: a plain number. ``written``: a unit stands in the expression itself."""

    node: Expression
    unit: Powers = field(default_factory=dict)
    written: bool = False


class _Conversion:
    def __init__(self, units: UnitSource, source: str) -> None:
        self.units = units
        self.source = source
        self.problems: list[ExpressionInvalid] = []

    def measured(self, node: Expression) -> _Measured:
        match node:
            case Constant(_, unit):
                return _Measured(node, self.known(unit, node.at), bool(unit))
            case Name(attribute):
                return _Measured(node, self.named(self.units.unit(attribute)))
            case Fact(attribute, fact):
                return _Measured(node, self.named(self.units.fact_unit(attribute, fact)))
            case Arithmetic("*" | "/" as operator, left, right):
                return self.multiplied(node, operator, self.measured(left), self.measured(right))
            case Arithmetic(_, left, right):
                return self.aligned(node, [self.measured(left), self.measured(right)])
            case Compare(_, left, right):
                return _Measured(self.aligned(node, [self.measured(left), self.measured(right)]).node)
            case Fold(_, operands):
                return self.aligned(node, [self.measured(operand) for operand in operands])
            case Absolute(operand):
                inner = self.measured(operand)
                return replace(inner, node=replace(node, operand=inner.node))
            case Given(value, condition):
                inner = self.measured(value)
                held = self.measured(condition).node
                return replace(inner, node=replace(node, value=inner.node, condition=held))
        return _Measured(with_children(node, [self.measured(part).node for part in children(node)]))

    def multiplied(self, node: Arithmetic, operator: str, left: _Measured, right: _Measured) -> _Measured:
        unit = multiplied(left.unit, right.unit, power=1 if operator == "*" else -1)
        return _Measured(replace(node, left=left.node, right=right.node), unit, left.written or right.written)

    def aligned(self, node: Arithmetic | Compare | Fold, parts: Sequence[_Measured]) -> _Measured:
        if any(part.unit != parts[0].unit for part in parts):
            parts = [self.reduced(part) for part in parts]
        written = any(part.written for part in parts)
        # The unit of an attribute is preferred, because people see its values in it.
        target = min((part for part in parts if part.unit), key=lambda part: part.written, default=None)
        if target is None:
            return _Measured(with_children(node, [part.node for part in parts]), {}, written)
        nodes = [self.in_unit(part, target) for part in parts]
        return _Measured(with_children(node, nodes), target.unit, written)

    def in_unit(self, part: _Measured, target: _Measured) -> Expression:
        if not part.unit and target.written and names(part.node):
            self.refuse(
                part.node.at,
                f"this has no unit, and is compared with {spelt(target.unit)}; "
                "give it its unit in the catalog, or write a plain number",
            )
        if not part.unit or part.unit == target.unit:
            return part.node
        try:
            own = measure(part.unit)
        except UnitUnknown as unknown:
            self.refuse(part.node.at, str(unknown))
            return part.node
        wanted = _known(target.unit)
        if wanted is None or own.dimensions != wanted.dimensions:
            message = f"{spelt(part.unit)} cannot be converted to {spelt(target.unit)}; the dimensions differ"
            self.refuse(part.node.at, message)
            return part.node
        return _scaled(part.node, own.factor / wanted.factor, to=target.unit, by=part.unit)

    def reduced(self, part: _Measured) -> _Measured:
        """A ratio of like units (``kW/W``) as a plain number."""
        if len(part.unit) < 2:
            return part
        known = _known(part.unit)
        if known is None or known.dimensions:
            return part
        return replace(part, node=_scaled(part.node, known.factor, to={}, by=part.unit), unit={})

    def known(self, unit: str, at: int) -> Powers:
        """The powers of a unit that is written in the expression."""
        try:
            return powers(unit) if unit else {}
        except UnitUnknown as unknown:
            self.refuse(at, str(unknown))
            return {}

    def named(self, unit: str) -> Powers:
        """The powers of a unit of the catalog; a text that is no unit is a name of its own."""
        try:
            return powers(unit) if unit else {}
        except UnitUnknown:
            return {unit: 1}

    def refuse(self, at: int, message: str) -> None:
        self.problems.append(ExpressionInvalid(message, self.source, at))


def _known(unit: Powers) -> Measure | None:
    try:
        return measure(unit)
    except UnitUnknown:
        return None


def _scaled(node: Expression, ratio: Fraction, *, to: Powers, by: Powers) -> Expression:
    if isinstance(node, Constant) and not isinstance(node.value, str | bool):
        scaled = _decimal(Fraction(node.value) * ratio)
        if scaled is not None:
            return Constant(scaled, spelt(to) if to else "", node.at)
    unit = multiplied(to, by, power=-1)
    exact = _decimal(ratio)
    if exact is not None:
        return Arithmetic("*", node, Constant(exact, spelt(unit), node.at), node.at)
    more = Arithmetic("*", node, Constant(ratio.numerator, spelt(unit), node.at), node.at)
    return Arithmetic("/", more, Constant(ratio.denominator, at=node.at), node.at)


def _decimal(number: Fraction) -> int | Decimal | None:
    """The number itself as a whole or decimal one; None if its digits never end."""
    rest, twos, fives = number.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    digits = number.numerator * 10**places // number.denominator
    # Built of its digits: arithmetic on decimals rounds to a context.
    sign = int(digits < 0)
    return digits if not places else Decimal((sign, tuple(map(int, str(abs(digits)))), -places))
