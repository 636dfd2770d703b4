"""Price books: items that products have, and no two that claim the same price."""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from app.catalog.checks.finding import Finding, Place
from app.catalog.near import did_you_mean
from app.catalog.price_checks.amounts import check_amount
from app.catalog.pricing import PriceBook
from app.catalog.pricing.books import option_item
from app.catalog.product import Attribute, Product
from app.catalog.release import Release

TIE: Final = "price_books_tie"
ITEM: Final = "price_item_unknown"
REPEATED: Final = "price_key_repeated"
EMPTY: Final = "price_book_empty"
_MOST_SHOWN: Final = 3


def check_books(release: Release) -> Iterator[Finding]:
    books = release.pricing.books
    for n, book in enumerate(books):
        place: Place = ("books", n)
        if book.key in [other.key for other in books[:n]]:
            yield Finding((*place, "key"), f'there are two price books "{book.key}"; rename one', REPEATED)
        if book.period.empty:
            message = f"until {book.period.last} is before from {book.period.first}"
            yield Finding((*place, "until"), message, "price_step_unreachable")
        if not any(book.prices.values()):
            yield Finding((*place, "prices"), "the book has no prices; write some, or remove it", EMPTY)
        for key, items in book.prices.items():
            product = release.products.get(key)
            for item, amount in items.items():
                yield from check_amount((*place, "prices", key, item), amount)
                if product is not None:
                    yield from _item((*place, "prices", key, item), item, product)
    yield from _ties(books)


def _item(place: Place, item: str, product: Product) -> Iterator[Finding]:
    if item and item not in _items(product):
        known = ["itself", *_items(product)]
        yield Finding(place, f'{product.key} has no priced "{item}"; {did_you_mean(item, known)}', ITEM)


def _items(product: Product) -> dict[str, None]:
    """What of a product may have a price: options, truths and numbers."""
    return dict.fromkeys(item for one in product.attributes if not one.need for item in _of(one))


def _of(attribute: Attribute) -> Iterator[str]:
    if attribute.kind == "choice":
        yield from (option_item(attribute.key, option.key) for option in attribute.options)
    elif attribute.kind != "text":
        yield attribute.key


def _ties(books: tuple[PriceBook, ...]) -> Iterator[Finding]:
    for (_, one), (n, other) in combinations(enumerate(books), 2):
        if one.meets(other):
            shared = [
                f"{product} {item}".strip()
                for product, items in other.prices.items()
                for item in items
                if item in one.prices.get(product, ())
            ]
            more = f" and {len(shared) - _MOST_SHOWN} more" if len(shared) > _MOST_SHOWN else ""
            message = (
                f'"{one.key}" holds for the same quotes with equally many conditions and prices the same: '
                f"{', '.join(shared[:_MOST_SHOWN])}{more}. Give one a further condition, or other dates"
            )
            yield Finding(("books", n), message, TIE)
