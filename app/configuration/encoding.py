"""A product as a formula: its attributes, rules, tables and conditions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from itertools import islice
from sys import maxsize
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
from app.configuration.row_search import solver_with
from app.configuration.row_sets import Rows
from app.configuration.solver import Solver
from app.configuration.tables import Beside, table_clauses
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

    def __init__(self, product: Product, limits: Limits, plan: Plan | None = None) -> None:
        """``plan``: that of products which say more of the same numbers, so that all part them alike."""
        self.product = product
        keys = (attribute.key for attribute in product.attributes)
        self.plan = planned(product, limits) if plan is None else plan.of(keys)
        self._limits = limits
        self._formula = Formula()
        # What computes with numbers looks at clauses alone.
        self._beside = Beside(maxsize if self.plan.joint else limits.rows)
        self.variables = Variables(product, self._formula, self.plan)
        self.structural = len(self._formula.definitions)
        """So many definitions, the first, say only that an attribute has exactly one state."""
        self._conditions = Conditions(self.variables, self._formula, self.variables.wides)
        self._complete = False
        self._lock = Lock()
        if self.plan.cuts or any(len(table.rows) > self._beside.most for table in product.tables):
            # What computes with wide numbers gets its meaning from the rules, and so do large tables.
            self.complete()
        comparing, wides = self._conditions.comparing, tuple(self.variables.wides.values())
        self.theory = Theory(comparing, wides) if self.plan.joint else None
        self.reach = Reach(comparing, self._formula, wides)

    @property
    def formula(self) -> Formula:
        self.complete()
        return self._formula

    @property
    def conditions(self) -> Conditions:
        """For further questions, whose comparisons are among those of the product or of its plan."""
        self.complete()
        return self._conditions

    @property
    def rows(self) -> tuple[Rows, ...]:
        """The large tables, of which the formula has only what says that they hold."""
        return tuple(self._beside.rows)

    def apart(self) -> "Encoded":
        """One of which rules can be taken one by one without all of them being encoded."""
        return self if self._complete else Encoded(self.product, self._limits, self.plan)

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

    @property
    def meaning(self) -> str:
        """What no clause says of its literals; empty without wide numbers and large tables."""
        return self.reach.meaning + "".join(rows.meaning for rows in self.rows)

    @property
    def computed(self) -> frozenset[Literal]:
        """The states whose numbers the theory computes with, whatever clauses say of them."""
        smalls = self.conditions.comparing.symbols.smalls.values() if self.theory else ()
        return frozenset(literal for small in smalls for literal in small.literals)

    def solver(self, clauses: Iterable[Sequence[Literal]]) -> Solver:
        """One in which numbers and tables mean what they say, whichever of the formula's clauses it has."""
        lemma = self.theory.lemma if self.theory else None
        return solver_with(clauses, self.rows, lemma=lemma)

    @cached_property
    def _rules(self) -> Sequence["_Source"]:
        return tuple(
            _sources(
                self.product,
                self.variables,
                formula=self._formula,
                conditions=self._conditions,
                beside=self._beside,
            )
        )


def encoded(product: Product, limits: Limits = LIMITS, plan: Plan | None = None) -> Encoded:
    """Raises RuleUnreadable or CatalogTooLarge, naming the rule, table or attribute."""
    made = Encoded(product, limits, plan)
    made.complete()
    return made


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
    product: Product, variables: Variables, *, formula: Formula, conditions: Conditions, beside: Beside
) -> Iterator[_Source]:
    """(key, sentence, that by language, what makes the clauses) of all that can exclude a configuration."""
    for states in variables:
        when = states.attribute.when
        if when is not None:
            yield (
                f"{states.attribute.key}.when",
                condition_text(states.attribute, product),
                {},
                partial(_exactly_without, states, when, conditions=conditions),
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
            partial(_guarded, table, variables, conditions=conditions, formula=formula, beside=beside),
        )


def _exactly_without(states: States, when: Expression, *, conditions: Conditions) -> tuple[Clause, ...]:
    """A need may be absent where it applies, too: not answered."""
    applies, absent = conditions.literal(when), states.absent
    without = (absent, applies)
    return (without,) if states.attribute.need else ((-absent, -applies), without)


def _holding(states: States) -> tuple[Clause, ...]:
    """What holds, wherever the attribute applies. A preset that is no value leaves nothing possible."""
    literal = states.literal(states.attribute.preset)
    return ((FALSE if literal is None else literal, states.absent),)


def _guarded(
    table: Table, variables: Variables, *, conditions: Conditions, formula: Formula, beside: Beside
) -> tuple[Clause, ...]:
    clauses = table_clauses(table, variables, formula=formula, beside=beside)
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
