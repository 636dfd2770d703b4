"""A rule as a tree whose leaves read few attributes each, to be asked again and again with a few changed.

Of a sum over 64 rows, what the other rows add is worked out once for a configuration; then each value of one
row takes one addition. What the rest comes to is also what configurations have in common for that row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Final, TypeAlias

from app.catalog.expressions import Expression, children, names
from app.catalog.expressions.evaluate import Result
from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Fold,
    Folding,
    Given,
    Implies,
    Not,
    Operator,
    Or,
)

Known: TypeAlias = Result | int
"""Whole numbers as such, which are quicker."""

Read: TypeAlias = Callable[[Mapping[str, int]], Known]
"""The value of an expression, from the states of the attributes that it names."""

Values: TypeAlias = Sequence[Known]
"""Of each node of a tree, in one configuration."""

Rest: TypeAlias = tuple[tuple[tuple[int, ...], ...], tuple[tuple[Known, ...], ...]]
"""What everything outside a branch comes to: states for its leaves, values for its other nodes."""

_MOST_STATES: Final = 512
_MOST_NAMES: Final = 9
_MOST_KNOWN: Final = 4_096


class _Leaf:
    """``about``: keys of attributes. Values are worked out once for each combination of their states."""

    def __init__(self, about: Sequence[str], read: Read) -> None:
        self.about = about
        self._read = read
        self._known: dict[tuple[int, ...], Known] = {}

    def value(self, states: tuple[int, ...]) -> Known:
        if states not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._read(dict(zip(self.about, states, strict=True)))
            self._known[states] = _whole(found)
        return self._known[states]


@dataclass(frozen=True, slots=True)
class _Joint:
    """``operands``: places of nodes before it. Those of ``many`` are joined in any order."""

    expression: Expression
    operands: Sequence[int]
    many: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """What of a tree reads some attributes: ``leaves`` with the attributes that they read besides, then other
    nodes with those of their operands that belong to the branch.
    """

    keys: tuple[str, ...]
    leaves: Sequence[tuple[int, _Leaf, Sequence[str]]]
    joints: Sequence[tuple[int, _Joint, Sequence[int]]]


class Tally:
    def __init__(self, read: Callable[[Expression], Read], sizes: Mapping[str, int]) -> None:
        """``sizes``: how many states each attribute has."""
        self._read = read
        self._sizes = sizes
        self._nodes: list[_Leaf | _Joint] = []
        self._about: list[frozenset[str]] = []

    def add(self, expression: Expression) -> int:
        """Its place; the last that is added is the whole."""
        about, below = names(expression), children(expression)
        if below and not self._is_small(about):
            operands = [self.add(one) for one in below]
            return self._append(_Joint(expression, operands, isinstance(expression, Fold | And | Or)), about)
        return self.leaf(about, self._read(expression))

    def _is_small(self, about: frozenset[str]) -> bool:
        return len(about) <= _MOST_NAMES and prod(self._sizes[key] for key in about) <= _MOST_STATES

    def leaf(self, about: Iterable[str], read: Read) -> int:
        keys = sorted(about)
        return self._append(_Leaf(keys, read), frozenset(keys))

    def values(self, states: Mapping[str, int]) -> Values:
        found: list[Known] = []
        for node in self._nodes:
            if isinstance(node, _Leaf):
                found.append(node.value(tuple([states[key] for key in node.about])))
            else:
                found.append(_joined(node.expression, [found[one] for one in node.operands]))
        return found

    def branch(self, keys: Iterable[str]) -> Branch:
        wanted = frozenset(keys) & self._about[-1]
        own = [at for at, about in enumerate(self._about) if about & wanted]
        leaves: list[tuple[int, _Leaf, Sequence[str]]] = []
        joints: list[tuple[int, _Joint, Sequence[int]]] = []
        for at in own:
            node = self._nodes[at]
            if isinstance(node, _Leaf):
                leaves.append((at, node, [key for key in node.about if key not in wanted]))
            else:
                joints.append((at, node, [one for one in node.operands if one in own]))
        return Branch(tuple(sorted(wanted)), leaves, joints)

    def rest(self, branch: Branch, values: Values, states: Mapping[str, int]) -> Rest:
        return (
            tuple([tuple([states[key] for key in others]) for _, _, others in branch.leaves]),
            tuple([_rest(at, node, values, own=own) for at, node, own in branch.joints]),
        )

    def holds(self, branch: Branch, rest: Rest, own: Mapping[str, int]) -> bool:
        """Whether it is true with these states of the attributes of the branch."""
        found: dict[int, Known] = {}
        last = False
        of_leaves, of_joints = rest
        for (at, leaf, keys), outer in zip(branch.leaves, of_leaves, strict=True):
            states = dict(zip(keys, outer, strict=True))
            found[at] = leaf.value(tuple([own[key] if key in own else states[key] for key in leaf.about]))
            last = found[at] is True
        for (at, node, operands), others in zip(branch.joints, of_joints, strict=True):
            if node.many:
                given = [*others, *(found[one] for one in operands)]
            else:
                left = iter(others)
                given = [found[one] if one in operands else next(left) for one in node.operands]
            found[at] = _joined(node.expression, given)
            last = found[at] is True
        return last

    def _append(self, node: "_Leaf | _Joint", about: frozenset[str]) -> int:
        self._nodes.append(node)
        self._about.append(about)
        return len(self._nodes) - 1


def _rest(at: int, node: _Joint, values: Values, *, own: Sequence[int]) -> tuple[Known, ...]:
    """Values that stand for the operands that are not its own."""
    if node.many:
        inside = [values[one] for one in own]
        known = _without(node.expression, values[at], inside)
        if known is not None:
            return (known,)
    outside = [values[one] for one in node.operands if one not in own]
    return (_joined(node.expression, outside),) if node.many else tuple(outside)


def _without(expression: Expression, total: Known, inside: Sequence[Known]) -> Known:
    """The same of the other operands; None where all of them have to be looked at."""
    numbers = [one for one in inside if not isinstance(one, bool | str | None)]
    match expression, total:
        case Fold("sum"), int() | Fraction():
            return _whole(total - sum(numbers))
        case Fold("min"), int() | Fraction() if all(one > total for one in numbers):
            return total
        case Fold("max"), int() | Fraction() if all(one < total for one in numbers):
            return total
        case (And(), True) | (Or(), False):
            return total
    return None


def _joined(expression: Expression, given: Sequence[Known]) -> Known:
    """As the evaluator does it."""
    match expression:
        case Fold(function):
            return _folded(function, given)
        case And():
            return all(one is True for one in given)
        case Or():
            return any(one is True for one in given)
        case Not():
            return given[0] is not True
        case Implies():
            return given[0] is not True or given[1] is True
    return _of_numbers(expression, given)


def _of_numbers(expression: Expression, given: Sequence[Known]) -> Known:
    match expression:
        case Given():
            return given[0] if given[1] is True else None
        case Compare(operator):
            return _compared(operator, given[0], given[1])
        case Arithmetic(operator=operator):
            return _computed(operator, given[0], given[1])
        case Absolute():
            return _size(given[0])
    raise TypeError(f"not flat: {expression!r}")


def _size(number: Known) -> Known:
    if isinstance(number, bool | str | None):
        return None
    return -number if number < 0 else number


def _folded(function: Folding, given: Sequence[Known]) -> Known:
    numbers: list[int | Fraction] = [one for one in given if not isinstance(one, bool | str | None)]
    if function == "sum":
        return _whole(sum(numbers))
    if not numbers:
        return None
    return min(numbers) if function == "min" else max(numbers)


def _compared(operator: Comparison, left: Known, right: Known) -> bool:
    if left is None or right is None:
        return False
    if operator in {"=", "!="}:
        return (isinstance(left, bool) is isinstance(right, bool) and left == right) is (operator == "=")
    if isinstance(left, bool | str) or isinstance(right, bool | str):
        raise TypeError(f"not numbers: {left!r}, {right!r}")
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


def _computed(operator: Operator, left: Known, right: Known) -> Known:
    if isinstance(left, bool | str | None) or isinstance(right, bool | str | None):
        return None
    match operator:
        case "+":
            return _whole(left + right)
        case "-":
            return _whole(left - right)
        case "*":
            return _whole(left * right)
    return _whole(Fraction(left) / right) if right else None


def _whole(known: Known) -> Known:
    return int(known) if isinstance(known, Fraction) and known.denominator == 1 else known
