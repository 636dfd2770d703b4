"""What a price depends on beside the product: the terms of the quote, and what was ordered on a line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, Protocol

from app.catalog import CustomerTier, Value
from app.catalog.pricing import USUAL, Pricing
from app.errors import Refused
from app.pricing.discount import Discount


class PriceMissing(Refused):
    """The catalog has no price in the quote's currency."""

    code: ClassVar[str] = "price_missing"


class CostMissing(Refused):
    """A price follows from a cost that is not known."""

    code: ClassVar[str] = "cost_missing"


class PriceUndefined(Refused):
    """A formula of the price has no value: it divides by zero."""

    code: ClassVar[str] = "price_undefined"


class PriceOutOfRange(Refused):
    """Too large to be a price, or negative."""

    code: ClassVar[str] = "price_out_of_range"


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms lines are priced: those of their quote, and how the release prices.

    ``release`` is its fingerprint, empty for one that is not published; ``day`` the one it is looked at on;
    ``discount`` that of the whole quote.
    """

    currency: str
    tier: CustomerTier | None = None
    region: str = ""
    account: str = ""
    codes: frozenset[str] = frozenset()
    day: date | None = None
    pricing: Pricing = USUAL
    release: str = ""
    discount: Discount | None = None


class Dates(Protocol):
    """From the first day to the last, both included."""

    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...


class Said(Protocol):
    """What is said of a line beside choices and quantity."""

    @property
    def term(self) -> Dates | None: ...
    @property
    def group(self) -> str: ...


class Ordered(Protocol):
    """A line to be priced. Only lines that are offered count for others and for totals."""

    @property
    def n(self) -> int: ...
    @property
    def product(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Value]: ...
    @property
    def quantity(self) -> int: ...
    @property
    def complete(self) -> bool: ...
    @property
    def discount(self) -> Discount | None: ...
    @property
    def details(self) -> Said: ...
    @property
    def is_offered(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Unsaid:
    term: Dates | None = None
    group: str = ""


NOTHING: Final = Unsaid()


@dataclass(frozen=True, slots=True)
class Alone:
    """A line that is on no quote."""

    product: str
    values: Mapping[str, Value]
    quantity: int
    discount: Discount | None = None
    complete: bool = True
    n: int = 1
    details: Said = NOTHING
    is_offered: bool = True
