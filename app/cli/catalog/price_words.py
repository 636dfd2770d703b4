"""How prices change between two catalogs, in words and as JSON."""

from collections.abc import Iterator
from typing import Any

import click

from app.actions.compare_prices import PriceEffect
from app.actions.price_scenarios import Scenario
from app.amounts import Money


def price_words(effect: PriceEffect) -> str:
    """``pricing.steps.rollout: 1000 × sc300 costs 1,600,000.00 EUR, before 1,690,000.00 (-5.33 %)``."""
    cause = click.style(f"{'.'.join(effect.because)}:", bold=True)
    if effect.example is None:
        return f"{cause} of a few examples none costs anything else"
    return f"{cause} {_example(effect.example)}: {_amounts(effect.before, effect.after)}"


def price_data(effect: PriceEffect) -> dict[str, Any]:
    example = effect.example
    return {
        "because": list(effect.because),
        "example": None if example is None else _example(example),
        "currency": None if example is None else example.currency,
        "before": None if effect.before is None else str(effect.before),
        "after": None if effect.after is None else str(effect.after),
    }


def _example(example: Scenario) -> str:
    first, *others = example.lines
    chosen = ", ".join(f"{key} = {value}" for key, value in first.choices.items())
    lines = " beside ".join(
        [f"{first.quantity} × {first.product}", *(f"{one.quantity} × {one.product}" for one in others)]
    )
    said = [lines + (f" ({chosen})" if chosen else ""), *_terms(example)]
    return ", ".join(said)


def _terms(example: Scenario) -> Iterator[str]:
    named = (
        ("tier", example.tier),
        ("region", example.region),
        ("account", example.account),
        ("code", example.code),
    )
    yield from (f"{name} {said}" for name, said in named if said)
    if example.day is not None:
        yield f"on {example.day.isoformat()}"


def _amounts(before: Money | None, after: Money | None) -> str:
    if before is None or after is None:
        known = after if before is None else before
        when = "now, without a price before" if before is None else "before, and has no price now"
        return f"{_shown(known)} {when}"
    share = f" ({(after.amount / before.amount - 1) * 100:+.2f} %)" if before.amount else ""
    return f"{_shown(before)} → {_shown(after)}{share}"


def _shown(money: Money | None) -> str:
    return "" if money is None else f"{money.amount:,} {money.currency}"
