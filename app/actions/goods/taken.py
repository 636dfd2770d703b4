"""What is wanted of a CRM's goods, and what was taken of them."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import ClassVar, TypeAlias

from app.actions.goods.left import Left
from app.crm.goods import Book, Good, House
from app.errors import Missing, Refused

Watch: TypeAlias = Callable[[str, int], None]
"""Hears what is being read or written, and how many rows of it are done."""

Amounts: TypeAlias = Mapping[str, Decimal]
"""By the id of the good."""


class GoodsTooMany(Refused):
    code: ClassVar[str] = "goods_too_many"


class GoodsNone(Refused):
    code: ClassVar[str] = "goods_none"


class BookMissing(Missing):
    code: ClassVar[str] = "price_book_missing"


class CurrencyUntold(Refused):
    code: ClassVar[str] = "currency_untold"


@dataclass(frozen=True, slots=True)
class Wish:
    """``list_book``: the name of the book that list prices come from, the standard one if empty.
    ``currencies``, ``families``, ``books``: all that fit, if empty. ``only_currency``: that of a CRM which
    names none.
    """

    list_book: str = ""
    currencies: tuple[str, ...] = ()
    families: frozenset[str] = frozenset()
    books: frozenset[str] = frozenset()
    only_currency: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """``prices``: the list prices of the goods, by currency, one of each good in each. ``further``: those of
    other books, by book and currency.
    """

    house: House
    list_book: Book
    goods: tuple[Good, ...]
    prices: Mapping[str, Amounts]
    further: Mapping[tuple[Book, str], Amounts]
    left: tuple[Left, ...]

    @property
    def currencies(self) -> tuple[str, ...]:
        return tuple(self.prices)

    def without(self, codes: frozenset[str]) -> "Taken":
        """The same without the goods that have one of the codes."""
        goods = tuple(good for good in self.goods if good.code not in codes)
        kept = {good.id for good in goods}
        return replace(
            self,
            goods=goods,
            prices={code: of_goods(kept, amounts) for code, amounts in self.prices.items()},
            further={
                of: of_goods(kept, amounts) for of, amounts in self.further.items() if kept & amounts.keys()
            },
        )


def of_goods(goods: Collection[str], amounts: Amounts) -> Amounts:
    return {good: amount for good, amount in amounts.items() if good in goods}
