"""Expressions as literals and clauses.

While an attribute is absent, a comparison that reads its value (``!=`` too) and ``in`` are false, a bare
name is false, and its facts count 0; ``present(...)`` asks for it. What is divided by 0 has no value either.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias
from typing import Literal as OneOf

from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Constant,
    Expression,
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
from app.configuration.axes import Axes
from app.configuration.comparisons import compared
from app.configuration.formula import FALSE, TRUE, Clause, Formula, Literal
from app.configuration.numbers.arithmetic import Symbols, Wides
from app.configuration.numbers.comparing import Comparing
from app.configuration.quantities import Quantities
from app.configuration.variables import States, Variables

_Sort: TypeAlias = OneOf["text", "truth", "number"]

_SORT_OF_KIND: Final[Mapping[str, _Sort]] = {
    "choice": "text", "boolean": "truth", "integer": "number", "decimal": "number",
}  # fmt: skip


class NotACondition(ValueError):
    """An expression that is neither true nor false, or names what the product does not have."""


class Conditions:
    """Turns expressions over one product into literals. Raises NotACondition, NotANumber, CatalogTooLarge."""

    def __init__(self, variables: Variables, formula: Formula, wides: Wides) -> None:
        self._variables = variables
        self._formula = formula
        self._axes = Axes(variables, formula)
        self._quantities = Quantities(self._axes, formula, truth=self.literal)
        self.comparing = Comparing(Symbols(variables, formula, wides, self.literal), formula)

    def clauses(self, expression: Expression) -> tuple[Clause, ...]:
        """Clauses that hold exactly while the expression is true."""
        match expression:
            case And(operands=operands):
                return tuple(clause for operand in operands for clause in self.clauses(operand))
            case Or(operands=operands):
                return (tuple(self.literal(operand) for operand in operands),)
            case Implies(condition=condition, consequence=consequence):
                given = self.literal(condition)
                return tuple((-given, *clause) for clause in self.clauses(consequence))
            case _:
                return ((self.literal(expression),),)

    def literal(self, expression: Expression) -> Literal:
        """A literal that is true exactly while the expression is."""
        match expression:
            case Not(operand=operand):
                return -self.literal(operand)
            case And(operands=operands):
                return self._formula.both([self.literal(operand) for operand in operands])
            case Or(operands=operands):
                return self._formula.either([self.literal(operand) for operand in operands])
            case Implies(condition=condition, consequence=consequence):
                return self._formula.either((-self.literal(condition), self.literal(consequence)))
            case _:
                return self._atom(expression)

    def _atom(self, expression: Expression) -> Literal:
        match expression:
            case Constant(value=bool() as value):
                return TRUE if value else FALSE
            case Name(attribute=key) if self._sort(expression) == "truth":
                return self._one(key, True)
            case Present(attribute=key):
                return -self._states(key).absent
            case Within(attribute=key, values=values):
                return self._formula.either([self._one(key, value) for value in values])
            case Compare():
                return self._comparison(expression)
            case _:
                raise NotACondition

    def _comparison(self, comparison: Compare) -> Literal:
        left, right = self._sort(comparison.left), self._sort(comparison.right)
        if left == right == "number":
            return self._numbers(comparison)
        if comparison.operator not in ("=", "!="):
            raise NotACondition
        present = self._formula.both(
            [self._present(side) for side in (comparison.left, comparison.right) if isinstance(side, Name)]
        )
        equal = self._equal(comparison) if left == right else FALSE
        return self._formula.both((present, equal if comparison.operator == "=" else -equal))

    def _numbers(self, comparison: Compare) -> Literal:
        if self.comparing.reads(comparison):
            return self.comparing.literal(comparison)
        left, right = self._quantities.of(comparison.left), self._quantities.of(comparison.right)
        difference = left.plus(right.negative())
        found = compared(difference, comparison.operator, axes=self._axes, formula=self._formula)
        return self._formula.both((self._quantities.present(difference), found))

    def _equal(self, comparison: Compare) -> Literal:
        left, right = comparison.left, comparison.right
        if self._sort(left) == "truth":
            return self._formula.same(self.literal(left), self.literal(right))
        match left, right:
            case Constant(value=one), Constant(value=other):
                return TRUE if one == other else FALSE
            case (Name(attribute=key), Constant(value=value)) | (Constant(value=value), Name(attribute=key)):
                return self._one(key, value)
            case Name(attribute=key), Name(attribute=other_key):
                return self._same_option(self._states(key), self._states(other_key))
            case _:
                raise NotACondition

    def _same_option(self, left: States, right: States) -> Literal:
        return self._formula.either(
            [
                self._formula.both((left.literals[place], self._one(right.attribute.key, value)))
                for place, value in enumerate(left.values)
            ]
        )

    def _one(self, key: str, value: Scalar) -> Literal:
        states = self._states(key)
        is_number = states.attribute.kind == "integer" and not isinstance(value, bool | str)
        wanted = int(value) if is_number and value == int(value) else value
        place = states.place(wanted)
        return FALSE if place is None else states.literals[place]

    def _present(self, name: Name) -> Literal:
        return -self._states(name.attribute).absent

    def _sort(self, expression: Expression) -> _Sort:
        match expression:
            case Constant(value=bool()):
                return "truth"
            case Constant(value=str()):
                return "text"
            case Constant() | Fact() | Arithmetic() | Absolute() | Fold() | Given():
                return "number"
            case Name(attribute=key):
                sort = _SORT_OF_KIND.get(self._states(key).attribute.kind)
                if sort is None:
                    raise NotACondition
                return sort
            case _:
                return "truth"

    def _states(self, key: str) -> States:
        states = self._variables.of(key)
        if states is None:
            raise NotACondition
        return states
