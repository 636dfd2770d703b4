"""Which of a CRM's goods can be sold as they are, in which currencies, at which list prices."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from app.actions.goods.left import Left, Reason
from app.actions.goods.reading import Prices, Reading
from app.actions.goods.taken import (
    Amounts,
    BookMissing,
    CurrencyUntold,
    GoodsNone,
    GoodsTooMany,
    Taken,
    Watch,
    Wish,
    of_goods,
)
from app.crm.goods import Book, Good, Goods, House

MOST_SOLD: Final = 1_000
_SHOWN: Final = 12


def taken_of(crm: Goods, house: House, wish: Wish, *, watch: Watch) -> Taken:
    """Raises GoodsTooMany, GoodsNone, BookMissing, CurrencyUntold, and the leaves of ``app.crm.errors``."""
    unnamed = "" if house.currencies else _only_currency(wish)
    reading = Reading(crm, watch)
    books = {book.id: book for book in crm.books()}
    list_book = list_book_of(books.values(), wish.list_book)
    others = [book for book in books.values() if book is not list_book]
    wanted = frozenset([list_book.id, *reading.wanted(others, wish.books)])
    goods = reading.goods(wish.families)
    read = reading.prices(goods, wanted, unnamed=unnamed)
    listed = read.get(list_book.id, {})
    currencies = wish.currencies or _currencies(listed)
    sold = _priced(goods, listed, currencies, left=reading.left, book=list_book)
    _check_number(sold, reading.left)
    reading.left += _left_currencies(read, currencies, books)
    kept = {good.id for good in sold}
    return Taken(
        house=house,
        list_book=list_book,
        goods=sold,
        prices={code: of_goods(kept, listed[code]) for code in currencies},
        further=_further(read, books, list_book, currencies=currencies, kept=kept),
        left=tuple(reading.left),
    )


def list_book_of(books: Iterable[Book], name: str) -> Book:
    """The one of that name, or the standard one, which need not be active. Raises BookMissing."""
    found = [book for book in books if (book.name == name if name else book.standard)]
    usable = [book for book in found if book.active] or (found if not name else [])
    if usable:
        return usable[0]
    what = f'price book "{name}"' if name else "standard price book"
    state = "is not active" if found else "is not there"
    raise BookMissing(
        f"The CRM's {what} {state}. Activate or add it there, or change the connection's price book."
    )


def _only_currency(wish: Wish) -> str:
    if wish.only_currency:
        return wish.only_currency
    if len(wish.currencies) == 1:
        return wish.currencies[0]
    raise CurrencyUntold(
        "The CRM knows one currency and does not say which. Name it with --currency, like --currency EUR."
    )


def _currencies(listed: Mapping[str, Amounts]) -> tuple[str, ...]:
    """The one in which most articles have a list price, and those in which each of these has one."""
    if not listed:
        return ()
    main = max(sorted(listed), key=lambda code: len(listed[code]))
    also = [code for code in sorted(listed) if code != main and listed[main].keys() <= listed[code].keys()]
    return (main, *also)


def _priced(
    goods: Mapping[str, Good],
    listed: Mapping[str, Amounts],
    currencies: Sequence[str],
    *,
    left: list[Left],
    book: Book,
) -> tuple[Good, ...]:
    """Those with a list price in each currency."""
    priced: list[Good] = []
    for good in goods.values():
        missing = [code for code in currencies if good.id not in listed.get(code, {})]
        if currencies and not missing:
            priced.append(good)
        else:
            words = " ".join(["no active list price in", book.name, *missing])
            left.append(Left(Reason.PRICE_MISSING, good.code, good.name, words))
    return tuple(priced)


def _further(
    read: Prices, books: Mapping[str, Book], list_book: Book, *, currencies: Sequence[str], kept: set[str]
) -> Mapping[tuple[Book, str], Mapping[str, Decimal]]:
    return {
        (book, code): of_goods(kept, read[book.id][code])
        for book in books.values()
        for code in currencies
        if book is not list_book and kept & read.get(book.id, {}).get(code, {}).keys()
    }


def _left_currencies(read: Prices, currencies: Sequence[str], books: Mapping[str, Book]) -> list[Left]:
    return [
        Left(Reason.CURRENCY_LEFT, name=books[book].name, words=code, count=len(amounts))
        for book, by_currency in read.items()
        for code, amounts in sorted(by_currency.items())
        if code not in currencies
    ]


def _check_number(sold: Sequence[Good], left: Iterable[Left]) -> None:
    if not sold:
        why = Counter(one.reason.value for one in left).most_common()
        shown = ", ".join(f"{reason}: {n:,}" for reason, n in why) or "it has no articles"
        raise GoodsNone(
            f"No article of the CRM can be sold as it is there ({shown}). Articles need a code, and an "
            "active entry in the price book in one of the currencies."
        )
    if len(sold) > MOST_SOLD:
        families = Counter(good.family or "(none)" for good in sold).most_common()
        shown = ", ".join(f"{family} ({n:,})" for family, n in families[:_SHOWN])
        more = f" and {len(families) - _SHOWN} more" if len(families) > _SHOWN else ""
        raise GoodsTooMany(
            f"{len(sold):,} can be sold; a catalog has at most {MOST_SOLD:,} products. Choose "
            f"families with --family, once for each catalog: {shown}{more}."
        )
