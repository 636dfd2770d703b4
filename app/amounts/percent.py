"""Percent: a share of a hundred, exact."""

import re
from dataclasses import dataclass
from decimal import Decimal

from app.amounts.money import AmountInvalid, Money

_PLAIN = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Percent:
    """``Percent(Decimal("12.5"))`` is 12.5 %. From 0 to 100."""

    value: Decimal

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal):
            raise TypeError(f"Percent takes a Decimal, not {type(self.value).__name__}")
        if not (self.value.is_finite() and 0 <= self.value <= 100):
            raise AmountInvalid("A percentage lies between 0 and 100.")

    @classmethod
    def of(cls, text: str | int) -> "Percent":
        """From plain text such as ``12.5``, at most four decimals. Raises AmountInvalid."""
        if isinstance(text, bool) or not _PLAIN.fullmatch(str(text)):
            raise AmountInvalid(
                'A percentage is written like "12.5", between 0 and 100, at most four decimals.'
            )
        return cls(Decimal(text))

    def part_of(self, money: Money) -> Money:
        return money * self.value * Decimal("0.01")

    def __str__(self) -> str:
        text = format(self.value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
