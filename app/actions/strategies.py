"""How the rest of a line can be completed, and what each way needs of the catalog and of earlier quotes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, Final

from app.assembly import can_be_sooner, has_lead_times, soonest, without_cost
from app.catalog import Product, Value, same
from app.configuration import Best, Configurator, Weights, alike
from app.errors import Refused
from app.pricing import Deal, best_margin, price_weights

_MOST_NAMED: Final = 3


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


def completion(
    strategy: Strategy, grounds: Grounds, engine: Configurator, *, choices: Mapping[str, Value], deal: Deal
) -> Best:
    """Raises StrategyUnavailable where the strategy is not offered, and Undecided where numbers are too
    many to add up.
    """
    if (missing := _missing(strategy, grounds)) is not None:
        raise StrategyUnavailable(f"{missing} Complete the line in another way.")
    match strategy:
        case Strategy.DEFAULTS:
            return Best(engine.complete(choices))
        case Strategy.HIGHEST_MARGIN:
            return best_margin(engine, grounds.product, choices, deal=deal)
        case Strategy.FASTEST:
            return soonest(engine, grounds.product, choices)
    found = engine.complete_for_least(choices, _weights_of(strategy, grounds, deal))
    proven = found.proven and (strategy is Strategy.CLOSEST or deal.share(grounds.product) is not None)
    return Best(found.values, Decimal(0) if proven else None)


def differences(values: Mapping[str, Value], example: Example, product: Product) -> int:
    """How many attributes are not as they were."""
    return sum(not same(values.get(key), example.values.get(key)) for key in _made(product))


def _weights_of(strategy: Strategy, grounds: Grounds, deal: Deal) -> Weights:
    if strategy is Strategy.CLOSEST and grounds.example is not None:
        then = grounds.example.values
        return alike({key: then.get(key) for key in _made(grounds.product)})
    return price_weights(grounds.product, deal.terms)


def _made(product: Product) -> list[str]:
    """Attributes of the product itself, needs left out."""
    return [one.key for one in product.attributes if not one.need]


def _missing(strategy: Strategy, grounds: Grounds) -> str | None:
    product = grounds.product
    match strategy:
        case Strategy.HIGHEST_MARGIN | Strategy.FASTEST if product.assembly is None:
            return f"The catalog does not say what {product.name} is made of."
        case Strategy.HIGHEST_MARGIN:
            return _missing_costs(product, grounds.currency)
        case Strategy.FASTEST if not has_lead_times(product):
            return f"The catalog has no lead times for {product.name}."
        case Strategy.FASTEST if not can_be_sooner(product):
            return f"{product.name} takes the same time whatever is chosen."
        case Strategy.CLOSEST if grounds.example is None:
            return (
                "No quote with this product has been written to this opportunity yet, nor to another of the"
                " account that you have seen."
            )
        case _:
            return None


def _missing_costs(product: Product, currency: str) -> str | None:
    names = without_cost(product, currency)
    if not names:
        return None
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"The catalog has no costs in {currency} for {', '.join(names[:_MOST_NAMED])}{more}."
