"""Adding to a CRM what a plan says, in batches that all come or none, and each row once.

Articles are looked for before each batch, because a CRM takes two with one code; of a price it takes no
second one. Where an answer was lost, what came of it is looked up. Prices that did not come are sent again;
articles are not: the CRM may be at work on them still, and then there would be two of each.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Generic, TypeVar

from app.actions.goods.notices import Note
from app.actions.goods.planning import NewEntry, Plan, placed
from app.actions.goods.taken import Watch
from app.crm import CrmBusy, CrmUnavailable
from app.crm.goods import MOST_AT_ONCE, Added, Goods, NewGood, NewPrice
from app.errors import AppError

T = TypeVar("T")
_TRIES: Final = 3
BOOK, ARTICLE, STANDARD_PRICE, PRICE = "price book", "article", "standard price", "price"
IN_FORCE = "put in force"


@dataclass(frozen=True, slots=True)
class Declined:
    """In the CRM's words. ``with_it``: how many others of its batch did not come because of it."""

    kind: str
    code: str
    words: str
    with_it: int


@dataclass(frozen=True, slots=True)
class _Way(Generic[T]):
    """How rows of a kind are added. ``first``: those that are sent at first, ``missing``: those that the CRM
    does not have. ``again``: failures after which what is missing may be sent once more. ``named``: the
    article's code.
    """

    kind: str
    add: Callable[[Sequence[T]], Added]
    first: Callable[[Sequence[T]], Sequence[T]]
    missing: Callable[[Sequence[T]], Sequence[T]]
    named: Callable[[T], str]
    again: tuple[type[AppError], ...]


@dataclass(slots=True)
class Adding:
    """``added`` counts rows by kind; ``waiting`` are prices of articles that did not come."""

    crm: Goods
    watch: Watch
    added: Counter[str] = field(default_factory=Counter)
    declined: list[Declined] = field(default_factory=list)
    waiting: int = 0
    _ids: dict[str, str] = field(default_factory=dict)

    def add(self, plan: Plan, *, standard: str, own: str) -> None:
        """``standard`` and ``own`` are ids of books. Raises the leaves of ``app.crm.errors``; what was added
        until then stays.
        """
        articles = _Way(
            ARTICLE, self._add_goods, self._unknown, self._unknown, lambda good: good.code, (CrmBusy,)
        )
        for goods in batches(plan.goods):
            self._batch(articles, goods)
        self._prices(STANDARD_PRICE, plan.standard, standard)
        self._prices(PRICE, plan.own, own)

    def book(self, name: str) -> str:
        """The id of a new price book, empty if it was declined. It is sent once: if its answer is lost, the
        next run finds it.
        """
        answer = self.crm.add_book(name)
        self.declined += [Declined(BOOK, name, one.words, 0) for one in answer.declined]
        self.added[BOOK] += len(answer.ids)
        return answer.ids[0] if answer.ids else ""

    def put_in_force(self, notes: Sequence[Note]) -> None:
        for batch in batches(notes):
            answer = self.crm.put_in_force([note.id for note in batch])
            self.added[IN_FORCE] += len(answer.ids)
            self.declined += [
                Declined(IN_FORCE, batch[one.n].code, one.words, len(batch) - len(answer.declined))
                for one in answer.declined
            ]

    def _prices(self, kind: str, entries: Sequence[NewEntry], book: str) -> None:
        codes = {self._ids.get(entry.code, entry.good): entry.code for entry in entries}
        prices = [
            NewPrice(good, book, entry.currency, entry.amount)
            for entry in entries
            if (good := self._ids.get(entry.code, entry.good))
        ]
        self.waiting += len(entries) - len(prices)
        way = _Way(
            kind,
            self.crm.add_prices,
            _all,
            self._unpriced,
            lambda price: codes[price.good],
            (CrmBusy, CrmUnavailable),
        )
        for batch in batches(prices):
            self._batch(way, batch)

    def _batch(self, way: _Way[T], batch: Sequence[T]) -> None:
        rows = way.first(batch)
        lost: AppError | None = None
        for _ in range(_TRIES):
            if not rows:
                break
            missing, lost = self._sent(way, rows)
            self.added[way.kind] += len(rows) - len(missing) if lost else 0
            if missing and lost and not isinstance(lost, way.again):
                raise _unsure(way.kind, len(missing))
            rows = missing
        if rows:
            raise lost or CrmBusy("Others add the same rows at this moment. Run the same command again.")
        self.watch(f"{way.kind}s", self.added[way.kind])

    def _sent(self, way: _Way[T], rows: Sequence[T]) -> tuple[Sequence[T], AppError | None]:
        """Those that the CRM does not have then, unless it declined them, and why no answer came."""
        try:
            answer = way.add(rows)
        except (CrmUnavailable, CrmBusy) as failure:
            return way.missing(rows), failure
        return (() if self._settled(way, rows, answer) else way.missing(rows)), None

    def _add_goods(self, goods: Sequence[NewGood]) -> Added:
        answer = self.crm.add_goods(goods)
        self._ids |= {good.code: new for good, new in zip(goods, answer.ids, strict=False)}
        return answer

    def _settled(self, way: _Way[T], rows: Sequence[T], answer: Added) -> bool:
        """Whether that is the end of it: they came, or were declined. Not where somebody was faster."""
        if not answer.declined:
            self.added[way.kind] += len(rows)
            return True
        telling = [one for one in answer.declined if not one.known]
        for n, one in enumerate(telling):
            others = len(rows) - len(telling) if n == 0 else 0
            self.declined.append(Declined(way.kind, way.named(rows[one.n]), one.words, others))
        return bool(telling)

    def _unknown(self, goods: Sequence[NewGood]) -> Sequence[NewGood]:
        found = self.crm.goods_coded([good.code for good in goods])
        self._ids |= {good.code: good.id for good in found}
        return [good for good in goods if good.code not in self._ids]

    def _unpriced(self, prices: Sequence[NewPrice]) -> Sequence[NewPrice]:
        books, goods = {price.book for price in prices}, {price.good for price in prices}
        there = placed(self.crm.prices_in(books, goods))
        return [price for price in prices if (price.good, price.book, price.currency) not in there]


def _unsure(kind: str, many: int) -> CrmUnavailable:
    return CrmUnavailable(
        f"The CRM did not say whether it took {many} {kind}s, and does not have them now. It may take them "
        "still: run the same command again in a few minutes, and it goes on from what is there."
    )


def _all(rows: Sequence[T]) -> Sequence[T]:
    return rows


def batches(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), MOST_AT_ONCE):
        yield rows[start : start + MOST_AT_ONCE]
