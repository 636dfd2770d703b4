"""The waterfall as a picture: for each step a bar from where the price stood to where it stands."""

from dataclasses import dataclass

from app.amounts import Money
from app.pricing import LinePrice
from app.web.panel.figures import amount, surcharge

WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    """``x`` and ``width`` in thousandths of the picture; ``falls`` for a step that takes off."""

    label: str
    rule: str
    effect: str
    after: str
    x: int
    width: int
    falls: bool


def bars(price: LinePrice) -> tuple[Bar, ...]:
    top = max((step.after.amount for step in price.steps), default=Money.zero("EUR").amount)
    made = []
    for step in price.steps:
        low, high = sorted((step.after.amount, step.after.amount - step.effect.amount))
        x, end = (int(WIDTH * edge / top) if top else 0 for edge in (low, high))
        falls = step.effect.amount < 0
        # What rounding adds is less than a cent: rounded once more it would read as nothing.
        exact = step.effect.amount.normalize() if step.kind == "rounding" else step.effect.rounded().amount
        effect = surcharge(exact) or "0.00"
        made.append(Bar(step.label, step.rule, effect, amount(step.after), x, max(end - x, 4), falls))
    return tuple(made)
