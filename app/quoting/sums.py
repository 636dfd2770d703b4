"""What the lines of a quote come to together: one-time and recurring apart, and step by step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.amounts import Money
from app.pricing import Step
from app.quoting.quote import Quote


@dataclass(frozen=True, slots=True)
class Recurring:
    """What is charged every ``cycle``: ``net`` over all terms, ``per_cycle`` each time, for showing."""

    cycle: Literal["month", "year"]
    net: Money
    per_cycle: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the lines that are offered. ``one_time`` and the ``net`` of what recurs are the quote's total."""

    one_time: Money
    recurring: tuple[Recurring, ...]


def totals_of(quote: Quote) -> Totals:
    one_time = [line for line in quote.offered if line.price.recurs is None]
    cycles: tuple[Literal["month", "year"], ...] = ("month", "year")
    return Totals(
        one_time=_sum((line.price.net for line in one_time), quote.currency),
        recurring=tuple(found for cycle in cycles if (found := _recurring(quote, cycle)) is not None),
    )


def _recurring(quote: Quote, cycle: Literal["month", "year"]) -> Recurring | None:
    lines = [line for line in quote.offered if line.price.recurs == cycle]
    if not lines:
        return None
    return Recurring(
        cycle=cycle,
        net=_sum((line.price.net for line in lines), quote.currency),
        per_cycle=_sum((line.price.per_cycle for line in lines), quote.currency),
    )


def waterfall_of(quote: Quote) -> tuple[Step, ...]:
    """The steps of all offered lines, added up by kind and, where a step of the catalog has a key, by it."""
    sums: dict[tuple[str, str], Money] = {}
    samples: dict[tuple[str, str], Step] = {}
    order: list[tuple[str, str]] = []
    for line in quote.offered:
        before: tuple[str, str] | None = None
        for step in line.price.steps:
            key = _key(step)
            if key not in sums:
                _insert(order, key, after=before)
                sums[key], samples[key] = Money.zero(quote.currency), step
            sums[key] = sums[key] + step.effect
            before = key
    return _added_up(quote, [(samples[key], sums[key]) for key in order])


def _insert(order: list[tuple[str, str]], key: tuple[str, str], *, after: tuple[str, str] | None) -> None:
    """Where the first line that has the step has it."""
    order.insert(0 if after is None else order.index(after) + 1, key)


def _key(step: Step) -> tuple[str, str]:
    """Steps of these kinds name in ``rule`` what only one line knows."""
    return (step.kind, "" if step.kind in _ONE_OF_A_KIND else step.rule)


_ONE_OF_A_KIND = frozenset({"list", "option", "quantity", "customer", "manual", "rounding", "header"})
_NAMES = {
    "list": "List prices",
    "option": "Options",
    "quantity": "Quantity tiers",
    "manual": "Discounts on lines",
    "rounding": "Rounding",
}


def _added_up(quote: Quote, sums: Sequence[tuple[Step, Money]]) -> tuple[Step, ...]:
    after = Money.zero(quote.currency)
    steps = []
    for sample, effect in sums:
        after = after + effect
        label = _NAMES.get(sample.kind, sample.label)
        rule = "" if sample.kind in _NAMES else sample.rule
        steps.append(replace(sample, label=label, rule=rule, effect=effect, after=after, input=""))
    return tuple(steps)


def _sum(amounts: Iterable[Money], currency: str) -> Money:
    return sum(amounts, Money.zero(currency))
