"""Weights written as a table: by values that hold together, what they add."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from app.catalog.product import Value
from app.configuration import Weights

Numbers = Mapping[tuple[tuple[str, Value | None], ...], Decimal]


def weights_of(numbers: Numbers) -> Weights:
    return {keys: _number(keys, numbers) for keys in {tuple(key for key, _ in one) for one in numbers}}


def _number(keys: tuple[str, ...], numbers: Numbers) -> Callable[[Sequence[Value | None]], Decimal]:
    return lambda values: numbers.get(tuple(zip(keys, values, strict=True)), Decimal())
