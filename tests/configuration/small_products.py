"""Small products with every kind of attribute, rule and table, and choices of them, made up at random."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from math import prod
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from app.catalog.cells import Cell, Span
from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Constant,
    Expression,
    Fact,
    Fold,
    Folding,
    Given,
    Implies,
    Name,
    Not,
    Operator,
    Or,
    Present,
    Within,
)
from app.catalog.product import (
    Attribute,
    AttributeKey,
    Option,
    Product,
    ProductKey,
    Rule,
    Table,
    Value,
)

T = TypeVar("T")

_NUMBERS = [Decimal(text) for text in ("-2", "-0.5", "0", "0.25", "1", "1.5", "3", "10")]
_COMPARISONS: list[Comparison] = ["<=", ">=", "=", "!=", "<", ">"]
_OPERATORS: list[Operator] = ["+", "+", "-", "*", "/"]
_FOLDINGS: list[Folding] = ["sum", "min", "max"]
_MOST_COMBINATIONS = 1_500


@st.composite
def products(draw: st.DrawFn) -> Product:
    return Maker(draw(st.randoms(use_true_random=False))).product()


@st.composite
def requests(draw: st.DrawFn, product: Product, *, most: int = 5) -> dict[str, Value]:
    """Choices that may contradict each other, in any order."""
    return Maker(draw(st.randoms(use_true_random=False))).request(product, most)


class Maker:
    """Draws from one source of chance, so that Hypothesis can shrink what it makes."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance

    def product(self) -> Product:
        bare = [self._attribute(f"a{n}") for n in range(self._chance.randint(2, 5))]
        while prod(len(a.values) + 1 for a in bare) > _MOST_COMBINATIONS:
            bare.pop()
        attributes = [
            replace(
                attribute,
                when=self._condition(bare, 2) if self._chance.randint(0, 2) == 2 else None,
                default=self._pick([None, self._pick(attribute.values)]),
                preset=self._pick(attribute.values) if self._chance.randint(0, 7) == 7 else None,
            )
            for attribute in bare
        ]
        rules = [self._condition(bare, 3) for _ in range(self._chance.randint(0, 4))]
        return Product(
            key=ProductKey("small"),
            code="SMALL",
            name="Small",
            description="",
            family="",
            attributes=tuple(attributes),
            steps=(),
            rules=tuple(Rule(f"r{n}", f"Rule {n}.", rule, "") for n, rule in enumerate(rules)),
            tables=tuple(self._table(bare, f"t{n}") for n in range(self._chance.randint(0, 2))),
            prices={},
        )

    def request(self, product: Product, most: int) -> dict[str, Value]:
        wanted = list(product.attributes)
        self._chance.shuffle(wanted)
        return {a.key: self._pick(a.values) for a in wanted[: self._chance.randint(0, most)]}

    def _pick(self, items: Sequence[T]) -> T:
        return items[self._chance.randrange(len(items))]

    def _attribute(self, key: str) -> Attribute:
        kind = self._pick(["choice", "choice", "boolean", "integer", "decimal"])
        bare = Attribute(AttributeKey(key), key.upper(), "boolean", facts=self._facts())
        if kind == "choice":
            count = self._pick([1, 2, 3, 3, 4, 7, 8])
            options = tuple(Option(f"o{n}", f"Option {n}", facts=self._facts()) for n in range(count))
            return replace(bare, kind="choice", options=options, facts={})
        if kind == "boolean":
            return bare
        least, step = self._chance.randint(-3, 3), self._chance.randint(1, 3)
        most = least + self._chance.randint(0, 9) * step
        if kind == "integer":
            return replace(bare, kind="integer", minimum=least, maximum=most, step=step)
        low, high, quarter = (Decimal(one) * Decimal("0.25") for one in (least, most, step))
        return replace(bare, kind="decimal", minimum=low, maximum=high, step=quarter)

    def _facts(self) -> dict[str, Decimal]:
        return {name: self._pick(_NUMBERS) for name in ("w", "kg") if self._chance.randint(0, 2)}

    def _condition(self, attributes: Sequence[Attribute], depth: int) -> Expression:
        if depth == 0 or self._chance.randint(0, 3) == 0:
            return self._atom(attributes)

        def part() -> Expression:
            return self._condition(attributes, depth - 1)

        makers: list[Callable[[], Expression]] = [
            lambda: Implies(part(), part()),
            lambda: Or((part(), part())),
            lambda: Not(part()),
            lambda: And((part(), part())),
            lambda: Or((part(), part(), part())),
        ]
        return self._pick(makers)()

    def _atom(self, attributes: Sequence[Attribute]) -> Expression:
        attribute = self._pick(attributes)
        return self._pick([self._membership, self._equality, self._comparison, self._mention])(
            attribute, attributes
        )

    def _membership(self, attribute: Attribute, _: Sequence[Attribute]) -> Expression:
        count = self._chance.randint(0, 4)
        return Within(attribute.key, tuple(self._pick(attribute.values) for _ in range(count)))

    def _equality(self, left: Attribute, attributes: Sequence[Attribute]) -> Expression:
        alike = [a for a in attributes if a.kind == left.kind]
        sides: list[Expression] = [Constant(self._pick(left.values)), Name(self._pick(alike).key)]
        return Compare(self._pick(["=", "!="]), Name(left.key), self._pick(sides))

    def _comparison(self, _: Attribute, attributes: Sequence[Attribute]) -> Expression:
        left, right = self._number(attributes, 2), self._number(attributes, 1)
        return Compare(self._pick(_COMPARISONS), left, right)

    def _mention(self, attribute: Attribute, _: Sequence[Attribute]) -> Expression:
        if attribute.kind == "boolean" and self._chance.randint(0, 1):
            return Name(attribute.key)
        return Present(attribute.key)

    def _number(self, attributes: Sequence[Attribute], depth: int) -> Expression:
        if depth and self._chance.randint(0, 2):
            return self._computed(attributes, depth - 1)
        attribute = self._pick(attributes)
        if attribute.numeric and self._chance.randint(0, 1):
            return Name(attribute.key)
        if self._chance.randint(0, 3) == 0:
            return Constant(self._pick([Decimal(self._chance.randint(-3, 9)), *_NUMBERS]))
        return Fact(attribute.key, self._pick(["w", "kg"]))

    def _computed(self, attributes: Sequence[Attribute], depth: int) -> Expression:
        parts = [self._number(attributes, depth) for _ in range(2)]
        if self._chance.randint(0, 2):
            return Arithmetic(self._pick(_OPERATORS), parts[0], parts[1])
        if self._chance.randint(0, 3) == 0:
            return Absolute(Arithmetic("-", parts[0], parts[1]))
        operands = [self._given(part, attributes) for part in parts[: self._chance.randint(1, 2)]]
        return Fold(self._pick(_FOLDINGS), tuple(operands))

    def _given(self, number: Expression, attributes: Sequence[Attribute]) -> Expression:
        return number if self._chance.randint(0, 1) else Given(number, self._condition(attributes, 1))

    def _table(self, attributes: Sequence[Attribute], key: str) -> Table:
        columns = list(attributes)
        self._chance.shuffle(columns)
        columns = columns[: self._chance.randint(1, 3)]
        count = self._chance.randint(1, 8)
        rows = tuple(tuple(self._cell(column) for column in columns) for _ in range(count))
        when = self._condition(attributes, 1) if self._chance.randint(0, 3) == 3 else None
        return Table(key, f"Table {key}.", tuple(column.key for column in columns), rows, when=when)

    def _cell(self, attribute: Attribute) -> Cell:
        if self._chance.randint(0, 3) == 0:
            return None
        if attribute.kind == "integer" and self._chance.randint(0, 1):
            ends = [attribute.minimum + self._chance.randint(-1, 12) for _ in range(2)]
            return frozenset({Span(min(ends), max(ends)), self._pick(attribute.values)})
        return frozenset(self._pick(attribute.values) for _ in range(self._chance.randint(1, 3)))
