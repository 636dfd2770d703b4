"""A product as a formula: its attributes, rules, tables and conditions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import chain, islice
from threading import Lock
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
from app.configuration.reduction import Reduction, reduced
from app.configuration.solver import Solver
from app.configuration.tables import table_clauses
from app.configuration.variables import States, Variables
from app.configuration.wide import Plan, Scouted
from app.configuration.wording import condition_text, preset_text
from app.errors import Refused


class RuleUnreadable(Refused):
    """A rule, table or condition that does not fit the product it belongs to."""

    code: ClassVar[str] = "rule_unreadable"


class Encoded:
    """A product in the solver's terms; never changed after it is made, but for the pins of wide numbers.

    Its rules are encoded when somebody first asks for them: who knows what came of them need not. Then too
    RuleUnreadable or CatalogTooLarge may be raised. Thread-safe.
    """

    def __init__(self, product: Product, limits: Limits) -> None:
        plan = _planned(product, limits)
        self.product = product
        self._limits = limits
        self._formula = Formula()
        self.variables = Variables(product, self._formula, plan)
        self.structural = len(self._formula.definitions)
        """So many definitions, the first, say only that an attribute has exactly one state."""
        self._conditions = Conditions(self.variables, self._formula, self.variables.wides)
        self._complete = False
        self._lock = Lock()
        if plan.cuts:
            # What computes with wide numbers gets its meaning from the rules.
            self.complete()
        comparing, wides = self._conditions.comparing, tuple(self.variables.wides.values())
        self.theory = Theory(comparing, wides) if comparing.atoms else None
        self.reach = Reach(comparing, self._formula, wides)

    @property
    def formula(self) -> Formula:
        self.complete()
        return self._formula

    @property
    def conditions(self) -> Conditions:
        """For further questions, whose comparisons are among those of the product."""
        self.complete()
        return self._conditions

    def apart(self) -> "Encoded":
        """One of which rules can be taken one by one without all of them being encoded."""
        return self if self._complete else Encoded(self.product, self._limits)

    def parts(self, literal: Literal) -> Clause | None:
        """Of a literal that only says that all of some others are true: those."""
        return self._formula.parts(literal)

    def clauses(self, at: int) -> tuple[Clause, ...]:
        """Those of one rule, table or condition, by its place among the groups."""
        with self._lock:
            if self._complete:
                return self._formula.groups[at].clauses
            key, _, _, make = self._rules[at]
            return _named(key, make)

    def complete(self) -> None:
        with self._lock:
            if not self._complete:
                self._formula.groups[:] = [
                    Group(key=key, text=text, clauses=_named(key, make), texts=texts)
                    for key, text, texts, make in self._rules
                ]
                self._complete = True

    def rule_clauses(self) -> Iterator[Sequence[Literal]]:
        """What the rules, tables and conditions say, and what their words mean."""
        yield from islice(self.formula.definitions, self.structural, None)
        for group in self.formula.groups:
            yield from group.clauses

    def reduced(self) -> Reduction:
        shown = chain(self.variables.literals(), self.variables.pins())
        return reduced(self.formula.all_clauses(), self.formula.variables, shown=shown)

    def solver(self, clauses: Iterable[Sequence[Literal]]) -> Solver:
        """One in which numbers mean what they say, whichever of the formula's clauses it has."""
        return Solver(clauses, lemma=self.theory.lemma if self.theory else None)

    @cached_property
    def _rules(self) -> Sequence["_Source"]:
        found = _sources(self.product, self.variables, formula=self._formula, conditions=self._conditions)
        return tuple(found)


def encoded(product: Product, limits: Limits = LIMITS) -> Encoded:
    """Raises RuleUnreadable or CatalogTooLarge, naming the rule, table or attribute."""
    made = Encoded(product, limits)
    made.complete()
    return made


def _planned(product: Product, limits: Limits) -> Plan:
    """What wide attributes there are and how the product cuts them."""
    keys = wide_keys(product, limits)
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
