"""Many rows to one flat expression: what is said of each, joined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.catalog.expressions.scope import Component, Row
from app.catalog.expressions.tree import (
    And,
    Arithmetic,
    Constant,
    Expression,
    Fact,
    Folding,
    Given,
    Name,
    Or,
)


@dataclass(frozen=True, slots=True)
class Each:
    """One row, or equal ones at once: the conditions under which it is there, and how many it stands for."""

    exists: tuple[Expression, ...] = ()
    quantities: tuple[Expression, ...] = ()

    def deeper(self, component: Component, row: Row) -> "Each":
        """The same within a row of a component."""
        exists = self.exists if row.exists is None else (*self.exists, row.exists)
        quantities = (*self.quantities, component.quantity) if component.equal else self.quantities
        return replace(self, exists=exists, quantities=quantities)


def counted(each: Each, condition: Expression | None, at: int) -> Expression:
    """How many rows there are for which the condition holds."""
    return _while(product([*each.quantities], at), _all_of(each, condition), at)


def gathered(value: Expression, each: Each, *, condition: Expression | None, function: Folding) -> Expression:
    """The operand of a fold for one row."""
    at = value.at
    if function == "sum":
        weighed = product([*each.quantities, value], at)
        bare = isinstance(value, Name | Fact)
    else:
        weighed, bare = value, isinstance(value, Name)
    # An attribute of a row that is not there has no value, and its facts add nothing: both say it already.
    return _while(weighed, _all_of(Each() if bare else each, condition), at)


def product(factors: Sequence[Expression], at: int) -> Expression:
    result: Expression = factors[0] if factors else Constant(1, at=at)
    for factor in factors[1:]:
        result = Arithmetic("*", result, factor, at)
    return result


def both(conditions: Sequence[Expression], at: int) -> Expression:
    if len(conditions) == 1:
        return conditions[0]
    return And(tuple(conditions), at) if conditions else Constant(True, at=at)


def either(conditions: Sequence[Expression], at: int) -> Expression:
    if len(conditions) == 1:
        return conditions[0]
    return Or(tuple(conditions), at) if conditions else Constant(False, at=at)


def _all_of(each: Each, condition: Expression | None) -> list[Expression]:
    return [*each.exists, *([] if condition is None else [condition])]


def _while(value: Expression, conditions: Sequence[Expression], at: int) -> Expression:
    return Given(value, both(conditions, at), at) if conditions else value
