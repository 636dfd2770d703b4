"""What a CRM has of goods and prices: an administrator reads all of it, and adds what is missing.

Nothing here changes or removes what is there; putting inactive things in force is a call of its own.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Protocol

from app.actor import OrgId

MOST_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class House:
    """Whose goods they are. ``currencies``: those that prices may be in; none where the CRM names none on its
    records. ``families``: those that it takes; None where it takes any. ``marks``: whether it keeps a mark on
    goods, of which it has no two alike.
    """

    org: OrgId
    name: str
    currencies: tuple[str, ...]
    families: frozenset[str] | None = None
    marks: bool = False


@dataclass(frozen=True, slots=True)
class Good:
    """An article as the CRM has it. ``code`` is just as it is written there; other texts are on one line."""

    id: str
    code: str
    name: str
    family: str = ""
    unit: str = ""
    description: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True)
class Book:
    id: str
    name: str
    active: bool
    standard: bool


@dataclass(frozen=True, slots=True)
class ListPrice:
    """What a good costs in a book; without ``currency`` where the CRM names none."""

    id: str
    good: str
    book: str
    currency: str
    amount: Decimal
    active: bool = True


@dataclass(frozen=True, slots=True)
class NewGood:
    code: str
    name: str
    family: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class NewPrice:
    """``good`` and ``book`` are ids."""

    good: str
    book: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Decline:
    """``n``: which one of those that were given, from 0. ``words``: the CRM's. ``known``: because the CRM has
    it already.
    """

    n: int
    words: str
    known: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """Ids in the order of what was given, or who was declined: then nothing was added."""

    ids: tuple[str, ...] = ()
    declined: tuple[Decline, ...] = ()


@dataclass(frozen=True, slots=True)
class Calls:
    """How many were made."""

    read: int = 0
    written: int = 0


class Goods(Protocol):
    """Every call may raise the leaves of ``app.crm.errors``; after CrmUnavailable it is open whether
    something was added.
    """

    @property
    def calls(self) -> Calls: ...

    def house(self) -> House: ...

    def books(self) -> tuple[Book, ...]: ...

    def all_goods(self) -> Iterator[Good]:
        """In the order in which they came into the CRM, page by page."""

    def all_prices(self) -> Iterator[ListPrice]:
        """Of active goods, page by page."""

    def goods_coded(self, codes: Collection[str]) -> tuple[Good, ...]:
        """Those with one of the codes, however it is written in large and small letters there."""

    def prices_in(self, books: Collection[str], goods: Collection[str]) -> tuple[ListPrice, ...]: ...

    def add_book(self, name: str) -> Added: ...

    def add_goods(self, goods: Sequence[NewGood]) -> Added:
        """All of them or none, at most ``MOST_AT_ONCE``."""

    def add_prices(self, prices: Sequence[NewPrice]) -> Added:
        """All of them or none, at most ``MOST_AT_ONCE``."""

    def put_in_force(self, ids: Sequence[str]) -> Added:
        """Goods, books or prices that are not active: all of them or none, at most ``MOST_AT_ONCE``."""
