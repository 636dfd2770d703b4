"""Names as an author writes them, relative to where they stand, turned into flat ones."""

from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, replace
from typing import Final

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

QUANTITY: Final = "count"
"""The last part of the key of a component's quantity."""


def joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


@dataclass(frozen=True, slots=True)
class Scope:
    """``paths`` are where a name is looked for, innermost first; ``known`` are all flat keys."""

    paths: tuple[str, ...]
    known: Set[str]

    def key(self, name: str) -> str | None:
        """The flat key of a name, of a member by its dotted name, or of a component's quantity."""
        return next((key for key in self._candidates(name) if key in self.known), None)

    def _candidates(self, name: str) -> Iterator[str]:
        for path in self.paths:
            yield joined(path, name)
            yield joined(joined(path, name), QUANTITY)


def resolved(expression: Expression, scope: Scope) -> Expression:
    """The expression over flat keys. A name that nothing bears is left as it is; the checks refuse it."""

    def inner(node: Expression) -> Expression:
        return resolved(node, scope)

    match expression:
        case Name(attribute, at):
            return Name(scope.key(attribute) or attribute, at)
        case Present(attribute, at):
            return Present(scope.key(attribute) or attribute, at)
        case Within(attribute, values, at):
            return Within(scope.key(attribute) or attribute, values, at)
        case Fact():
            return _fact(expression, scope)
    return _inside(expression, inner)


def _fact(fact: Fact, scope: Scope) -> Expression:
    """``radio.power_w`` is a fact of an attribute, ``software.voice`` a member, ``radios.count`` quantity."""
    for path in scope.paths:
        owner = joined(path, fact.attribute)
        if owner in scope.known:
            return Fact(owner, fact.fact, fact.at)
        if joined(owner, fact.fact) in scope.known:
            return Name(joined(owner, fact.fact), fact.at)
        if joined(owner, QUANTITY) in scope.known:
            return Fact(joined(owner, QUANTITY), fact.fact, fact.at)
    return fact


def _inside(expression: Expression, inner: Callable[[Expression], Expression]) -> Expression:
    match expression:
        case And(operands) | Or(operands):
            return replace(expression, operands=tuple(inner(one) for one in operands))
        case Not(operand):
            return replace(expression, operand=inner(operand))
        case Implies(condition, consequence):
            return replace(expression, condition=inner(condition), consequence=inner(consequence))
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return replace(expression, left=inner(left), right=inner(right))
    return expression
