"""The exact value of a flat expression under a configuration: for prices, policies, tests and brute force."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeAlias

from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Constant,
    Expression,
    Fact,
    Fold,
    Given,
    Implies,
    Name,
    Not,
    Operator,
    Or,
    Present,
    Scalar,
    Within,
)


class FactSource(Protocol):
    """What knows the numbers that a chosen value carries; a Product does."""

    def fact(self, attribute: str, fact: str, value: Scalar) -> Decimal: ...


Values = Mapping[str, Scalar]
Result: TypeAlias = str | bool | Fraction | None


def holds(expression: Expression, values: Values, product: FactSource) -> bool:
    """Whether the condition is true. ``values`` has no entry for an absent attribute."""
    return evaluate(expression, values, product) is True


def evaluate(expression: Expression, values: Values, product: FactSource) -> Result:
    """A truth value, an exact number, a text, or None for what has no value.

    An absent attribute has no value, nor has what is computed with it or divided by zero; a comparison or
    ``in`` of it is false (so its ``not`` is true). A fact of an absent attribute is 0. ``sum``, ``min`` and
    ``max`` pass over what has no value. Raises TypeError for a tree that is not flat.
    """
    match expression:
        case Constant(value):
            return _plain(value)
        case Name(attribute):
            chosen = values.get(attribute)
            return None if chosen is None else _plain(chosen)
        case Fact(attribute, fact):
            chosen = values.get(attribute)
            return Fraction(0) if chosen is None else Fraction(product.fact(attribute, fact, chosen))
        case Arithmetic() | Absolute() | Fold() | Given():
            return _number(expression, values, product)
    return _truth(expression, values, product)


def _number(expression: Expression, values: Values, product: FactSource) -> Fraction | None:
    match expression:
        case Arithmetic(operator, left, right):
            return _combined(operator, _number(left, values, product), _number(right, values, product))
        case Absolute(operand):
            number = _number(operand, values, product)
            return None if number is None else abs(number)
        case Given(value, condition):
            return _number(value, values, product) if holds(condition, values, product) else None
        case Fold(function, operands):
            known = [one for part in operands if (one := _number(part, values, product)) is not None]
            if function == "sum":
                return sum(known, Fraction(0))
            return {"min": min, "max": max}[function](known, default=None)
    found = evaluate(expression, values, product)
    if isinstance(found, bool | str):
        raise TypeError(
            f"not a number: {found!r}; the checks of a catalog refuse this before it is evaluated"
        )
    return found


def _truth(expression: Expression, values: Values, product: FactSource) -> bool:
    match expression:
        case Not(operand):
            return not holds(operand, values, product)
        case And(operands):
            return all(holds(operand, values, product) for operand in operands)
        case Or(operands):
            return any(holds(operand, values, product) for operand in operands)
        case Implies(condition, consequence):
            return not holds(condition, values, product) or holds(consequence, values, product)
        case Present(attribute):
            return attribute in values
        case Within(attribute, members):
            chosen = values.get(attribute)
            return chosen is not None and any(_equal(_plain(chosen), _plain(member)) for member in members)
        case Compare(operator, left, right):
            return _compare(operator, evaluate(left, values, product), evaluate(right, values, product))
    raise TypeError(f"not flat: {expression!r}; expand it first")


def _compare(operator: Comparison, left: Result, right: Result) -> bool:
    if left is None or right is None:
        return False
    if operator in {"=", "!="}:
        return _equal(left, right) is (operator == "=")
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        raise TypeError(f"not numbers: {left!r}, {right!r}; the checks of a catalog refuse this")
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def _equal(left: Result, right: Result) -> bool:
    # Python holds True == 1; here a truth value is no number.
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _combined(operator: Operator, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right if right else None


def _plain(value: Scalar) -> str | bool | Fraction:
    return value if isinstance(value, str | bool) else Fraction(value)
