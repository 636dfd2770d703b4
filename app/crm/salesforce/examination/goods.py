"""Questions about price book, products and entries, against what the catalog in force sells."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Final

from marshmallow import Schema
from simple_salesforce.format import format_soql

from app.crm.examination import Answer, Area, Goods, fault, ok, told, unknown, warning
from app.crm.salesforce.examination.case import Asked, Case, asked
from app.crm.salesforce.examination.rows import ArticleRow, BookRow, EntryOfBookRow
from app.crm.salesforce.rows import Row

# Of one call: a query is part of an address, whose length hosts bound.
_AT_ONCE: Final = 150
MOST_CODES: Final = 6_000

_BOOKS: Final = "SELECT Id, IsActive FROM Pricebook2 WHERE Name = {book} ORDER BY Id LIMIT 20"
_ARTICLES: Final = "SELECT Id, ProductCode, IsActive FROM Product2 WHERE ProductCode IN {codes}"
_SCHEDULED: Final = (
    "SELECT Id, ProductCode, IsActive FROM Product2 WHERE ProductCode IN {codes} AND ({kinds:literal})"
)
_ENTRIES: Final = (
    "SELECT ProductCode,{currency:literal} IsActive, Product2.IsActive FROM PricebookEntry "
    "WHERE Pricebook2Id = {book} AND ProductCode IN {codes}"
)


def _goods(case: Case) -> Goods:
    return case.subject.goods or Goods((), ())


def _books(case: Case) -> list[Row]:
    soql = format_soql(_BOOKS, book=case.connection.price_book)
    rows: list[Row] = case.once("books", lambda: case.org.rows(soql, BookRow))
    return rows


def _book(case: Case) -> Answer:
    rows, name = _books(case), case.connection.price_book
    if not rows:
        return fault(
            f"There is no price book of that name, or it is not to be seen: {name}.",
            f"quotewright connection set {case.connection.name} --price-book NAME; names are taken exactly.",
        )
    if not any(row["active"] for row in rows):
        return fault(f"The price book is not active: {name}.", "Setup, Price Books: activate it.")
    if sum(bool(row["active"]) for row in rows) > 1:
        return warning(
            f"There are {len(rows)} price books of that name: {name}. The oldest is taken.",
            "Rename those that are not meant.",
        )
    return ok(f"{name} is there and active.")


def _read(case: Case, soql: str, schema: type[Schema], **values: str) -> Iterator[Row]:
    codes = _goods(case).codes[:MOST_CODES]
    for start in range(0, len(codes), _AT_ONCE):
        some = list(codes[start : start + _AT_ONCE])
        yield from case.org.rows(format_soql(soql, codes=some, **values), schema)


def _articles(case: Case) -> dict[str, list[bool]]:
    """Whether it is active, of each product of a code."""

    def read() -> dict[str, list[bool]]:
        found: dict[str, list[bool]] = defaultdict(list)
        for row in _read(case, _ARTICLES, ArticleRow):
            found[row["code"]].append(bool(row["active"]))
        return found

    articles: dict[str, list[bool]] = case.once("articles", read)
    return articles


def _there(case: Case) -> Answer:
    codes = _goods(case).codes
    if not codes:
        return unknown("No catalog is in force, so nothing is sold.", "See catalog_published.")
    missing = tuple(code for code in codes[:MOST_CODES] if code not in _articles(case))
    if missing:
        return fault(
            f"{len(missing)} of {len(codes)} articles have no product: {told(missing)}.",
            "Make products with these product codes, with standard prices and entries in the price book.",
            missing,
        )
    if len(codes) > MOST_CODES:
        return ok(
            f"The first {MOST_CODES} of {len(codes)} articles have a product; others were not looked at."
        )
    return ok(f"All {len(codes)} articles that are sold have a product.")


def _active(case: Case) -> Answer:
    asleep = tuple(code for code, active in sorted(_articles(case).items()) if not any(active))
    if asleep:
        return fault(
            f"Not active: {told(asleep)}. They cannot be written to a quote.",
            "Activate the products, or take the articles out of the catalog.",
            asleep,
        )
    return ok("The products are active.")


def _once_each(case: Case) -> Answer:
    doubled = tuple(code for code, active in sorted(_articles(case).items()) if sum(active) > 1)
    if doubled:
        return warning(
            f"More than one active product of the code: {told(doubled)}. Which one is written is chance.",
            "Deactivate all but one of each, or give them codes of their own.",
            doubled,
        )
    return ok("No code belongs to two active products.")


def _entries(case: Case) -> list[Row]:
    book = next(row["id"] for row in _books(case) if row["active"])
    currency = "" if case.connection.only_currency else " CurrencyIsoCode,"
    rows: list[Row] = case.once(
        "entries", lambda: list(_read(case, _ENTRIES, EntryOfBookRow, book=book, currency=currency))
    )
    return rows


def _currencies(case: Case) -> tuple[str, ...]:
    """Those that are sold in and that the book has any entries in: a currency without any is not sold in."""
    only = case.connection.only_currency
    if only:
        return (only,)
    used = Counter(row["currency"] for row in _entries(case))
    return tuple(one for one in _goods(case).currencies if used[one])


def _of(row: Row, case: Case) -> tuple[str, str]:
    return row["code"], case.connection.only_currency or row["currency"] or ""


def _priced(case: Case) -> Answer:
    listed = {_of(row, case) for row in _entries(case)}
    currencies = _currencies(case)
    if not currencies:
        return fault(
            "The price book has no entry in any currency that the catalog sells in.",
            "Add the articles to the price book, with a standard price in the currency first.",
        )
    known = [code for code in _goods(case).codes[:MOST_CODES] if code in _articles(case)]
    missing = tuple(f"{code} {one}" for code in known for one in currencies if (code, one) not in listed)
    if missing:
        return fault(
            f"No entry in the price book: {told(missing)}.",
            "Add the products to the price book in these currencies; a standard price comes first.",
            missing,
        )
    return ok(f"Every article has an entry, in {told(currencies)}.")


def _entries_active(case: Case) -> Answer:
    state: dict[tuple[str, str], bool] = defaultdict(bool)
    for row in _entries(case):
        state[_of(row, case)] |= bool(row["active"])
    asleep = tuple(f"{code} {currency}" for (code, currency), active in sorted(state.items()) if not active)
    if asleep:
        return fault(
            f"Entries that are not active: {told(asleep)}.",
            "Activate them in the price book, or take the articles out of the catalog.",
            asleep,
        )
    return ok("The entries are active.")


def scheduled(case: Case, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of articles that have a schedule of one of these kinds."""
    words = " OR ".join(f"{kind} = true" for kind in kinds)
    return tuple(sorted({row["code"] for row in _read(case, _SCHEDULED, ArticleRow, kinds=words)}))


_BOOK_THERE: Final = ("org_matches", "currencies_agree", "price_book_there")
_SOLD: Final = ("org_matches", "articles_there")
GOODS: Final[tuple[Asked, ...]] = tuple(
    asked(code, Area.GOODS, words, answer, needs=needs)
    for code, words, answer, needs in (
        ("price_book_there", "The connection's price book", _book, ("org_matches",)),
        ("articles_there", "Articles of the catalog are products", _there, ("org_matches",)),
        ("articles_active", "These products are active", _active, _SOLD),
        ("codes_unique", "A product code belongs to one product", _once_each, _SOLD),
        ("entries_there", "Articles have entries, by currency", _priced, (*_BOOK_THERE, "articles_there")),
        ("entries_active", "These entries are active", _entries_active, (*_BOOK_THERE, "articles_there")),
    )
)
