"""How the rest of a line can be completed, and what each way needs of the catalog and of earlier quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import partial
from typing import ClassVar

from app.catalog import Product, Value, same
from app.configuration import Linear, Weights
from app.errors import Refused
from app.pricing import price_weights


class Strategy(StrEnum):
    """Defaults of the catalog; least price; most margin; soonest delivery; most like an earlier line."""

    DEFAULTS = "defaults"
    CHEAPEST = "cheapest"
    HIGHEST_MARGIN = "highest_margin"
    FASTEST = "fastest"
    CLOSEST = "closest"


class StrategyUnavailable(Refused):
    code: ClassVar[str] = "strategy_unavailable"


@dataclass(frozen=True, slots=True)
class Example:
    """An earlier line of the same product: the number of its quote, and its decided values."""

    quote: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the strategies of one line can go by. ``example`` is None without an earlier line."""

    product: Product
    currency: str
    example: Example | None


def read_strategy(text: object) -> Strategy:
    """Raises StrategyUnavailable."""
    if not isinstance(text, str) or text not in set(Strategy):
        names = ", ".join(Strategy)
        raise StrategyUnavailable(f"There is no such way to complete a line. There are {names}.")
    return Strategy(text)


def offered(grounds: Grounds) -> tuple[Strategy, ...]:
    """Those that can be had here."""
    return tuple(one for one in Strategy if _missing(one, grounds) is None)


def weights_of(strategy: Strategy, grounds: Grounds) -> Weights:
    """What is least for the strategy. Raises StrategyUnavailable where it is not offered."""
    if (missing := _missing(strategy, grounds)) is not None:
        raise StrategyUnavailable(f"{missing} Complete the line in another way.")
    if strategy is Strategy.CLOSEST and grounds.example is not None:
        return _differences(grounds.product, grounds.example)
    if strategy is Strategy.CHEAPEST:
        return price_weights(grounds.product, grounds.currency)
    return {}


def differences(values: Mapping[str, Value], example: Example, product: Product) -> int:
    """How many attributes are not as they were."""
    return sum(not same(values.get(one.key), example.values.get(one.key)) for one in product.attributes)


def _differences(product: Product, example: Example) -> Weights:
    return {(one.key,): _unlike(example.values.get(one.key)) for one in product.attributes}


def _unlike(then: Value | None) -> Linear:
    return Linear(partial(_differs, then), () if then is None else (then,))


def _differs(then: Value | None, values: Sequence[Value | None]) -> Decimal:
    return Decimal(not same(values[0], then))


def _missing(strategy: Strategy, grounds: Grounds) -> str | None:
    match strategy:
        case Strategy.HIGHEST_MARGIN:
            return "The catalog has no costs."
        case Strategy.FASTEST:
            return "The catalog has no lead times."
        case Strategy.CLOSEST if grounds.example is None:
            return "No quote with this product has been written to this opportunity yet."
        case _:
            return None
