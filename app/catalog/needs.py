"""What rules and tables say while a need is not answered: nothing.

A comparison that reads an unanswered need is neither true nor false, and a rule excludes only what is
certainly wrong. So in a rule such a comparison counts as true, and as false where it stands under a "not" or
before an "implies". Thus every configuration stays one when an answer is taken back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from app.catalog.expressions.names import children
from app.catalog.expressions.tree import (
    And,
    Expression,
    Fact,
    Fold,
    Implies,
    Name,
    Not,
    Or,
    Present,
    Within,
)
from app.catalog.product import AttributeKey, Product, Rule, Table

_RowExists: TypeAlias = Mapping[str, Expression | None]


def asking_nothing_unanswered(product: Product) -> Product:
    """The flat product with rules and tables that mean so when they are read as any others are."""
    if not product.needs:
        return product
    reading = _Reading(product.needs, _rows(product))
    return replace(
        product,
        rules=tuple(reading.rule(rule) for rule in product.rules),
        tables=tuple(reading.table(table) for table in product.tables),
    )


def _rows(product: Product) -> _RowExists:
    """By need, when the row exists that it stands in."""
    exists = {row.key: row.when for component in product.components for row in component.rows}
    return {one.key: exists.get(one.within) for one in product.attributes if one.need}


@dataclass(frozen=True, slots=True)
class _Reading:
    needs: frozenset[AttributeKey]
    rows: _RowExists

    def rule(self, rule: Rule) -> Rule:
        return replace(rule, expression=self.lenient(rule.expression))

    def table(self, table: Table) -> Table:
        """It holds where at least one of its needs is answered; the others match every cell."""
        when = None if table.when is None else self.strict(table.when)
        answered = tuple(Present(key) for key in table.columns if key in self.needs)
        guards = [Or(answered) if len(answered) > 1 else answered[0]] if answered else []
        both = [*([] if when is None else [when]), *guards]
        return replace(table, when=And(tuple(both)) if len(both) > 1 else next(iter(both), None))

    def lenient(self, node: Expression) -> Expression:
        """True where the node is, and where it is not known."""
        match node:
            case And(operands) | Or(operands):
                return replace(node, operands=tuple(map(self.lenient, operands)))
            case Not(operand):
                return replace(node, operand=self.strict(operand))
            case Implies(condition, consequence):
                return replace(node, condition=self.strict(condition), consequence=self.lenient(consequence))
        unanswered = self.unanswered(node)
        return Or((node, *unanswered), node.at) if unanswered else node

    def strict(self, node: Expression) -> Expression:
        """True where the node is, and that is known."""
        match node:
            case And(operands) | Or(operands):
                return replace(node, operands=tuple(map(self.strict, operands)))
            case Not(operand):
                return replace(node, operand=self.lenient(operand))
            case Implies(condition, consequence):
                return replace(node, condition=self.lenient(condition), consequence=self.strict(consequence))
        if isinstance(node, Name | Within | Present):
            # False by itself while the attribute is absent.
            return node
        answered = tuple(_denied(one) for one in self.unanswered(node))
        return And((node, *answered), node.at) if answered else node

    def unanswered(self, node: Expression) -> tuple[Expression, ...]:
        """For each need that a comparison reads, that it is not answered. In a row that is not there, there
        is nothing to answer, and a sum over rows passes over it.
        """
        found: dict[str, Expression] = {}
        for key, among_rows in _read(node):
            exists = self.rows.get(key) if among_rows else None
            if key in self.needs and (exists is None or key not in found):
                absent = Not(Present(key, node.at), node.at)
                found[key] = absent if exists is None else And((exists, absent), node.at)
        return tuple(found.values())


def _read(node: Expression, *, among_rows: str = "") -> Iterator[tuple[str, str]]:
    """Attributes that are read, and the fold that they are read in, if any."""
    if isinstance(node, Name | Fact | Present | Within):
        yield node.attribute, among_rows
    within = among_rows or (node.function if isinstance(node, Fold) else "")
    for part in children(node):
        yield from _read(part, among_rows=within)


def _denied(node: Expression) -> Expression:
    match node:
        case Not(operand):
            return operand
        case And((exists, Not(operand))):
            return Implies(exists, operand, node.at)
    return Not(node, node.at)
