"""Goods in memory that keep the rules of a real CRM: for tests, and the port's second answer."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from app.crm.errors import CrmUnavailable
from app.crm.goods import (
    MOST_AT_ONCE,
    Added,
    Book,
    Calls,
    Decline,
    Good,
    House,
    ListPrice,
    NewGood,
    NewPrice,
)

STANDARD = Book("standard", "Standard Price Book", active=True, standard=True)

Kept = TypeVar("Kept", Good, Book, ListPrice)


def _active(kept: Mapping[str, Kept], wanted: Collection[str]) -> dict[str, Kept]:
    return {key: replace(one, active=True) if key in wanted else one for key, one in kept.items()}


@dataclass(slots=True)
class FakeGoods:
    """``lose`` counts writes that are done and whose answers get lost, ``vanish`` those that do not arrive;
    ``refuse`` says why a row is declined, or nothing.
    """

    of: House
    kept_goods: dict[str, Good] = field(default_factory=dict)
    kept_prices: dict[str, ListPrice] = field(default_factory=dict)
    kept_books: dict[str, Book] = field(default_factory=lambda: {STANDARD.id: STANDARD})
    calls: Calls = field(default_factory=Calls)
    lose: int = 0
    vanish: int = 0
    refuse: Callable[[NewGood | NewPrice], str] = lambda _row: ""

    def house(self) -> House:
        self._read()
        return self.of

    def books(self) -> tuple[Book, ...]:
        self._read()
        return tuple(self.kept_books.values())

    def all_goods(self) -> Iterator[Good]:
        self._read()
        yield from tuple(self.kept_goods.values())

    def all_prices(self) -> Iterator[ListPrice]:
        self._read()
        yield from (one for one in tuple(self.kept_prices.values()) if self.kept_goods[one.good].active)

    def goods_coded(self, codes: Collection[str]) -> tuple[Good, ...]:
        self._read()
        wanted = {code.casefold() for code in codes}
        return tuple(good for good in self.kept_goods.values() if good.code.casefold() in wanted)

    def prices_in(self, books: Collection[str], goods: Collection[str]) -> tuple[ListPrice, ...]:
        self._read()
        return tuple(one for one in self.kept_prices.values() if one.book in books and one.good in goods)

    def add_book(self, name: str) -> Added:
        book = Book(f"book {len(self.kept_books)}", name, active=True, standard=False)
        self.kept_books[book.id] = book
        return self._written(Added((book.id,)))

    def add_goods(self, goods: Sequence[NewGood]) -> Added:
        self._arrive()
        declined = self._declined(goods)
        if declined:
            return self._written(Added(declined=declined))
        made = [
            Good(f"good {len(self.kept_goods) + n}", one.code, one.name, one.family, "", one.description)
            for n, one in enumerate(goods)
        ]
        self.kept_goods |= {good.id: good for good in made}
        return self._written(Added(tuple(good.id for good in made)))

    def add_prices(self, prices: Sequence[NewPrice]) -> Added:
        self._arrive()
        declined = self._declined(prices) or tuple(self._clashing(prices))
        if declined:
            return self._written(Added(declined=declined))
        made = [
            ListPrice(f"price {len(self.kept_prices) + n}", one.good, one.book, one.currency, one.amount)
            for n, one in enumerate(prices)
        ]
        self.kept_prices |= {price.id: price for price in made}
        return self._written(Added(tuple(price.id for price in made)))

    def put_in_force(self, ids: Sequence[str]) -> Added:
        wanted = frozenset(ids)
        self.kept_goods = _active(self.kept_goods, wanted)
        self.kept_books = _active(self.kept_books, wanted)
        self.kept_prices = _active(self.kept_prices, wanted)
        return self._written(Added(tuple(ids)))

    def _clashing(self, prices: Sequence[NewPrice]) -> Iterator[Decline]:
        """A price is there once, and in the standard book before any other."""
        there = {(one.good, one.book, one.currency) for one in self.kept_prices.values()}
        for n, one in enumerate(prices):
            if (one.good, one.book, one.currency) in there:
                yield Decline(n, "DUPLICATE_VALUE: this price exists", known=True)
            elif one.book != STANDARD.id and (one.good, STANDARD.id, one.currency) not in there:
                yield Decline(n, "STANDARD_PRICE_NOT_DEFINED: no standard price")

    def _declined(self, rows: Sequence[NewGood | NewPrice]) -> tuple[Decline, ...]:
        if len(rows) > MOST_AT_ONCE:
            raise AssertionError(f"{len(rows)} rows at once")
        return tuple(Decline(n, words) for n, row in enumerate(rows) if (words := self.refuse(row)))

    def _read(self) -> None:
        self.calls = Calls(self.calls.read + 1, self.calls.written)

    def _arrive(self) -> None:
        """Raises CrmUnavailable if it does not."""
        if self.vanish:
            self.vanish -= 1
            self._written(Added())
            raise CrmUnavailable("The CRM does not answer.")

    def _written(self, answer: Added) -> Added:
        """Raises CrmUnavailable if the answer gets lost."""
        self.calls = Calls(self.calls.read, self.calls.written + 1)
        if self.lose:
            self.lose -= 1
            raise CrmUnavailable("The CRM does not answer.")
        return answer
