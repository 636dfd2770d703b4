"""A set of options as flat attributes: one boolean a member, and a rule on how many are chosen."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from app.catalog.attribute import Attribute, AttributeKey, Option
from app.catalog.expressions.tree import And, Arithmetic, Compare, Constant, Expression, Fact, Implies
from app.catalog.expressions.write import write
from app.catalog.nesting.called import Called
from app.catalog.nesting.scope import joined
from app.catalog.nesting.written import WrittenSet
from app.catalog.product import Rule

CHOSEN: Final = "chosen"
"""The fact of every member that counts it: 1 while it is chosen."""


def members(written: WrittenSet, key: str, called: Called) -> tuple[Attribute, ...]:
    """``called``: the set itself, as sentences say it."""
    return tuple(_member(written, option, key=key, called=called) for option in written.members)


def _member(written: WrittenSet, option: Option, *, key: str, called: Called) -> Attribute:
    full = called.of(Called(option.name, option.names))
    holds = option.key in written.preset
    return Attribute(
        key=AttributeKey(joined(key, option.key)),
        name=full.name,
        kind="boolean",
        help=option.help,
        prices=option.prices,
        facts={**option.facts, CHOSEN: Decimal(1)},
        when=written.when,
        default=None if holds or written.default is None else option.key in written.default,
        preset=True if holds else None,
        period=option.period.within(written.period),
        label=option.name,
        within=key,
        names=full.names,
        labels=option.names,
    )


def cardinality(written: WrittenSet, key: str, name: str, *, when: Expression | None) -> Rule | None:
    """How many are chosen where the set applies (``when``, over flat keys); None if any number may be."""
    total = _sum([Fact(joined(key, option.key), CHOSEN) for option in written.members])
    parts: list[Expression] = []
    if written.at_least > 0:
        enough = Compare(">=", total, Constant(written.at_least))
        parts.append(enough if when is None else Implies(when, enough))
    if written.at_most < len(written.members):
        parts.append(Compare("<=", total, Constant(written.at_most)))
    if not parts:
        return None
    expression = parts[0] if len(parts) == 1 else And(tuple(parts))
    text = f"{name}: {_bounds(written)} of these {len(written.members)} can be chosen."
    return Rule(joined(key, "members"), text, expression, write(expression), period=written.period)


def _bounds(written: WrittenSet) -> str:
    low, high = written.at_least, written.at_most
    if low == high:
        return f"exactly {low}"
    if low <= 0:
        return f"at most {high}"
    return f"at least {low}" if high >= len(written.members) else f"{low} to {high}"


def _sum(terms: Sequence[Expression]) -> Expression:
    """Balanced, so that a sum of many terms is not nested deeply."""
    if len(terms) <= 1:
        return terms[0] if terms else Constant(0)
    half = len(terms) // 2
    return Arithmetic("+", _sum(terms[:half]), _sum(terms[half:]))
