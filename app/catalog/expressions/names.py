"""What an expression speaks of."""

from collections.abc import Iterator

from app.catalog.expressions.tree import (
    And,
    Arithmetic,
    Compare,
    Expression,
    Fact,
    Implies,
    Name,
    Not,
    Or,
    Present,
    Within,
)


def names(expression: Expression) -> frozenset[str]:
    """The attributes that the expression mentions in any way."""
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
        case And(operands) | Or(operands):
            return operands
        case Not(operand):
            return (operand,)
        case Implies(condition, consequence):
            return (condition, consequence)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return (left, right)
    return ()
