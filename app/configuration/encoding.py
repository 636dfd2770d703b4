"""A product as a formula: its attributes, rules, tables and conditions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import ClassVar

from app.catalog.expressions.tree import Expression
from app.catalog.product import Product, Table
from app.configuration.conditions import Conditions, NotACondition
from app.configuration.formula import FALSE, CatalogTooLarge, Clause, Formula, Group, Literal
from app.configuration.numbers.reach import Reach
from app.configuration.numbers.scouting import (
    LIMITS,
    Limits,
    comparisons_in,
    conditions_of,
    note_values,
    wide_keys,
)
from app.configuration.numbers.theory import Theory
from app.configuration.quantities import NotANumber
from app.configuration.solver import Solver
from app.configuration.tables import table_clauses
from app.configuration.variables import States, Variables
from app.configuration.wide import Plan, Scouted
from app.configuration.wording import condition_text, preset_text
from app.errors import Refused


class RuleUnreadable(Refused):
    """A rule, table or condition that does not fit the product it belongs to."""

    code: ClassVar[str] = "rule_unreadable"


@dataclass(frozen=True, slots=True)
class Encoded:
    """A product in the solver's terms; never changed after it is made, but for the pins of wide numbers."""

    product: Product
    formula: Formula
    variables: Variables
    theory: Theory | None
    reach: Reach
    conditions: Conditions
    """For further questions, whose comparisons are among those of the product or of its plan."""
    plan: Plan
    structural: int
    """So many definitions, the first, say only that an attribute has exactly one state."""

    def rule_clauses(self) -> Iterator[Sequence[Literal]]:
        """What the rules, tables and conditions say, and what their words mean."""
        yield from islice(self.formula.definitions, self.structural, None)
        for group in self.formula.groups:
            yield from group.clauses

    def solver(self, clauses: Iterable[Sequence[Literal]]) -> Solver:
        """One in which numbers mean what they say, whichever of the formula's clauses it has."""
        return Solver(clauses, lemma=self.theory.lemma if self.theory else None)


def encoded(product: Product, limits: Limits = LIMITS, plan: Plan | None = None) -> Encoded:
    """``plan``: that of products which say more of the same numbers, so that all part them alike.

    Raises RuleUnreadable or CatalogTooLarge, naming the rule, table or attribute.
    """
    formula = Formula()
    plan = planned(product, limits) if plan is None else plan.of(one.key for one in product.attributes)
    variables = Variables(product, formula, plan)
    structural = len(formula.definitions)
    conditions = Conditions(variables, formula, variables.wides)
    for key, text, texts, make in _sources(product, variables, formula=formula, conditions=conditions):
        formula.groups.append(Group(key=key, text=text, clauses=_named(key, make), texts=texts))
    comparing, wides = conditions.comparing, tuple(variables.wides.values())
    theory = Theory(comparing, wides) if plan.joint else None
    reach = Reach(comparing, formula, wides)
    return Encoded(product, formula, variables, theory, reach, conditions, plan, structural)


def planned(product: Product, limits: Limits, also: Iterable[str] = ()) -> Plan:
    """What wide attributes there are, ``also`` these if they are numbers, and how the product cuts them."""
    wanted = frozenset(also)
    keys = wide_keys(product, limits)
    keys |= {one.key for one in product.attributes if one.key in wanted and one.numeric and one.size}
    if not keys:
        return Plan()
    formula = Formula()
    variables = Variables(product, formula, Plan({key: frozenset() for key in keys}))
    wides = {
        key: Scouted(wide.attribute, wide.grid, wide.absent, formula) for key, wide in variables.wides.items()
    }
    conditions = Conditions(variables, formula, wides)
    note_values(product, wides)
    for key, expression in conditions_of(product):
        for comparison in comparisons_in(expression):
            if conditions.comparing.reads(comparison):
                _named(key, partial(conditions.clauses, comparison))
    return Plan({key: frozenset(wides[key].cuts) for key in sorted(keys)}, conditions.comparing.joint)


_Source = tuple[str, str, Mapping[str, str], Callable[[], tuple[Clause, ...]]]


def _sources(
    product: Product, variables: Variables, *, formula: Formula, conditions: Conditions
) -> Iterator[_Source]:
    """(key, sentence, that by language, what makes the clauses) of all that can exclude a configuration."""
    for states in variables:
        when, absent = states.attribute.when, states.absent
        if when is not None:
            yield (
                f"{states.attribute.key}.when",
                condition_text(states.attribute, product),
                {},
                partial(_exactly_without, absent, when, conditions=conditions),
            )
        if states.attribute.preset is not None:
            yield (
                f"{states.attribute.key}.preset",
                preset_text(states.attribute),
                {},
                partial(_holding, states),
            )
    for rule in product.rules:
        yield rule.key, rule.text, rule.texts, partial(conditions.clauses, rule.expression)
    for table in product.tables:
        yield (
            table.key,
            table.text,
            table.texts,
            partial(_guarded, table, variables, conditions=conditions, formula=formula),
        )


def _exactly_without(absent: Literal, when: Expression, *, conditions: Conditions) -> tuple[Clause, ...]:
    applies = conditions.literal(when)
    return (-absent, -applies), (absent, applies)


def _holding(states: States) -> tuple[Clause, ...]:
    """What holds, wherever the attribute applies. A preset that is no value leaves nothing possible."""
    literal = states.literal(states.attribute.preset)
    return ((FALSE if literal is None else literal, states.absent),)


def _guarded(
    table: Table, variables: Variables, *, conditions: Conditions, formula: Formula
) -> tuple[Clause, ...]:
    clauses = table_clauses(table, variables, formula=formula)
    if table.when is None:
        return clauses
    given = conditions.literal(table.when)
    return tuple((-given, *clause) for clause in clauses)


def _named(key: str, make: Callable[[], tuple[Clause, ...]]) -> tuple[Clause, ...]:
    try:
        return make()
    except CatalogTooLarge as error:
        raise CatalogTooLarge(f'"{key}": {error.detail}', facts={"rule": key}) from None
    except (NotACondition, NotANumber):
        raise RuleUnreadable(
            f'"{key}" does not fit the attributes of the product; run the catalog check.', facts={"rule": key}
        ) from None
