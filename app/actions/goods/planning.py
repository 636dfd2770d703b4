"""What a CRM lacks so that every article of a catalog can stand on a quote there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias

from app.actions.goods.listing import Article
from app.actions.goods.notices import Note, Notice
from app.crm.goods import Book, Good, House, ListPrice, NewGood

Place: TypeAlias = tuple[str, str, str]
"""Ids of a good and of a book, and a currency: there is one price for it."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A price of the article with the code, in the book of that name. ``good``: the article's id, if it has
    one yet. ``currency`` is empty where the CRM names none.
    """

    code: str
    book: str
    currency: str
    amount: Decimal
    good: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """``book``: the name of the price book to be added; empty, if it is there. ``standard`` comes before
    ``own``: an article has its price in the standard book before any other.
    """

    book: str = ""
    goods: tuple[NewGood, ...] = ()
    standard: tuple[NewEntry, ...] = ()
    own: tuple[NewEntry, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def adds(self) -> bool:
        return bool(self.book or self.goods or self.standard or self.own)

    @property
    def inactive(self) -> tuple[Note, ...]:
        """What could be put in force."""
        return tuple(note for note in self.notes if note.id)


@dataclass(frozen=True, slots=True)
class State:
    """What the CRM has of it. ``own`` is None where the book that quotes use is not there. ``prices``: by
    good, book and currency.
    """

    standard: Book
    own: Book | None
    goods: Sequence[Good] = ()
    prices: Mapping[Place, ListPrice] = field(default_factory=dict)

    def price(self, good: Good, book: Book | None, currency: str) -> ListPrice | None:
        return self.prices.get((good.id, book.id if book else "", currency))


def placed(prices: Iterable[ListPrice]) -> dict[Place, ListPrice]:
    return {(price.good, price.book, price.currency): price for price in prices}


@dataclass(slots=True)
class Planning:
    """``currencies``: those to be priced in, each with what the CRM's records call it: nothing, where it
    knows one.
    ``book``: the name of the one that quotes use.
    """

    house: House
    state: State
    book: str
    currencies: Mapping[str, str]
    goods: list[NewGood] = field(default_factory=list)
    standard: list[NewEntry] = field(default_factory=list)
    own: list[NewEntry] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def plan(self, articles: Sequence[Article]) -> Plan:
        own = self.state.own
        if own is not None and not own.active:
            self._note(Notice.BOOK_INACTIVE, words=own.name, id_=own.id)
        alike = defaultdict(list)
        for good in self.state.goods:
            alike[good.code.casefold()].append(good)
        for article in articles:
            self._article(article, alike[article.code.casefold()])
        return Plan(
            book="" if own is not None else self.book,
            goods=tuple(self.goods),
            standard=tuple(self.standard),
            own=tuple(self.own),
            notes=tuple(self.notes),
        )

    def _article(self, article: Article, alike: Sequence[Good]) -> None:
        same = [good for good in alike if good.code == article.code]
        active = [good for good in same if good.active]
        if alike and not same:
            self._note(Notice.CODE_ALIKE, article.code, f"it is {alike[0].code} there")
        elif len(active) > 1 or (same and not active and len(same) > 1):
            self._note(Notice.CODE_REPEATED, article.code, f"{len(active or same)} articles have it there")
        elif not same:
            self._new(article)
        else:
            good = (active or same)[0]
            if not good.active:
                self._note(Notice.ARTICLE_INACTIVE, article.code, good.name, id_=good.id)
            self._entries(article, good)

    def _new(self, article: Article) -> None:
        families = self.house.families
        family = article.family if families is None or article.family in families else ""
        if family != article.family:
            self._note(Notice.FAMILY_ABSENT, article.code, article.family)
        self.goods.append(NewGood(article.code, article.name, family, article.description))
        for currency in self.currencies:
            self._standard_price(article, currency)
            if self._apart:
                self._own_price(article, currency)

    def _entries(self, article: Article, good: Good) -> None:
        for currency, named in self.currencies.items():
            standard = self.state.price(good, self.state.standard, named)
            own = self.state.price(good, self.state.own, named) if self._apart else standard
            if own is not None:
                self._there(article, own, currency)
            elif standard is None:
                self._standard_price(article, currency, good.id)
            elif not standard.active:
                self._note(Notice.PRICE_INACTIVE, article.code, f"{currency}, standard", id_=standard.id)
            if own is None and self._apart:
                self._own_price(article, currency, good.id)

    @property
    def _apart(self) -> bool:
        """Whether the book that quotes use is not the standard one."""
        return self.state.own is None or not self.state.own.standard

    def _there(self, article: Article, price: ListPrice, currency: str) -> None:
        listed = article.prices.get(currency)
        if not price.active:
            self._note(Notice.PRICE_INACTIVE, article.code, currency, id_=price.id)
        if listed is not None and listed != price.amount:
            words = f"{price.amount:f} {currency} there, {listed:f} in the catalog"
            self._note(Notice.PRICE_DIFFERS, article.code, words)

    def _standard_price(self, article: Article, currency: str, good: str = "") -> None:
        if currency not in article.prices:
            self._note(Notice.PRICE_NONE, article.code, currency)
        self.standard.append(self._entry(article, currency, good, book=self.state.standard.name))

    def _own_price(self, article: Article, currency: str, good: str = "") -> None:
        self.own.append(self._entry(article, currency, good, book=self.book))

    def _entry(self, article: Article, currency: str, good: str, *, book: str) -> NewEntry:
        amount = article.prices.get(currency, Decimal(0))
        return NewEntry(article.code, book, self.currencies[currency], amount, good)

    def _note(self, notice: Notice, code: str = "", words: str = "", *, id_: str = "") -> None:
        self.notes.append(Note(notice, code, words, id_))
