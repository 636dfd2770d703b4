"""Why a price is what it is, as a table of steps and as a picture: of one line, or of all that is offered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.amounts import Money
from app.pricing import LinePrice, Step
from app.quoting import Quote
from app.web.panel.figures import amount, surcharge, whole

WIDTH: Final = 360
ROW: Final = 34
_BAR: Final = 12
_LONGEST: Final = 46
_NARROWEST: Final = 2

KINDS: Final = {
    "list": "List price",
    "option": "Options",
    "formula": "Prices by formula",
    "volume": "Volume prices",
    "slab": "Slab prices",
    "block": "Block prices",
    "cost_plus": "Prices from cost",
    "percent_of_total": "Shares of other lines",
    "term": "Terms",
    "contract": "Contract prices",
    "quantity": "Quantity tiers",
    "customer": "Customer tier",
    "schedule": "Discount schedules",
    "bundle": "Bundles",
    "promotion": "Promotions",
    "free": "Free items",
    "manual": "Manual discounts",
    "floor": "Floors",
    "header": "Discount on the quote",
    "rounding": "Rounding",
}
"""What the steps of a kind are called when those of several lines are added up."""


@dataclass(frozen=True, slots=True)
class PriceStep:
    """A row of the table, in words."""

    label: str
    rule: str
    input: str
    before: str
    effect: str
    after: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A step of the picture, in its units: ``width`` from ``x`` on; ``joint``: where the next starts."""

    label: str
    effect: str
    x: int
    width: int
    y: int
    joint: int
    sort: str


@dataclass(frozen=True, slots=True)
class ShownPrice:
    steps: tuple[PriceStep, ...]
    bars: tuple[Bar, ...]
    start: str
    end: str

    @property
    def height(self) -> int:
        return ROW * len(self.bars)


@dataclass(frozen=True, slots=True)
class _Effect:
    label: str
    rule: str
    input: str
    kind: str
    effect: Money
    before: Money

    @property
    def after(self) -> Money:
        return self.before + self.effect


def price_of_line(price: LinePrice) -> ShownPrice:
    currency = price.net.currency
    return _shown(_running(price.steps, currency), currency, net=price.net)


def price_of_quote(quote: Quote) -> ShownPrice:
    """The steps of all offered lines added up: by rule in the table, by kind in the picture."""
    every = [step for line in quote.offered for step in line.price.steps]
    by_rule = _running(_added_up(every, by_rule=True), quote.currency)
    by_kind = _running(_added_up(every, by_rule=False), quote.currency)
    return ShownPrice(
        steps=tuple(_in_words(one) for one in by_rule),
        bars=_bars(by_kind, quote.currency, net=quote.total),
        start=amount(quote.list_total),
        end=amount(quote.total),
    )


def _added_up(steps: Iterable[Step], *, by_rule: bool) -> list[Step]:
    found: dict[tuple[str, ...], Step] = {}
    for step in steps:
        label = step.label if by_rule else KINDS.get(step.kind, step.kind)
        key = (step.kind, step.rule, step.label) if by_rule else (step.kind,)
        known = found.get(key)
        effect = step.effect if known is None else known.effect + step.effect
        found[key] = Step(step.kind, label, step.rule if by_rule else "", effect, effect)
    order = list(KINDS)
    return sorted(found.values(), key=lambda one: order.index(one.kind) if one.kind in order else len(order))


def _running(steps: Iterable[Step], currency: str) -> list[_Effect]:
    made: list[_Effect] = []
    before = Money.zero(currency)
    for step in steps:
        made.append(_Effect(step.label, step.rule, step.input, step.kind, step.effect, before))
        before = made[-1].after
    return made


def _shown(effects: Sequence[_Effect], currency: str, *, net: Money) -> ShownPrice:
    return ShownPrice(
        steps=tuple(_in_words(one) for one in effects),
        bars=_bars(effects, currency, net=net),
        start=amount(effects[0].after) if effects else amount(net),
        end=amount(net),
    )


def _in_words(one: _Effect) -> PriceStep:
    return PriceStep(one.label, one.rule, one.input, amount(one.before), _changed(one), amount(one.after))


def _changed(one: _Effect) -> str:
    # What rounding adds is less than a cent: rounded once more it would read as nothing.
    exact = one.effect.amount.normalize() if one.kind == "rounding" else one.effect.rounded().amount
    return surcharge(exact) or "0.00"


def _bars(effects: Sequence[_Effect], currency: str, *, net: Money) -> tuple[Bar, ...]:
    top = max((max(one.before.amount, one.after.amount) for one in effects), default=Decimal(0))
    made = [_bar(one, top, y=ROW * place) for place, one in enumerate(effects)]
    end = _scaled(net.amount, top)
    total = Bar("Net", amount(net), 0, max(end, _NARROWEST), ROW * len(made), end, "total")
    return (*made, total)


def _bar(one: _Effect, top: Decimal, *, y: int) -> Bar:
    low, high = sorted((one.before.amount, one.after.amount))
    x = min(_scaled(low, top), WIDTH - _NARROWEST)
    label = one.label if len(one.label) <= _LONGEST else f"{one.label[: _LONGEST - 1]}…"
    sort = "falls" if one.effect.amount < 0 else "rises"
    width = max(_scaled(high, top) - x, _NARROWEST)
    return Bar(label, _changed(one), x, width, y, _scaled(one.after.amount, top), sort)


def _scaled(amount: Decimal, top: Decimal) -> int:
    return int(WIDTH * max(amount, Decimal(0)) / top) if top else 0


def count_of(quote: Quote) -> str:
    """``12 lines``."""
    count = len(quote.offered)
    return "1 line" if count == 1 else f"{whole(count)} lines"
