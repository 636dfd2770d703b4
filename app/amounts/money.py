"""Money: an exact amount in one currency."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import ClassVar

from babel.numbers import get_currency_precision

from app.errors import Refused

_CODE = re.compile(r"[A-Z]{3}")
_PLAIN = re.compile(r"-?[0-9]{1,24}(\.[0-9]{1,10})?")
# Wide enough that no product or sum of two admissible amounts is ever rounded by the arithmetic itself.
_EXACT = Context(prec=100)


class AmountInvalid(Refused):
    code: ClassVar[str] = "amount_invalid"


class CurrencyMismatch(Refused):
    code: ClassVar[str] = "currency_mismatch"


# Codes that were looked at: there are very many amounts, and few currencies.
_SEEN: set[str] = set()


def _check_currency(currency: str) -> None:
    if not _CODE.fullmatch(currency):
        raise AmountInvalid("A currency is three capital letters of ISO 4217, such as EUR.")
    if len(_SEEN) < 512:
        _SEEN.add(currency)


@lru_cache(maxsize=512)
def minor_unit(currency: str) -> Decimal:
    """The smallest coin or book amount of an ISO 4217 currency, from CLDR: 0.01 for EUR, 1 for JPY."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """``amount`` is exact and may be finer than the currency's minor unit until it is ``rounded``."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"Money takes a Decimal, not {type(self.amount).__name__}")
        if not self.amount.is_finite():
            raise AmountInvalid("An amount is a finite number.")
        if self.currency not in _SEEN:
            _check_currency(self.currency)

    @classmethod
    def of(cls, text: str | int, currency: str) -> "Money":
        """From plain text such as ``-1234.50``. Raises AmountInvalid on anything else, exponents included."""
        if isinstance(text, bool) or not isinstance(text, str | int):
            raise AmountInvalid('An amount is text such as "1234.50".')
        if not _PLAIN.fullmatch(str(text)):
            raise AmountInvalid('An amount is written like "1234.50": digits, one point, no separators.')
        return cls(Decimal(text), currency)

    @classmethod
    def zero(cls, currency: str) -> "Money":
        return cls(Decimal(0), currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(_EXACT.add(self.amount, self._same(other).amount), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(_EXACT.subtract(self.amount, self._same(other).amount), self.currency)

    def __neg__(self) -> "Money":
        return Money(_EXACT.minus(self.amount), self.currency)

    def __mul__(self, factor: Decimal | int) -> "Money":
        if isinstance(factor, bool) or not isinstance(factor, Decimal | int):
            raise TypeError(f"Money is multiplied by Decimal or int, not {type(factor).__name__}")
        return Money(_EXACT.multiply(self.amount, Decimal(factor)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: "Money") -> bool:
        return self.amount <= self._same(other).amount

    def __bool__(self) -> bool:
        return bool(self.amount)

    def rounded(self, rounding: str = ROUND_HALF_UP) -> "Money":
        """To the currency's minor unit; half up unless told otherwise."""
        try:
            return Money(
                self.amount.quantize(minor_unit(self.currency), rounding=rounding, context=_EXACT),
                self.currency,
            )
        except InvalidOperation:
            raise AmountInvalid("The amount is too large to be rounded.") from None

    @property
    def is_rounded(self) -> bool:
        return self.amount == self.rounded().amount

    def __str__(self) -> str:
        """The amount alone, plain, with at least the currency's decimals: ``1234.50``."""
        shown = self.rounded().amount if self.is_rounded else self.amount
        return format(shown, "f")

    def _same(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            raise TypeError(f"Money and {type(other).__name__} do not mix")
        if other.currency != self.currency:
            raise CurrencyMismatch(
                f"{self.currency} and {other.currency} cannot be added; convert one first."
            )
        return other
