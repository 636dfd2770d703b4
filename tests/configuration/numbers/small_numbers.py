"""Small products whose numbers are multiplied, divided and added, and which are taken for wide ones."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import strategies as st

from app.catalog.expressions.tree import Absolute, Arithmetic, Expression, Fold, Given, Name, Operator
from app.catalog.product import Attribute, Product, Value
from app.configuration.numbers.scouting import Limits
from tests.configuration.small_products import Maker

EVERY_NUMBER = Limits(alone=2, together=2, pairs=4)
"""Whatever has three values is wide."""

_OPERATORS: list[Operator] = ["+", "-", "*", "*", "/"]


@st.composite
def products_of_numbers(draw: st.DrawFn) -> Product:
    return NumbersMaker(draw(st.randoms(use_true_random=False))).product()


class NumbersMaker(Maker):
    """Half of the attributes are numbers, and most atoms compare them."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance)
        self._wanted = chance.randint(2, 3)

    def _attribute(self, key: str) -> Attribute:
        made = super()._attribute(key)
        if int(key[1:]) < self._wanted:
            least = self._chance.randint(-2, 2)
            most = least + self._chance.randint(2, 4)
            whole = replace(made, kind="integer", options=(), minimum=least, maximum=most, step=1)
            low, high, half = (Decimal(one) / 2 for one in (least, most, 1))
            halves = replace(whole, kind="decimal", minimum=low, maximum=high, step=half)
            return self._pick([whole, halves])
        return replace(made, options=made.options[:3]) if made.kind == "choice" else made

    def _atom(self, attributes: Sequence[Attribute]) -> Expression:
        if self._chance.randint(0, 2):
            return self._comparison(attributes[0], attributes)
        return super()._atom(attributes)

    def _number(self, attributes: Sequence[Attribute], depth: int) -> Expression:
        if depth == 2 and self._chance.randint(0, 11) == 0:
            parts = self._number(attributes, depth - 1), self._number(attributes, depth - 1)
            given = Given(parts[0], self._condition(attributes, 0))
            extreme = Fold(self._pick(["min", "max"]), (given, parts[1]))
            made: list[Expression] = [extreme, Absolute(parts[0]), Fold("sum", parts)]
            return self._pick(made)
        if depth and self._chance.randint(0, 3):
            left, right = self._number(attributes, depth - 1), self._number(attributes, depth - 1)
            return Arithmetic(self._pick(_OPERATORS), left, right)
        if depth and self._chance.randint(0, 1):
            given = Given(self._number(attributes, 0), self._condition(attributes, 0))
            return Fold("sum", (given, self._number(attributes, 0)))
        numeric = [one for one in attributes if one.numeric]
        if numeric and self._chance.randint(0, 2):
            return Name(self._pick(numeric).key)
        return super()._number(attributes, 0)


def spelled(attribute: Attribute, ranges: Sequence[tuple[Value, Value]]) -> list[Value]:
    """Every value of the ranges."""
    places = [(attribute.place(low), attribute.place(high)) for low, high in ranges]
    return [
        attribute.number(place)
        for low, high in places
        if low is not None and high is not None
        for place in range(low, high + 1)
    ]
