"""Through constraints, without recursion: their depth is not bounded yet when they are first looked at."""

from collections.abc import Iterator, Mapping
from typing import Final

from app.store.feature_models.model import Constraint, Operation, Operator

MIRRORED: Final[Mapping[str, Operator]] = {
    "<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!=",
}  # fmt: skip
"""Of each comparison the one that says the same with its sides exchanged."""


def parts(constraint: Constraint) -> Iterator[Constraint]:
    """It and all within it."""
    waiting = [constraint]
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, Operation):
            waiting.extend(reversed(node.operands))


def conjuncts(constraint: Constraint) -> Iterator[Constraint]:
    """What all has to hold."""
    waiting = [constraint]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Operation) and node.operator == "&":
            waiting.extend(reversed(node.operands))
        else:
            yield node
