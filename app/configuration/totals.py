"""Weights made ready for one search: what is settled taken out, sums over the same attributes put together.

The engine finds the least of one sum over two attributes far faster than that of two sums that pull in
different directions, so a sum over some of the attributes of another joins it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Context, Decimal, Inexact
from functools import partial
from typing import Final, TypeAlias

from app.catalog.attribute import same
from app.catalog.product import Value
from app.configuration.objective import Linear, Weights
from app.configuration.values import Configuration, Domain
from app.configuration.variables import OTHER_TEXT

Left: TypeAlias = Mapping[str, Sequence[Value | None] | None]
"""What each attribute can still be, ``None`` among it where it may be absent; None for too many to list."""

Number: TypeAlias = Callable[[Sequence[Value | None]], Decimal]

_EXACT: Final = Context(prec=300, traps=[Inexact])


def left(configuration: Configuration) -> Left:
    """A text that is not written yet is ``""``, as everywhere among weights."""
    decided = configuration.values
    return {
        key: (decided[key],) if key in decided else _left(configuration.domains[key])
        for key in configuration.domains
    }


def added_up(parts: Iterable[Weights], left: Left) -> Weights:
    """The same sum as that of all the parts, over what is still open. Each number is worked out once."""
    listed = [_settled(keys, number, left) for weights in parts for keys, number in weights.items()]
    hosts: dict[frozenset[str], tuple[tuple[str, ...], list[Number]]] = {}
    for keys, number in sorted(listed, key=_many_first):
        read = frozenset(keys)
        host = read if read in hosts else next((known for known in hosts if read <= known), read)
        order, numbers = hosts.setdefault(host, (keys, []))
        placed = partial(_at, [order.index(key) for key in keys], number)
        apart = isinstance(number, Linear) and number.apart
        numbers.append(placed if apart and order[0] != keys[0] else _linear_as(number, placed))
    return {order: _together(numbers) for order, numbers in hosts.values()}


def alike(values: Mapping[str, Value | None]) -> Weights:
    """How many attributes are not as in ``values``, where None says that one does not apply."""
    return {(key,): _unlike(value) for key, value in values.items()}


def times(weights: Weights, factor: Decimal) -> Weights:
    """Exact."""
    return {keys: _linear_as(number, partial(_product, factor, number)) for keys, number in weights.items()}


def _linear_as(number: Number, made: Number) -> Number:
    return Linear(made, number.apart) if isinstance(number, Linear) else made


def _together(numbers: Sequence[Number]) -> Number:
    linear = [number for number in numbers if isinstance(number, Linear)]
    total = partial(_sum, numbers)
    if len(linear) < len(numbers):
        return total
    return Linear(total, tuple(dict.fromkeys(value for number in linear for value in number.apart)))


def _unlike(then: Value | None) -> Linear:
    return Linear(partial(_differs, then), () if then is None else (then,))


def _differs(then: Value | None, values: Sequence[Value | None]) -> Decimal:
    return Decimal(not same(values[0], then))


def _many_first(one: tuple[tuple[str, ...], Number]) -> int:
    return -len(one[0])


def _left(domain: Domain) -> Sequence[Value | None] | None:
    if domain.ranges:
        return None
    text = (OTHER_TEXT,) if domain.any_text else ()
    absent = (None,) if domain.can_be_absent or not domain.applies else ()
    return (*domain.values, *text, *absent)


def _settled(keys: tuple[str, ...], number: Number, left: Left) -> tuple[tuple[str, ...], Number]:
    """The same over those of the attributes that are open."""
    settled = {key: values[0] for key in keys if (values := left.get(key)) is not None and len(values) == 1}
    rest = tuple(key for key in keys if key not in settled)
    known = _Known(partial(_with, keys, settled, number))
    if isinstance(number, Linear):
        return rest, Linear(known, number.apart if rest[:1] == keys[:1] else ())
    return rest, known


class _Known:
    """A number by its values, worked out when it is first asked for."""

    def __init__(self, number: Number) -> None:
        self._number = number
        self._found: dict[tuple[Value | None, ...], Decimal] = {}

    def __call__(self, values: Sequence[Value | None]) -> Decimal:
        asked = tuple(values)
        if asked not in self._found:
            self._found[asked] = self._number(values)
        return self._found[asked]


def _with(
    keys: Sequence[str],
    settled: Mapping[str, Value | None],
    number: Number,
    values: Sequence[Value | None],
) -> Decimal:
    given = iter(values)
    return number([settled[key] if key in settled else next(given) for key in keys])


def _at(places: Sequence[int], number: Number, values: Sequence[Value | None]) -> Decimal:
    return number([values[place] for place in places])


def _sum(numbers: Sequence[Number], values: Sequence[Value | None]) -> Decimal:
    total = Decimal()
    for number in numbers:
        total = _EXACT.add(total, number(values))
    return total


def _product(factor: Decimal, number: Number, values: Sequence[Value | None]) -> Decimal:
    return _EXACT.multiply(factor, number(values))
