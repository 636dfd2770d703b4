"""Price books of a CRM as those of a catalog, each with a file of its rows."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import Any, Final

from app.actions.goods.cleaning import clean
from app.actions.goods.taken import Amounts, Taken
from app.crm.goods import Book
from app.store.catalogs.emit import Flow
from app.store.feature_models import legal_keys

LONGEST_NAME: Final = 80
LONGEST_REGION: Final = 40
_LONGEST_KEY: Final = 50
_NOTE: Final = (
    "# From the CRM, written anew by each import. Prices of your own go into a price book of your own."
)


@dataclass(frozen=True, slots=True)
class BookFile:
    """``region``: the one that it holds for; empty, if it always does. ``prices``: by product."""

    key: str
    name: str
    currency: str
    region: str
    prices: Mapping[str, Decimal]

    @property
    def file(self) -> str:
        return f"{self.key}.csv"

    @property
    def entry(self) -> Mapping[str, Any]:
        regions = {"regions": [self.region]} if self.region else {}
        return Flow(key=self.key, name=self.name, currency=self.currency, **regions, file=self.file)

    @property
    def rows(self) -> str:
        rows = [(key, "itself", plain(amount)) for key, amount in sorted(self.prices.items())]
        return f"{_NOTE}\n{csv_text([('product', 'item', 'price'), *rows])}"


def list_file(currency: str) -> str:
    return f"list_{currency.lower()}.csv"


def book_files(taken: Taken, keys: Mapping[str, str]) -> Iterator[BookFile]:
    """``keys``: of products by code. The list prices always hold; each other book for a region that is called
    as it is.
    """
    products = {good.id: keys[good.code] for good in taken.goods}
    name = clean(taken.list_book.name, LONGEST_NAME) or "List"
    for code, amounts in taken.prices.items():
        yield BookFile(f"list_{code.lower()}", name, code, "", _by_product(amounts, products))
    regions = _told_apart(dict.fromkeys(book for book, _ in taken.further))
    made = legal_keys(regions.values(), ("list",), otherwise="book")
    for (book, code), amounts in taken.further.items():
        region = regions[book]
        key = f"{made[region][:_LONGEST_KEY]}_{code.lower()}"
        yield BookFile(key, region, code, region, _by_product(amounts, products))


def _by_product(amounts: Amounts, products: Mapping[str, str]) -> Mapping[str, Decimal]:
    return {products[good]: amount for good, amount in amounts.items()}


def _told_apart(books: Iterable[Book]) -> dict[Book, str]:
    """A region for each book, by its name."""
    regions: dict[Book, str] = {}
    taken: set[str] = set()
    for book in books:
        name, n = clean(book.name, LONGEST_REGION) or "Price book", 1
        region = name
        while region.casefold() in taken:
            n += 1
            region = f"{name[: LONGEST_REGION - len(str(n)) - 1].rstrip()} {n}"
        taken.add(region.casefold())
        regions[book] = region
    return regions


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def plain(amount: Decimal) -> str:
    """Exact, without zeros at the end."""
    whole = amount == amount.to_integral_value()
    return f"{int(amount)}" if whole else f"{amount.normalize():f}"
