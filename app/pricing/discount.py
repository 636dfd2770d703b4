"""A manual discount: what a person took off a line or a quote, and why."""

from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from app.amounts import Money, Percent
from app.errors import Refused

REASON_LENGTH = 255


class DiscountInvalid(Refused):
    code: ClassVar[str] = "discount_invalid"


@dataclass(frozen=True, slots=True)
class TargetPrice:
    """What one unit is to cost."""

    unit: Money

    def __str__(self) -> str:
        return str(self.unit)


@dataclass(frozen=True, slots=True)
class TargetAmount:
    """What the whole line is to cost."""

    line: Money

    def __str__(self) -> str:
        return str(self.line)


Off: TypeAlias = Percent | Money | TargetPrice | TargetAmount


@dataclass(frozen=True, slots=True)
class Discount:
    """``off`` is a percentage of the price, an amount off the whole line (or quote), or the price of a unit,
    or of the line, that is to be reached. A reason is required.
    """

    off: Off
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise DiscountInvalid("A discount needs a reason. Say why the customer gets it.")
        if len(self.reason) > REASON_LENGTH:
            raise DiscountInvalid(f"The reason of a discount has at most {REASON_LENGTH} characters.")
        if self.money is not None and self.money.amount < 0:
            raise DiscountInvalid("A discount is not negative. Raise the price with an option instead.")

    @property
    def money(self) -> Money | None:
        """The amount that it speaks of; None for a percentage."""
        return _money(self.off)


def _money(off: Off) -> Money | None:
    match off:
        case TargetPrice(money) | TargetAmount(money) | (Money() as money):
            return money
    return None
