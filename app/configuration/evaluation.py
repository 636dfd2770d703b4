"""Rules, tables and conditions as quick questions about one configuration, without any solver.

What speaks of one attribute only is a table of its states; the rest is put together from such tables.
A configuration maps attributes to states: numbers of values, absence after the last.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from typing import Final, TypeAlias

from app.catalog.cells import Cell, admits
from app.catalog.expressions import Expression, evaluate, holds, names
from app.catalog.expressions.tree import And, Implies, Not, Or
from app.catalog.product import Attribute, Product, Table, Value
from app.configuration.encoding import Encoded
from app.configuration.tally import Known, Read, Tally
from app.configuration.wide import Wide

StatesOf: TypeAlias = Mapping[str, int]
Truth: TypeAlias = Callable[[StatesOf], bool]

_NOTHING: Final[Mapping[str, Wide]] = {}


@dataclass(frozen=True, slots=True)
class Part:
    """One rule, table or condition; ``key`` is that of its group of clauses."""

    key: str
    about: frozenset[str]
    truth: Truth
    expression: Expression | None
    """What decides it beside values by themselves."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part that is put together when it is needed. ``size``: how many rows it has. ``is_rule``: its
    expression says all of it.
    """

    key: str
    about: Callable[[], frozenset[str]]
    truth: Callable[[], Truth]
    expression: Expression | None
    size: int = 1
    is_rule: bool = False

    def made(self) -> Part:
        return Part(self.key, self.about(), self.truth(), self.expression)


class Evaluation:
    def __init__(self, encoded: Encoded, spelled: Mapping[str, Wide] = _NOTHING) -> None:
        """Each value of the ``spelled`` is a state of its own here."""
        self._product = encoded.product
        self._facts = _Facts(encoded.product)
        self._values: dict[str, tuple[Value | None, ...]] = {
            states.attribute.key: (
                *(states.attribute.values if states.attribute.key in spelled else states.values),
                *([None] if states.conditional else []),
            )
            for states in encoded.variables
        }

    def states(self, key: str) -> int:
        """How many states the attribute has, absence included."""
        return len(self._values[key])

    def parts(self) -> Iterator[Part]:
        return (piece.made() for piece in self.pieces())

    def pieces(self) -> Iterator[Piece]:
        """In the order of the groups of clauses."""
        for one in self._product.attributes:
            if one.when is not None:
                about = partial(_about_when, one.key, one.when)
                yield Piece(f"{one.key}.when", about, partial(self._applies, one, one.when), one.when)
            if one.preset is not None:
                about = partial(frozenset, {one.key})
                yield Piece(f"{one.key}.preset", about, partial(self._preset, one), None)
        for rule in self._product.rules:
            expression = rule.expression
            about, truth = partial(names, expression), partial(self.truth, expression)
            yield Piece(rule.key, about, truth, expression, is_rule=True)
        for table in self._product.tables:
            about, truth = partial(speaks_of, table), partial(self._table, table)
            yield Piece(table.key, about, truth, table.when, len(table.rows))

    def tally(self, piece: Piece) -> Tally:
        """The same as a tree."""
        made = Tally(self._read, {key: len(values) for key, values in self._values.items()})
        if piece.is_rule and piece.expression is not None:
            made.add(piece.expression)
        else:
            made.leaf(piece.about(), piece.truth())
        return made

    def _read(self, expression: Expression) -> Read:
        def read(chosen: StatesOf) -> Known:
            found = {key: self._values[key][state] for key, state in chosen.items()}
            present = {key: value for key, value in found.items() if value is not None}
            return evaluate(expression, present, self._facts)

        return read

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

    def _applies(self, attribute: Attribute, when: Expression) -> Truth:
        key = attribute.key
        truth, absent = self.truth(when), len(self._values[key]) - 1
        if attribute.need:
            return lambda chosen: chosen[key] == absent or truth(chosen)
        return lambda chosen: truth(chosen) is (chosen[key] != absent)

    def _preset(self, attribute: Attribute) -> Truth:
        values = self._values[attribute.key]
        kept = [value is None or _same(value, attribute.preset) for value in values]
        return lambda chosen: kept[chosen[attribute.key]]

    def _table(self, table: Table) -> Truth:
        columns = table.columns
        admitting = [self._admitting(table, at) for at in range(len(columns))]
        every = (1 << len(table.rows)) - 1

        @cache
        def matched(states: tuple[int, ...]) -> bool:
            left = every
            for rows, state in zip(admitting, states, strict=True):
                left &= rows[state]
            return bool(left)

        if table.when is None:
            return lambda chosen: matched(tuple([chosen[key] for key in columns]))
        given = self.truth(table.when)
        return lambda chosen: not given(chosen) or matched(tuple([chosen[key] for key in columns]))

    def _admitting(self, table: Table, at: int) -> list[int]:
        """For each state of the column the rows that admit it; bit ``n`` stands for row ``n``."""
        of_cell: dict[Cell, list[int]] = {}
        for number, row in enumerate(table.rows):
            of_cell.setdefault(row[at], []).append(number)
        values = self._values[table.columns[at]]
        found = [0] * len(values)
        for cell, numbers in of_cell.items():
            bits = bytearray(len(table.rows) // 8 + 1)
            for number in numbers:
                bits[number >> 3] |= 1 << (number & 7)
            rows = int.from_bytes(bits, "little")
            for state, value in enumerate(values):
                if value is None or admits(cell, value):
                    found[state] |= rows
        return found


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
