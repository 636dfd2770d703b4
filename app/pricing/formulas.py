"""Formulas and conditions as functions of a line: compiled once, asked for every line.

They agree with ``expressions.evaluate`` to the last digit: a tree without division is worked out in decimals,
which are exact there, and one with division in fractions.
"""

import operator
from collections.abc import Callable, Container, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

from app.catalog import Product
from app.catalog.expressions import Expression, names
from app.catalog.expressions.names import walk
from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Constant,
    Fact,
    Fold,
    Given,
    Implies,
    Name,
    Not,
    Or,
    Present,
    Scalar,
    Within,
)
from app.catalog.names_of_prices import WORD_OF, flat_formula
from app.catalog.pricing import Formula, Word
from app.pricing.exact import EXACT, decimal_of

Values: TypeAlias = Mapping[str, Scalar]
Got: TypeAlias = Any
"""A truth value, a text, a Decimal or whole number (a Fraction where something is divided), or None."""
Function: TypeAlias = Callable[[Values, Values], Got]
"""Of the values of a line, and of the words by their flat keys."""

_COMPARED: Final = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ORDERS: Final = frozenset({"<", "<=", ">", ">="})
_COMPUTED: Final = {"+": operator.add, "-": operator.sub, "*": operator.mul}


class Compiled:
    """``words``: those that it speaks of."""

    __slots__ = ("_function", "attributes", "words")

    def __init__(self, formula: Formula, product: Product) -> None:
        tree, problems = flat_formula(formula, product)
        if problems:
            raise problems[0]
        self._function = function_of(tree, product, words=WORD_OF)
        spoken = names(tree)
        self.words: tuple[Word, ...] = tuple(word for key, word in WORD_OF.items() if key in spoken)
        self.attributes = frozenset(spoken - WORD_OF.keys())

    def holds(self, values: Values, words: Values) -> bool:
        return self._function(values, words) is True

    def number(self, values: Values, words: Values) -> Decimal | None:
        """None where something it needs has no value, or it divides by zero."""
        found = self._function(values, words)
        if found is None or isinstance(found, Decimal):
            return found
        return decimal_of(found) if isinstance(found, Fraction) else Decimal(found)


def function_of(tree: Expression, product: Product, *, words: Container[str]) -> Function:
    """Of a flat tree. ``words``: the keys that are looked up among the words instead of the values."""
    return _Compiler(product, words, divides=_divides(tree)).function(tree)


def _divides(tree: Expression) -> bool:
    return any(
        isinstance(node, Arithmetic) and node.operator == "/" and _reciprocal(node.right) is None
        for node in walk(tree)
    )


def _reciprocal(node: Expression) -> Decimal | None:
    """One divided by a constant, where that has an end: dividing by 1000 is multiplying with 0.001."""
    if not isinstance(node, Constant) or isinstance(node.value, bool | str) or not node.value:
        return None
    divided = Fraction(1) / Fraction(node.value)
    found = EXACT.divide(Decimal(divided.numerator), Decimal(divided.denominator))
    return found if Fraction(found) == divided else None


class _Compiler:
    def __init__(self, product: Product, words: Container[str], *, divides: bool) -> None:
        self.product = product
        self.words = words
        self.lift: Callable[[Any], Got] = _fraction if divides else _same

    def function(self, node: Expression) -> Function:
        match node:
            case Constant(value):
                constant = self.lift(value)
                return lambda values, words: constant
            case Name(key):
                return self.name(key)
            case Fact(key, fact):
                return self.fact(key, fact)
            case Arithmetic() | Absolute() | Fold() | Given():
                return self.computed(node)
        return self.truth(node)

    def name(self, key: str) -> Function:
        lift, spoken = self.lift, key in self.words

        def found(values: Values, words: Values) -> Got:
            value = (words if spoken else values).get(key)
            return None if value is None else lift(value)

        return found

    def fact(self, key: str, fact: str) -> Function:
        lift, product = self.lift, self.product
        known: dict[Scalar, Got] = {}

        def found(values: Values, words: Values) -> Got:
            value = values.get(key)
            if value is None:
                return lift(0)
            # Values of one attribute are of one type, so that equal ones are the same.
            number = known.get(value)
            if number is None and len(known) < 1_000:
                number = known[value] = lift(product.fact(key, fact, value))
            return lift(product.fact(key, fact, value)) if number is None else number

        return found

    def computed(self, node: Arithmetic | Absolute | Fold | Given) -> Function:
        match node:
            case Arithmetic("/", left, right) if (factor := _reciprocal(right)) is not None:
                constant = self.lift(factor)
                return _combined(operator.mul, self.function(left), lambda values, words: constant)
            case Arithmetic("/", left, right):
                return _divided(self.function(left), self.function(right))
            case Arithmetic(sign, left, right):
                return _combined(_COMPUTED[sign], self.function(left), self.function(right))
            case Absolute(operand):
                return _absolute(self.function(operand))
            case Given(value, condition):
                return _given(self.function(value), self.function(condition))
        return _folded(node, [self.function(operand) for operand in node.operands], self.lift(0))

    def truth(self, node: Expression) -> Function:
        match node:
            case Not(operand):
                inner = self.function(operand)
                return lambda values, words: inner(values, words) is not True
            case And(operands):
                return _all_of([self.function(operand) for operand in operands])
            case Or(operands):
                any_of = [self.function(operand) for operand in operands]
                return lambda values, words: any(one(values, words) is True for one in any_of)
            case Implies(condition, consequence):
                if_, then = self.function(condition), self.function(consequence)
                return lambda values, words: if_(values, words) is not True or then(values, words) is True
            case Present(key):
                spoken = key in self.words
                return lambda values, words: key in (words if spoken else values)
            case Within(key, members):
                return self.within(key, members)
            case Compare(sign, Name(key), Constant(bound)) if sign in _ORDERS:
                return self.bounded(_COMPARED[sign], key, self.lift(bound))
            case Compare(sign, left, right):
                return _compared(_COMPARED[sign], self.function(left), self.function(right))
        raise TypeError(f"not flat: {node!r}; expand it first")

    def bounded(self, compare: Callable[[Got, Got], bool], key: str, bound: Got) -> Function:
        """What most conditions are, and so without a function for either side."""
        lift, spoken = self.lift, key in self.words

        def found(values: Values, words: Values) -> Got:
            value = (words if spoken else values).get(key)
            return value is not None and compare(lift(value), bound)

        return found

    def within(self, key: str, members: tuple[Scalar, ...]) -> Function:
        spoken = key in self.words

        def found(values: Values, words: Values) -> Got:
            value = (words if spoken else values).get(key)
            return value is not None and any(_equal(value, member) for member in members)

        return found


def _same(value: Got) -> Got:
    return value


def _fraction(value: Got) -> Got:
    return value if isinstance(value, str | bool) else Fraction(value)


def _equal(left: Got, right: Got) -> bool:
    # Python holds True == 1; here a truth value is no number.
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


def _all_of(conditions: list[Function]) -> Function:
    def found(values: Values, words: Values) -> Got:
        for one in conditions:  # noqa: SIM110  all() with a generator takes twice as long, and this runs very often
            if one(values, words) is not True:
                return False
        return True

    return found


def _combined(compute: Callable[[Got, Got], Got], left: Function, right: Function) -> Function:
    def found(values: Values, words: Values) -> Got:
        one, two = left(values, words), right(values, words)
        return None if one is None or two is None else compute(one, two)

    return found


def _divided(left: Function, right: Function) -> Function:
    def found(values: Values, words: Values) -> Got:
        one, two = left(values, words), right(values, words)
        return one / two if one is not None and two else None

    return found


def _absolute(operand: Function) -> Function:
    def found(values: Values, words: Values) -> Got:
        number = operand(values, words)
        return None if number is None else abs(number)

    return found


def _given(value: Function, condition: Function) -> Function:
    return lambda values, words: value(values, words) if condition(values, words) is True else None


def _folded(node: Fold, operands: list[Function], nothing: Got) -> Function:
    name = node.function

    def found(values: Values, words: Values) -> Got:
        known = [one for part in operands if (one := part(values, words)) is not None]
        if name == "sum":
            return sum(known, nothing)
        return min(known, default=None) if name == "min" else max(known, default=None)

    return found


def _compared(compare: Callable[[Got, Got], bool], left: Function, right: Function) -> Function:
    equality = compare in {operator.eq, operator.ne}

    def found(values: Values, words: Values) -> Got:
        one, two = left(values, words), right(values, words)
        if one is None or two is None:
            return False
        if equality and isinstance(one, bool) != isinstance(two, bool):
            return compare is operator.ne
        return compare(one, two)

    return found
