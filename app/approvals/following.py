"""Whether a condition follows a discount in one direction."""

from typing import Final

from app.approvals.asked import asked_of
from app.approvals.clauses import Clause
from app.approvals.need import Worse
from app.catalog.approvals.words import AMOUNTS, PERCENTAGES
from app.catalog.expressions import Expression
from app.catalog.expressions.names import children
from app.catalog.expressions.tree import Compare, Constant, Name

_MOVED: Final = (AMOUNTS | PERCENTAGES) - {"list", "cost"}
"""Words that follow a discount."""
_RISING: Final = frozenset({"discount", "given", "off_list"})


def follows(clause: Clause) -> bool:
    """Whether all numbers in it that follow a discount are held against constants, and nothing else."""
    moved = {*_MOVED, *(one.key for one, _ in clause.of_lines)}
    waiting = [clause.said.tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name) and node.attribute in moved and not _is_condition(node, clause):
            return False
        if not _is_held(node):
            waiting += children(node)
    return all(follows(inner) for _, inner in clause.of_lines if inner is not None)


def _is_condition(node: Name, clause: Clause) -> bool:
    return any(one.key == node.attribute and one.is_condition for one, _ in clause.of_lines)


def _is_held(node: Expression) -> bool:
    match node:
        case Compare(_, Name(), Constant()) | Compare(_, Constant(), Name()):
            return True
    return False


def only_worsens(clause: Clause) -> bool:
    """Whether more of a discount never keeps it from firing. For one that ``follows``."""
    if any(inner is not None and not inner.words.isdisjoint(_MOVED) for _, inner in clause.of_lines):
        return False
    folded = {one.key: one.word for one, _ in clause.of_lines}
    return all(_worsens(folded.get(one.key, one.key), one.worse) for one in asked_of(clause.said.tree))


def _worsens(word: str, worse: Worse) -> bool:
    return word not in _MOVED or worse == ("higher" if word in _RISING else "lower")
