"""Why a price is what it is, as a table of steps and as a picture: of one line, or of all that is offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.amounts import Money
from app.pricing import LinePrice, Step
from app.quoting import Quote
from app.web.panel.figures import amount, surcharge, whole

WIDTH: Final = 360
ROW: Final = 34
_LONGEST: Final = 46
_NARROWEST: Final = 2


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


def price_of_line(price: LinePrice) -> ShownPrice:
    return _shown(price.steps, net=price.net)


def price_of_quote(quote: Quote, steps: Sequence[Step]) -> ShownPrice:
    """``steps``: those of all offered lines added up."""
    return _shown(steps, net=quote.total)


def _shown(steps: Sequence[Step], *, net: Money) -> ShownPrice:
    return ShownPrice(
        steps=tuple(_in_words(one) for one in steps),
        bars=_bars(steps, net=net),
        start=amount(steps[0].after) if steps else amount(net),
        end=amount(net),
    )


def _in_words(step: Step) -> PriceStep:
    before = amount(step.after - step.effect)
    return PriceStep(step.label, step.rule, step.input, before, _changed(step), amount(step.after))


def _changed(step: Step) -> str:
    # What rounding adds is less than a cent: rounded once more it would read as nothing.
    exact = step.effect.amount.normalize() if step.kind == "rounding" else step.effect.rounded().amount
    return surcharge(exact) or "0.00"


def _bars(steps: Sequence[Step], *, net: Money) -> tuple[Bar, ...]:
    ends = [end for step in steps for end in (step.after.amount, step.after.amount - step.effect.amount)]
    top = max(ends, default=Decimal(0))
    made = [_bar(step, top, y=ROW * place) for place, step in enumerate(steps)]
    end = _scaled(net.amount, top)
    total = Bar("Net", amount(net), 0, max(end, _NARROWEST), ROW * len(made), end, "total")
    return (*made, total)


def _bar(step: Step, top: Decimal, *, y: int) -> Bar:
    low, high = sorted((step.after.amount, step.after.amount - step.effect.amount))
    x = min(_scaled(low, top), WIDTH - _NARROWEST)
    label = step.label if len(step.label) <= _LONGEST else f"{step.label[: _LONGEST - 1]}…"
    sort = "falls" if step.effect.amount < 0 else "rises"
    width = max(_scaled(high, top) - x, _NARROWEST)
    return Bar(label, _changed(step), x, width, y, _scaled(step.after.amount, top), sort)


def _scaled(amount: Decimal, top: Decimal) -> int:
    return int(WIDTH * max(amount, Decimal(0)) / top) if top else 0


def count_of(quote: Quote) -> str:
    """``12 lines``."""
    count = len(quote.offered)
    return "1 line" if count == 1 else f"{whole(count)} lines"
