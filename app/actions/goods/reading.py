"""All goods and prices of a CRM, read once: what is not fit is left, and said."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, TypeAlias

from app.actions.goods.left import Left, Reason
from app.actions.goods.taken import GoodsTooMany, Watch
from app.crm.goods import Book, Good, Goods, ListPrice

Prices: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Decimal]]]
"""By book, currency and good."""

MOST_GOODS: Final = 50_000
MOST_PRICES: Final = 500_000
LONGEST_CODE: Final = 80
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_LARGEST: Final = Decimal(10) ** 12
_FINEST: Final = -6


@dataclass(slots=True)
class Reading:
    """``left`` collects what is not fit."""

    crm: Goods
    watch: Watch
    left: list[Left] = field(default_factory=list)

    def goods(self, families: frozenset[str]) -> Mapping[str, Good]:
        """By id, those of one of the ``families``, or of any if there are none. Raises GoodsTooMany."""
        return {good.id: good for good in self._of(families, self._known_once(self._active()))}

    def prices(self, goods: Mapping[str, Good], books: frozenset[str], *, unnamed: str) -> Prices:
        """``unnamed``: the currency of prices that name none. Raises GoodsTooMany."""
        found: dict[str, dict[str, dict[str, Decimal]]] = {}
        for n, price in enumerate(self.crm.all_prices(), 1):
            if n > MOST_PRICES:
                raise GoodsTooMany(f"The CRM has more than {MOST_PRICES:,} prices, more than are read.")
            self.watch("prices", n)
            good = goods.get(price.good)
            currency = price.currency or unnamed
            if good is not None and price.book in books and self._is_usable(price, good, currency=currency):
                found.setdefault(price.book, {}).setdefault(currency, {})[good.id] = price.amount
        return found

    def wanted(self, books: Iterable[Book], names: frozenset[str]) -> Iterator[str]:
        """Ids of the active ones with one of the names, or of all active ones if there are none."""
        for book in books:
            if not book.active:
                self.left.append(Left(Reason.BOOK_INACTIVE, name=book.name))
            elif names and book.name not in names:
                self.left.append(Left(Reason.BOOK_NOT_ASKED, name=book.name))
            else:
                yield book.id

    def _active(self) -> Iterator[Good]:
        for n, good in enumerate(self.crm.all_goods(), 1):
            if n > MOST_GOODS:
                raise GoodsTooMany(f"The CRM has more than {MOST_GOODS:,} articles, more than are read.")
            self.watch("articles", n)
            if good.active:
                yield good
            else:
                self.left.append(Left(Reason.ARTICLE_INACTIVE, good.code[:LONGEST_CODE], good.name))

    def _known_once(self, goods: Iterable[Good]) -> Iterator[Good]:
        """Those whose code says which article is meant."""
        coded = [good for good in goods if self._has_code(good)]
        often = Counter(good.code for good in coded)
        for good in coded:
            if often[good.code] == 1:
                yield good
            else:
                words = f"{often[good.code]} active articles have this code"
                self.left.append(Left(Reason.CODE_REPEATED, good.code, good.name, words))

    def _has_code(self, good: Good) -> bool:
        code = good.code
        if not code.strip():
            self.left.append(Left(Reason.CODE_MISSING, name=good.name, words=good.id))
        elif len(code) > LONGEST_CODE or not code.isprintable() or " ".join(code.split()) != code:
            self.left.append(Left(Reason.CODE_UNUSABLE, repr(code[:LONGEST_CODE]), good.name, good.id))
        else:
            return True
        return False

    def _of(self, families: frozenset[str], goods: Iterable[Good]) -> Iterator[Good]:
        others: Counter[str] = Counter()
        for good in goods:
            if families and good.family not in families:
                others[good.family] += 1
            else:
                yield good
        self.left += [
            Left(Reason.FAMILY_NOT_ASKED, name=family, count=n) for family, n in sorted(others.items())
        ]

    def _is_usable(self, price: ListPrice, good: Good, *, currency: str) -> bool:
        exponent = price.amount.normalize().as_tuple().exponent
        reason = None
        if not _CURRENCY.fullmatch(currency):
            reason = Reason.CURRENCY_UNKNOWN
        elif not price.active:
            reason = Reason.PRICE_INACTIVE
        elif not 0 <= price.amount < _LARGEST or not isinstance(exponent, int) or exponent < _FINEST:
            reason = Reason.PRICE_UNUSABLE
        if reason is not None:
            self.left.append(Left(reason, good.code, good.name, f"{price.amount:f} {currency}"))
        return reason is None
