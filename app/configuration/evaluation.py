"""Rules, tables and conditions as quick questions about one configuration, without any solver.

What speaks of one attribute only is a table of its states; the rest is put together from such tables.
A configuration maps attributes to states: numbers of values, absence after the last.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from typing import TypeAlias

from app.catalog.cells import Cell, admits
from app.catalog.expressions import Expression, holds, names
from app.catalog.expressions.tree import And, Implies, Not, Or
from app.catalog.product import Attribute, Product, Table, Value
from app.configuration.encoding import Encoded

StatesOf: TypeAlias = Mapping[str, int]
Truth: TypeAlias = Callable[[StatesOf], bool]


@dataclass(frozen=True, slots=True)
class Part:
    """One rule, table or condition; ``key`` is that of its group of clauses."""

    key: str
    about: frozenset[str]
    truth: Truth


@dataclass(frozen=True, slots=True)
class Piece:
    """A part that is put together when it is needed. ``size``: how many rows it has."""

    key: str
    about: Callable[[], frozenset[str]]
    truth: Callable[[], Truth]
    size: int = 1


class Evaluation:
    def __init__(self, encoded: Encoded) -> None:
        self._product = encoded.product
        self._facts = _Facts(encoded.product)
        self._values: dict[str, tuple[Value | None, ...]] = {
            states.attribute.key: (*states.values, *([None] if states.conditional else []))
            for states in encoded.variables
        }

    def states(self, key: str) -> int:
        """How many states the attribute has, absence included."""
        return len(self._values[key])

    def parts(self) -> Iterator[Part]:
        for piece in self.pieces():
            yield Part(piece.key, piece.about(), piece.truth())

    def pieces(self) -> Iterator[Piece]:
        """In the order of the groups of clauses."""
        for one in self._product.attributes:
            if one.when is not None:
                about, truth = (
                    partial(_about_when, one.key, one.when),
                    partial(self._applies, one.key, one.when),
                )
                yield Piece(f"{one.key}.when", about, truth)
            if one.preset is not None:
                yield Piece(f"{one.key}.preset", partial(frozenset, {one.key}), partial(self._preset, one))
        for rule in self._product.rules:
            expression = rule.expression
            yield Piece(rule.key, partial(names, expression), partial(self.truth, expression))
        for table in self._product.tables:
            truth = partial(self._table, table)
            yield Piece(table.key, partial(speaks_of, table), truth, len(table.rows))

    def truth(self, expression: Expression) -> Truth:
        about = tuple(sorted(names(expression)))
        if len(about) == 1:
            return self._of_one(expression, about[0])
        match expression:
            case Not(operand=operand):
                truth = self.truth(operand)
                return lambda chosen: not truth(chosen)
            case And(operands=operands):
                truths = [self.truth(one) for one in operands]
                return lambda chosen: all(one(chosen) for one in truths)
            case Or(operands=operands):
                truths = [self.truth(one) for one in operands]
                return lambda chosen: any(one(chosen) for one in truths)
            case Implies(condition=condition, consequence=consequence):
                given, then = self.truth(condition), self.truth(consequence)
                return lambda chosen: not given(chosen) or then(chosen)
        return self._of_many(expression, about)

    def _of_one(self, expression: Expression, key: str) -> Truth:
        values = ({} if value is None else {key: value} for value in self._values[key])
        table = [holds(expression, chosen, self._facts) for chosen in values]
        return lambda chosen: table[chosen[key]]

    def _of_many(self, expression: Expression, about: tuple[str, ...]) -> Truth:
        known: dict[tuple[int, ...], bool] = {}

        def truth(chosen: StatesOf) -> bool:
            states = tuple([chosen[key] for key in about])
            if states not in known:
                found = {key: self._values[key][state] for key, state in zip(about, states, strict=True)}
                present = {key: value for key, value in found.items() if value is not None}
                known[states] = holds(expression, present, self._facts)
            return known[states]

        return truth

    def _applies(self, key: str, when: Expression) -> Truth:
        truth, absent = self.truth(when), len(self._values[key]) - 1
        return lambda chosen: truth(chosen) is (chosen[key] != absent)

    def _preset(self, attribute: Attribute) -> Truth:
        values = self._values[attribute.key]
        kept = [value is None or _same(value, attribute.preset) for value in values]
        return lambda chosen: kept[chosen[attribute.key]]

    def _table(self, table: Table) -> Truth:
        columns = [(key, self._rows(table, at)) for at, key in enumerate(table.columns)]
        every = (1 << len(table.rows)) - 1

        def matched(chosen: StatesOf) -> bool:
            rows = every
            for key, by_state in columns:
                rows &= by_state[chosen[key]]
            return rows != 0

        if table.when is None:
            return matched
        given = self.truth(table.when)
        return lambda chosen: not given(chosen) or matched(chosen)

    def _rows(self, table: Table, at: int) -> Sequence[int]:
        """For each state of the column the rows that admit it, bit ``i`` for row ``i``."""
        rows: dict[Cell, int] = {}
        for number, row in enumerate(table.rows):
            rows[row[at]] = rows.get(row[at], 0) | 1 << number
        by_state = [0] * self.states(table.columns[at])
        for cell, found in rows.items():
            for state in self._admitted(table.columns[at], cell):
                by_state[state] |= found
        return by_state

    def _admitted(self, key: str, cell: Cell) -> frozenset[int]:
        known = enumerate(self._values[key])
        return frozenset(state for state, value in known if value is None or admits(cell, value))


def speaks_of(table: Table) -> frozenset[str]:
    return frozenset(table.columns) | (names(table.when) if table.when is not None else frozenset())


def _about_when(key: str, when: Expression) -> frozenset[str]:
    return names(when) | {key}


def _same(left: Value, right: Value | None) -> bool:
    """Whether two values of one attribute are the same; a decimal may be written as a whole number."""
    return isinstance(left, bool) is isinstance(right, bool) and left == right


class _Facts:
    """The product's facts, looked up once each."""

    def __init__(self, product: Product) -> None:
        self._known = cache(product.fact)

    def fact(self, attribute: str, fact: str, value: Value) -> Decimal:
        return self._known(attribute, fact, value)
