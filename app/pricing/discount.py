"""A manual discount: what a person took off a line, and why."""

from dataclasses import dataclass
from typing import ClassVar

from app.amounts import Money, Percent
from app.errors import Refused

REASON_LENGTH = 255


class DiscountInvalid(Refused):
    code: ClassVar[str] = "discount_invalid"


@dataclass(frozen=True, slots=True)
class Discount:
    """``off`` is a percentage of the unit price, or an amount off the whole line. A reason is required."""

    off: Percent | Money
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise DiscountInvalid("A discount needs a reason. Say why the customer gets it.")
        if len(self.reason) > REASON_LENGTH:
            raise DiscountInvalid(f"The reason of a discount has at most {REASON_LENGTH} characters.")
        if isinstance(self.off, Money) and self.off.amount < 0:
            raise DiscountInvalid("A discount is not negative. Raise the price with an option instead.")
