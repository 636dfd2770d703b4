"""What is asked whether it can be, said so that it can be asked of a product and of a part of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from app.catalog.expressions import Expression, names
from app.catalog.product import Table, Value
from app.configuration.evaluation import speaks_of
from app.configuration.formula import FALSE, Literal
from app.configuration.proofs.subject import Subject

Told: TypeAlias = Callable[[Subject], Sequence[Literal]]


@dataclass(frozen=True, slots=True)
class Claim:
    """``literals`` of a subject, which all hold. ``about``: the attributes that it speaks of."""

    about: frozenset[str]
    literals: Told


NOTHING = Claim(frozenset(), lambda subject: ())
"""Claims no more than that some configuration exists."""


def has_state(key: str, *places: int) -> Claim:
    """That the attribute has one of these states; absence comes after its values."""

    def literals(subject: Subject) -> Sequence[Literal]:
        known = subject.states(key).literals
        if len(places) == 1:
            return (known[places[0]],)
        return [-literal for place, literal in enumerate(known) if place not in places]

    return Claim(frozenset({key}), literals)


def has_value(key: str, value: Value | None) -> Claim:
    """That the attribute has this value, one of very many or not."""
    return Claim(frozenset({key}), lambda subject: (subject.states(key).literal(value) or FALSE,))


def is_true(expression: Expression) -> Claim:
    return Claim(names(expression), lambda subject: (subject.literal(expression),))


def is_false(expression: Expression) -> Claim:
    return Claim(names(expression), lambda subject: (-subject.literal(expression),))


def matches(table: Table, row: int) -> Claim:
    given = _holds(table)
    return Claim(
        speaks_of(table), lambda subject: (*given.literals(subject), subject.row(table, table.rows[row]))
    )


def _holds(table: Table) -> Claim:
    return NOTHING if table.when is None else is_true(table.when)


def matches_nothing(table: Table) -> Claim:
    """That no row of the table matches, where it holds."""
    given = _holds(table)

    def literals(subject: Subject) -> Sequence[Literal]:
        return [*given.literals(subject), *(-subject.row(table, row) for row in table.rows)]

    return Claim(speaks_of(table), literals)


def all_of(*claims: Claim) -> Claim:
    return Claim(
        frozenset[str]().union(*(claim.about for claim in claims)),
        lambda subject: [literal for claim in claims for literal in claim.literals(subject)],
    )


def misapplies(key: str, when: Expression) -> Claim:
    """That a conditional attribute is there without its condition, or, if it is no need, missing with it."""

    def literals(subject: Subject) -> Sequence[Literal]:
        applies, states = subject.literal(when), subject.states(key)
        if states.attribute.need:
            return (-applies, -states.absent)
        return (subject.encoded.formula.same(applies, states.absent),)

    return Claim(names(when) | {key}, literals)
