"""The exact value of an expression under a configuration: for prices, tests and brute force."""

from collections.abc import Mapping
from decimal import Context, Decimal, Inexact, InvalidOperation
from typing import Protocol

from app.catalog.expressions.tree import (
    And,
    Arithmetic,
    Compare,
    Comparison,
    Constant,
    Expression,
    Fact,
    Implies,
    Name,
    Not,
    Operator,
    Or,
    Present,
    Scalar,
    Within,
)

# Wide enough for any expression of bounded length; should one ever not fit, it fails rather than rounds.
_EXACT = Context(prec=20_000, traps=[Inexact, InvalidOperation])


class FactSource(Protocol):
    """What knows the numbers that a chosen value carries; a Product does."""

    def fact(self, attribute: str, fact: str, value: Scalar) -> Decimal: ...


Values = Mapping[str, Scalar]


def holds(expression: Expression, values: Values, product: FactSource) -> bool:
    """Whether the condition is true. ``values`` has no entry for an absent attribute."""
    return evaluate(expression, values, product) is True


def evaluate(expression: Expression, values: Values, product: FactSource) -> Scalar | None:
    """The value: a truth value, an exact number, or a text; None for the bare name of an absent attribute.

    A comparison or ``in`` that names an absent attribute is false (so its ``not`` is true); a fact of an
    absent attribute is 0.
    """
    match expression:
        case Constant(value):
            return value
        case Name(attribute):
            return values.get(attribute)
        case Fact(attribute, fact):
            chosen = values.get(attribute)
            return Decimal(0) if chosen is None else product.fact(attribute, fact, chosen)
        case Arithmetic(operator, left, right):
            return _combine(operator, evaluate(left, values, product), evaluate(right, values, product))
    return _truth(expression, values, product)


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
            return chosen is not None and any(_equal(chosen, member) for member in members)
        case Compare(operator, left, right):
            return _compare(operator, evaluate(left, values, product), evaluate(right, values, product))
    raise TypeError(f"not a condition: {expression!r}")


def _compare(operator: Comparison, left: Scalar | None, right: Scalar | None) -> bool:
    if left is None or right is None:
        return False
    if operator in {"=", "!="}:
        return _equal(left, right) is (operator == "=")
    order = _order(left, right)
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]


def _order(left: Scalar, right: Scalar) -> int:
    first, second = _number(left), _number(right)
    return (first > second) - (first < second)


def _equal(left: Scalar, right: Scalar) -> bool:
    # Python holds True == 1; here a truth value is no number.
    return isinstance(left, bool) == isinstance(right, bool) and left == right


def _combine(operator: Operator, left: Scalar | None, right: Scalar | None) -> int | Decimal | None:
    if left is None or right is None:
        return None
    first, second = Decimal(_number(left)), Decimal(_number(right))
    return {"+": _EXACT.add, "-": _EXACT.subtract, "*": _EXACT.multiply}[operator](first, second)


def _number(value: Scalar) -> int | Decimal:
    if isinstance(value, bool | str):
        raise TypeError(
            f"not a number: {value!r}; the checks of a catalog refuse this before it is evaluated"
        )
    return value
