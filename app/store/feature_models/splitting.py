"""A condition that is too long for one rule, as several that say the same together."""

from app.catalog.expressions.tree import And, Compare, Expression, Implies, Not, Or


def split(tree: Expression) -> tuple[Expression, ...]:
    """One level; the tree itself where there is no way."""
    match tree:
        case And(operands):
            return operands
        case Implies(condition, And(operands)):
            return tuple(Implies(condition, one) for one in operands)
        case Implies(Or(operands), consequence):
            return tuple(Implies(one, consequence) for one in operands)
        case Compare("=", left, right) if _is_condition(left) or _is_condition(right):
            return Implies(left, right), Implies(right, left)
        case Not(Or(operands)):
            return tuple(map(Not, operands))
    return (tree,)


def _is_condition(node: Expression) -> bool:
    return isinstance(node, And | Or | Not | Implies)
