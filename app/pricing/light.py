"""A margin at a glance: green, amber or red by its share of the net price."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from app.amounts import Money
from app.catalog.pricing import USUAL_LIGHT, MarginLight


class Light(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class MarginShare:
    """``percent`` of the net price, to one decimal, for showing; None where nothing is charged."""

    margin: Money
    percent: Decimal | None
    light: Light


def margin_share(margin: Money, net: Money, *, thresholds: MarginLight = USUAL_LIGHT) -> MarginShare:
    """Judged exactly, before the percentage is rounded. What is given away at a cost is red."""
    if not net:
        return MarginShare(margin, None, Light.RED if margin.amount < 0 else Light.GREEN)
    if margin.amount * 100 >= thresholds.green * net.amount:
        light = Light.GREEN
    else:
        light = Light.AMBER if margin.amount * 100 >= thresholds.amber * net.amount else Light.RED
    percent = (100 * margin.amount / net.amount).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return MarginShare(margin, percent, light)
