"""Names as an author writes them, relative to where they stand, turned into flat ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from app.catalog.expressions import ExpressionInvalid
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
    """The names of one place: of the product, or of one row of a component.

    ``attributes``: name -> flat key. ``sets``: name -> member -> flat key of the boolean that holds it.
    """

    attributes: dict[str, str] = field(default_factory=dict)
    components: dict[str, "RowsOf"] = field(default_factory=dict)
    sets: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowScope:
    """The names of a row; ``exists`` is the flat condition under which it is there, None: always."""

    scope: Scope
    exists: Expression | None = None


@dataclass(frozen=True, slots=True)
class RowsOf:
    """The rows of a component, or the one that stands for all where they are ``equal``."""

    rows: tuple[RowScope, ...]
    quantity: Name
    equal: bool = False


def flat(
    expression: Expression, scopes: Sequence[Scope], *, source: str
) -> tuple[Expression, tuple[ExpressionInvalid, ...]]:
    """The expression over flat keys, its names looked up in the scopes from the first to the last.

    A name that nothing bears is left as it is; the checks refuse it, pointing into ``source``.
    """
    return _resolved(expression, scopes), ()


def _resolved(node: Expression, scopes: Sequence[Scope]) -> Expression:
    match node:
        case Name(attribute) | Present(attribute) | Within(attribute):
            return replace(node, attribute=_key(attribute, scopes))
        case Fact():
            return _fact(node, scopes)
        case And(operands) | Or(operands):
            return replace(node, operands=tuple(_resolved(one, scopes) for one in operands))
        case Not(operand):
            return replace(node, operand=_resolved(operand, scopes))
        case Implies(condition, consequence):
            return Implies(_resolved(condition, scopes), _resolved(consequence, scopes), node.at)
        case Compare(_, left, right) | Arithmetic(_, left, right):
            return replace(node, left=_resolved(left, scopes), right=_resolved(right, scopes))
    return node


def _key(name: str, scopes: Sequence[Scope]) -> str:
    for scope in scopes:
        if name in scope.attributes:
            return scope.attributes[name]
        if name in scope.components:
            return scope.components[name].quantity.attribute
    return name


def _fact(fact: Fact, scopes: Sequence[Scope]) -> Expression:
    """``radio.power_w`` is a fact of an attribute, ``software.voice`` a member, ``radios.count`` quantity."""
    for scope in scopes:
        if fact.attribute in scope.attributes:
            return Fact(scope.attributes[fact.attribute], fact.fact, fact.at)
        members = scope.sets.get(fact.attribute, {})
        if fact.fact in members:
            return Name(members[fact.fact], fact.at)
        if fact.attribute in scope.components and fact.fact == QUANTITY:
            return replace(scope.components[fact.attribute].quantity, at=fact.at)
    return fact
