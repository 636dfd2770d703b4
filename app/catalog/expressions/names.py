"""What an expression speaks of."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Expression,
    Fact,
    Fold,
    Given,
    Implies,
    Name,
    Not,
    Or,
    Present,
    Rows,
    Within,
)


def names(expression: Expression) -> frozenset[str]:
    """The attributes that a flat expression mentions in any way."""
    return frozenset(
        node.attribute for node in walk(expression) if isinstance(node, Name | Fact | Present | Within)
    )


def facts(expression: Expression) -> frozenset[tuple[str, str]]:
    """The facts that the expression adds or compares, as (attribute, fact)."""
    return frozenset((node.attribute, node.fact) for node in walk(expression) if isinstance(node, Fact))


def walk(expression: Expression) -> Iterator[Expression]:
    """Every node, parents before children, without recursion."""
    waiting: list[Expression] = [expression]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


def children(node: Expression) -> tuple[Expression, ...]:
    match node:
        case And(operands) | Or(operands) | Fold(operands=operands):
            return operands
        case Not(operand) | Absolute(operand):
            return (operand,)
        case Implies(first, second) | Given(first, second):
            return (first, second)
        case Rows(condition=condition) if condition is not None:
            return (condition,)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
    return ()


def with_children(node: Expression, parts: Sequence[Expression]) -> Expression:
    """The node with other children, as many as ``children`` gives."""
    match node:
        case And() | Or() | Fold():
            return replace(node, operands=tuple(parts))
        case Not() | Absolute():
            return replace(node, operand=parts[0])
        case Implies():
            return replace(node, condition=parts[0], consequence=parts[1])
        case Given():
            return replace(node, value=parts[0], condition=parts[1])
        case Compare() | Arithmetic():
            return replace(node, left=parts[0], right=parts[1])
        case Rows() if parts:
            return replace(node, condition=parts[0])
    return node
