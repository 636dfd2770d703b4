"""Rows of products, price books and their entries, checked before they are believed."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields

from app.crm.goods import Book, Good, ListPrice
from app.crm.salesforce.ids import record_id
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.rows import Row
from app.crm.salesforce.text import one_line

_LONGEST_NAME, _LONGEST_TEXT = 255, 2_000


class _Row(Schema):
    class Meta:
        unknown = EXCLUDE

    id = fields.Str(data_key="Id", required=True)


def _text(key: str) -> fields.Str:
    return fields.Str(data_key=key, load_default=None, allow_none=True)


class OrganizationRow(_Row):
    name = _text("Name")


class BookRow(_Row):
    name = _text("Name")
    active = fields.Bool(data_key="IsActive", required=True)
    standard = fields.Bool(data_key="IsStandard", required=True)


class GoodRow(_Row):
    name = _text("Name")
    code = _text("ProductCode")
    family = _text("Family")
    unit = _text("QuantityUnitOfMeasure")
    description = _text("Description")
    active = fields.Bool(data_key="IsActive", required=True)


class PriceRow(_Row):
    good = fields.Str(data_key="Product2Id", required=True)
    book = fields.Str(data_key="Pricebook2Id", required=True)
    currency = _text("CurrencyIsoCode")
    amount = fields.Decimal(data_key="UnitPrice", required=True, allow_nan=False)
    active = fields.Bool(data_key="IsActive", required=True)


class AddedRow(Schema):
    class Meta:
        unknown = EXCLUDE

    id = _text("id")
    success = fields.Bool(required=True)
    errors = fields.Raw(load_default=None, allow_none=True)


def book_of(row: Row) -> Book:
    return Book(id_of(row["id"]), _line(row["name"]), active=row["active"], standard=row["standard"])


def good_of(row: Row) -> Good:
    return Good(
        id=id_of(row["id"]),
        code=row["code"] or "",
        name=_line(row["name"]),
        family=_line(row["family"]),
        unit=_line(row["unit"]),
        description=one_line(row["description"] or "", limit=_LONGEST_TEXT),
        active=row["active"],
    )


def price_of(row: Row) -> ListPrice:
    return ListPrice(
        id=id_of(row["id"]),
        good=id_of(row["good"]),
        book=id_of(row["book"]),
        currency=one_line(row["currency"] or "", limit=10),
        amount=row["amount"],
        active=row["active"],
    )


def id_of(value: Any) -> str:
    """Raises CrmUnavailable."""
    found = record_id(value)
    if found is None:
        raise unavailable()
    return found


def _line(text: str | None) -> str:
    return one_line(text or "", limit=_LONGEST_NAME)
