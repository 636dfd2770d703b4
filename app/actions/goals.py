"""Reading what a quote is to come to, as a form or JSON gives it."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import ClassVar

from app.amounts import Money, Percent, minor_unit
from app.errors import Refused
from app.quoting import Quote

_SHAPE = (
    'A goal is {"total": "100000.00"}, {"margin": "32"} in percent of the total, or {"undercut": "3"}, '
    'percent below what the quote comes to or, with "of": "105000.00", below that.'
)


class GoalInvalid(Refused):
    code: ClassVar[str] = "goal_invalid"


class GoalUnreachable(Refused):
    """``facts`` has the total that comes nearest, the lowest and the highest."""

    code: ClassVar[str] = "goal_unreachable"


def read_goal(given: Mapping[str, object], quote: Quote, *, cost: Money | None) -> Money:
    """The total that is wanted. ``cost`` of all that is offered, None where the caller is not told it.

    Raises GoalInvalid, AmountInvalid.
    """
    said = {key: str(value) for key, value in given.items() if isinstance(value, str) and value}
    match said:
        case {"total": amount} if len(said) == 1:
            return _rounded(Money.of(amount, quote.currency))
        case {"margin": percent} if len(said) == 1:
            return _at_margin(Percent.of(percent), quote, cost)
        case {"undercut": percent} if len(said) == 1:
            return _below(quote.total, Percent.of(percent))
        case {"undercut": percent, "of": amount} if len(said) == 2:
            return _below(_rounded(Money.of(amount, quote.currency)), Percent.of(percent))
    raise GoalInvalid(_SHAPE)


def _rounded(amount: Money) -> Money:
    if amount.amount < 0 or not amount.is_rounded:
        raise GoalInvalid(f"An amount in {amount.currency} is not negative and has fewer decimals.")
    return amount


def _at_margin(percent: Percent, quote: Quote, cost: Money | None) -> Money:
    """The lowest total of which so much is left."""
    if cost is None:
        raise GoalInvalid(
            "The margin of this quote is not known to you: costs are told to its owner alone, once all lines "
            "are complete and the catalog has a cost for each."
        )
    if percent.value == 100:
        raise GoalInvalid("No total leaves all of itself. Aim at a margin below 100 %.")
    exact = cost.amount * 100 / (100 - percent.value)
    return Money(exact.quantize(minor_unit(quote.currency), ROUND_CEILING), quote.currency)


def _below(amount: Money, percent: Percent) -> Money:
    exact = amount.amount * (Decimal(100) - percent.value) / 100
    return Money(exact.quantize(minor_unit(amount.currency), ROUND_FLOOR), amount.currency)
