"""What is asked about a product; all literals for it are made before any solver is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.catalog.checks import Place
from app.catalog.expressions import Expression, write
from app.catalog.expressions.names import children
from app.catalog.expressions.tree import And, Constant, Implies, Or
from app.catalog.product import Rule, Table
from app.configuration.formula import CatalogTooLarge, Literal
from app.configuration.proofs.claim import Claim, is_false, is_true, matches, matches_nothing
from app.configuration.proofs.subject import Subject

MOST_ROWS: Final = 5_000
"""Rows of one table that are looked at one by one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition, a part of one, or a row, at its place. ``group``: the key of what it belongs to."""

    group: str
    place: Place
    text: str
    literal: Literal
    true: Claim
    false: Claim


@dataclass(frozen=True, slots=True)
class Questions:
    """``triggers``: conditions of rules; ``parts``: pieces of conditions; ``rows``: of tables, as they match;
    ``broken``: by key, that a rule or table does not hold; ``skipped``: what is too large to be asked.
    """

    triggers: tuple[Asked, ...]
    parts: tuple[Asked, ...]
    rows: tuple[Asked, ...]
    broken: dict[str, Claim]
    skipped: tuple[Place, ...]

    @property
    def literals(self) -> Iterator[Literal]:
        for asked in (*self.triggers, *self.parts):
            yield from (asked.literal, -asked.literal)
        yield from (asked.literal for asked in self.rows)


def questions(subject: Subject) -> Questions:
    making = _Making(subject)
    for rule in subject.product.rules:
        making.rule(rule)
    for table in subject.product.tables:
        making.table(table)
    for attribute in subject.product.attributes:
        if attribute.when is not None:
            making.condition(f"{attribute.key}.when", ("attribute", attribute.key, "when"), attribute.when)
    return Questions(
        tuple(making.triggers), tuple(making.parts), tuple(making.rows), making.broken, tuple(making.skipped)
    )


class _Making:
    def __init__(self, subject: Subject) -> None:
        self._subject = subject
        self.triggers: list[Asked] = []
        self.parts: list[Asked] = []
        self.rows: list[Asked] = []
        self.broken: dict[str, Claim] = {}
        self.skipped: list[Place] = []

    def rule(self, rule: Rule) -> None:
        try:
            self._subject.literal(rule.expression)
            if isinstance(rule.expression, Implies):
                place = ("rule", rule.key, "when")
                self.triggers.append(self._asked(rule.key, place, rule.expression.condition))
        except CatalogTooLarge:
            self.skipped.append(("rule", rule.key))
            return
        self.broken[rule.key] = is_false(rule.expression)
        self.condition(rule.key, ("rule", rule.key, "expression"), rule.expression)

    def table(self, table: Table) -> None:
        if len(table.rows) > MOST_ROWS:
            self.skipped.append(("table", table.key))
            return
        self.broken[table.key] = matches_nothing(table)
        for n in range(len(table.rows)):
            place = ("table", table.key, "rows", n)
            matched = matches(table, n)
            literal = self._subject.encoded.formula.both(matched.literals(self._subject))
            self.rows.append(Asked(table.key, place, f"Row {n + 1}", literal, matched, matched))

    def condition(self, group: str, place: Place, expression: Expression) -> None:
        """The operands of every "and" and "or" within."""
        try:
            self.parts.extend(self._asked(group, place, part) for part in _parts(expression))
        except CatalogTooLarge:
            self.skipped.append(place)

    def _asked(self, group: str, place: Place, expression: Expression) -> Asked:
        literal = self._subject.literal(expression)
        return Asked(group, place, write(expression), literal, is_true(expression), is_false(expression))


def _parts(expression: Expression) -> Iterator[Expression]:
    waiting: list[Expression] = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, And | Or):
            yield from (operand for operand in node.operands if not isinstance(operand, Constant))
        waiting.extend(reversed(children(node)))
