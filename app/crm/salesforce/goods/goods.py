"""Salesforce as the Goods that the product asks for: Product2, Pricebook2 and PricebookEntry of one org."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote

from marshmallow import Schema

from app.actor import OrgId
from app.crm.errors import CrmRefused
from app.crm.goods import Added, Book, Calls, Good, House, ListPrice, NewGood, NewPrice
from app.crm.port import Access
from app.crm.salesforce.goods.adding import Records, added
from app.crm.salesforce.goods.asking import asked
from app.crm.salesforce.goods.counted import CountedClient
from app.crm.salesforce.goods.rows import (
    BookRow,
    GoodRow,
    OrganizationRow,
    PriceRow,
    book_of,
    good_of,
    id_of,
    price_of,
)
from app.crm.salesforce.ids import ORGANIZATION, record_id
from app.crm.salesforce.org import Org
from app.crm.salesforce.pages import pages
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.rows import Row, row_of
from app.crm.salesforce.text import one_line
from app.crm.salesforce.transport import Roads, Transport

PRODUCT, BOOK, ENTRY = "Product2", "Pricebook2", "PricebookEntry"
CURRENCY: Final = "CurrencyIsoCode"
_GOOD: Final = ("Id", "Name", "ProductCode", "IsActive")
# Not every administrator's profile shows them.
_MORE: Final = ("Family", "QuantityUnitOfMeasure", "Description")
_PRICE: Final = ("Id", "Product2Id", "Pricebook2Id", "UnitPrice", "IsActive")
_BOOKS: Final = f"SELECT Id, Name, IsActive, IsStandard FROM {BOOK} ORDER BY CreatedDate, Id"  # noqa: S608 (a constant)
_KINDS: Final = {"01t": PRODUCT, "01s": BOOK, "01u": ENTRY}


class SalesforceGoods:
    """One org, with the right of one administrator."""

    def __init__(self, transport: Transport, access: Access, *, api_version: str, connection: str) -> None:
        self._client = CountedClient(Roads(transport), api_version=api_version, connection=connection)
        self._access = access
        self._org = Org(self._client, access)

    @property
    def calls(self) -> Calls:
        return self._client.calls

    def house(self) -> House:
        row = self._org.rows("SELECT Id, Name FROM Organization LIMIT 1", OrganizationRow)[0]
        org = record_id(row["id"], prefix=ORGANIZATION)
        if org is None:
            raise unavailable()
        return House(
            org=OrgId(org),
            name=one_line(row["name"] or "", limit=80),
            currencies=_values(self._fields(ENTRY).get(CURRENCY)),
            families=self._families(),
        )

    def books(self) -> tuple[Book, ...]:
        return tuple(map(book_of, self._org.rows(_BOOKS, BookRow)))

    def all_goods(self) -> Iterator[Good]:
        soql = f"SELECT {self._good_fields} FROM {PRODUCT} ORDER BY CreatedDate, Id"  # noqa: S608 (fields that the org described)
        return map(good_of, self._paged(soql, GoodRow))

    def all_prices(self) -> Iterator[ListPrice]:
        soql = f"SELECT {self._price_fields} FROM {ENTRY} WHERE Product2.IsActive = true ORDER BY Id"  # noqa: S608 (fields that the org described)
        return map(price_of, self._paged(soql, PriceRow))

    def goods_coded(self, codes: Collection[str]) -> tuple[Good, ...]:
        soql = f"SELECT {self._good_fields} FROM {PRODUCT} WHERE ProductCode IN {{names}}"  # noqa: S608 (fields that the org described)
        return tuple(
            good_of(row) for row in asked(self._client, self._access, soql, list(codes), schema=GoodRow)
        )

    def prices_in(self, books: Collection[str], goods: Collection[str]) -> tuple[ListPrice, ...]:
        soql = (
            f"SELECT {self._price_fields} FROM {ENTRY} "  # noqa: S608 (fields that the org described)
            "WHERE Product2Id IN {names} AND Pricebook2Id IN {books}"
        )
        rows = asked(self._client, self._access, soql, list(goods), schema=PriceRow, books=list(books))
        return tuple(price_of(row) for row in rows)

    def add_book(self, name: str) -> Added:
        return self._add([{"attributes": {"type": BOOK}, "Name": name, "IsActive": True}])

    def add_goods(self, goods: Sequence[NewGood]) -> Added:
        return self._add([_new_good(good) for good in goods])

    def add_prices(self, prices: Sequence[NewPrice]) -> Added:
        return self._add([_new_price(price) for price in prices])

    def put_in_force(self, ids: Sequence[str]) -> Added:
        records = [{"attributes": {"type": _kind(one)}, "id": one, "IsActive": True} for one in ids]
        return added(self._client.change(self._access, "composite/sobjects", _together(records)), records)

    def _add(self, records: Records) -> Added:
        return added(self._client.write(self._access, "composite/sobjects", _together(records)), records)

    def _paged(self, soql: str, schema: type[Schema]) -> Iterator[Row]:
        page = self._org.get("query?q=" + quote(soql, safe=""))
        for records in pages(self._client, self._access, page):
            yield from (row_of(schema, record) for record in records)

    @property
    def _good_fields(self) -> str:
        shown = self._fields(PRODUCT)
        return ", ".join([*_GOOD, *(name for name in _MORE if name in shown)])

    @property
    def _price_fields(self) -> str:
        return ", ".join([*_PRICE, *([CURRENCY] if CURRENCY in self._fields(ENTRY) else [])])

    def _families(self) -> frozenset[str] | None:
        family = self._fields(PRODUCT).get("Family")
        if family is None:
            return frozenset()
        return frozenset(_values(family)) if family.get("restrictedPicklist") else None

    def _fields(self, entity: str) -> Mapping[str, Mapping[str, Any]]:
        found = self._org.described(entity)
        if found is None:
            raise CrmRefused(
                f"The org shows this user no {entity}. Use an administrator who may read and create products "
                "and price books."
            )
        return {one["name"]: one for one in found["fields"] if isinstance(one, dict) and "name" in one}


def _values(field: Mapping[str, Any] | None) -> tuple[str, ...]:
    values = (field or {}).get("picklistValues")
    if not isinstance(values, list):
        return ()
    return tuple(str(one["value"]) for one in values if isinstance(one, dict) and one.get("active") is True)


def _kind(value: str) -> str:
    """Raises CrmUnavailable for what is none of them."""
    kind = _KINDS.get(id_of(value)[:3])
    if kind is None:
        raise unavailable()
    return kind


def _together(records: Records) -> dict[str, object]:
    return {"allOrNone": True, "records": records}


def _new_good(good: NewGood) -> dict[str, object]:
    record: dict[str, object] = {
        "attributes": {"type": PRODUCT},
        "Name": good.name,
        "ProductCode": good.code,
        "IsActive": True,
    }
    more = {"Family": good.family, "Description": good.description}
    return record | {name: text for name, text in more.items() if text}


def _new_price(price: NewPrice) -> dict[str, object]:
    record: dict[str, object] = {
        "attributes": {"type": ENTRY},
        "Pricebook2Id": price.book,
        "Product2Id": price.good,
        "UnitPrice": price.amount,
        "IsActive": True,
    }
    return record | ({CURRENCY: price.currency} if price.currency else {})
