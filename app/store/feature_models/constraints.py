"""Constraints of a feature model in the language of catalog rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.catalog.expressions.parse import MAX_DEPTH
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
    Or,
)
from app.catalog.expressions.tree import Operator as Sign
from app.store.feature_models.model import Call, Constraint, Given, Operation, Reference

_COMPARISONS: Final[Mapping[str, Comparison]] = {
    "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
}  # fmt: skip

_SIGNS: Final[Mapping[str, Sign]] = {"+": "+", "-": "-", "*": "*"}


class Inexpressible(ValueError):
    """What catalog rules cannot say. ``str()`` names it."""


@dataclass(frozen=True, slots=True)
class Translation:
    """``keys``: attribute by feature; ``facts``: fact by the name of a feature's attribute;
    ``numbers``: by feature, its attributes that are numbers.
    """

    keys: Mapping[str, str]
    facts: Mapping[str, str]
    numbers: Mapping[str, frozenset[str]]

    def condition(self, constraint: Constraint) -> Expression:
        """Raises Inexpressible."""
        if isinstance(constraint, Operation) and constraint.depth > MAX_DEPTH // 2:
            raise Inexpressible(f"a constraint nested {constraint.depth} deep")
        return self._condition(constraint)

    def _condition(self, constraint: Constraint) -> Expression:
        match constraint:
            case Reference():
                return self._feature(constraint)
            case Operation(operator="!", operands=(operand,)):
                return Not(self._condition(operand))
            case Operation(operator="&", operands=operands):
                return And(tuple(map(self._condition, operands)))
            case Operation(operator="|", operands=operands):
                return Or(tuple(map(self._condition, operands)))
            case Operation(operator="=>", operands=(left, right)):
                return Implies(self._condition(left), self._condition(right))
            case Operation(operator="<=>", operands=(left, right)):
                return Compare("=", *self._truths(left, right))
            case Operation(operator=operator, operands=(left, right)) if operator in _COMPARISONS:
                return Compare(_COMPARISONS[operator], self._number(left), self._number(right))
        raise Inexpressible("a number or a text where a condition is needed")

    def _truths(self, left: Constraint, right: Constraint) -> tuple[Expression, Expression]:
        return self._condition(left), self._condition(right)

    def _number(self, constraint: Constraint) -> Expression:
        match constraint:
            case Given(value=str()):
                raise Inexpressible("a comparison of texts (string-constraints)")
            case Given(value=value):
                return Constant(value)
            case Reference():
                return self._fact(constraint)
            case Call(function="sum", arguments=(reference,)):
                return self._sum(reference)
            case Call(function=function):
                raise Inexpressible(
                    f"the function {function}(...) with {len(constraint.arguments)} arguments"
                )
            case Operation(operator=operator, operands=(left, right)) if operator in _SIGNS:
                return Arithmetic(_SIGNS[operator], self._number(left), self._number(right))
            case Operation(operator=operator):
                raise Inexpressible(f'"{operator}" between numbers')

    def _feature(self, reference: Reference) -> Expression:
        name = ".".join(reference.path)
        if name not in self.keys:
            raise Inexpressible(f'the name "{name}", which no feature of this file has')
        return Name(self.keys[name])

    def _fact(self, reference: Reference) -> Fact:
        *path, attribute = reference.path
        feature = ".".join(path)
        if attribute not in self.numbers.get(feature, ()):
            raise Inexpressible(f'"{".".join(reference.path)}" as a number, which it is not in this file')
        return Fact(self.keys[feature], self.facts[attribute])

    def _sum(self, reference: Reference) -> Expression:
        attribute = ".".join(reference.path)
        owners = [feature for feature, names in self.numbers.items() if attribute in names]
        if not owners:
            raise Inexpressible(f"sum({attribute}), a number that no feature has")
        return summed([Fact(self.keys[owner], self.facts[attribute]) for owner in owners])


def summed(numbers: Sequence[Expression]) -> Expression:
    """Their sum, no deeper than it must be: expressions are bounded in depth."""
    if len(numbers) == 1:
        return numbers[0]
    half = (len(numbers) + 1) // 2
    return Arithmetic("+", summed(numbers[:half]), summed(numbers[half:]))
