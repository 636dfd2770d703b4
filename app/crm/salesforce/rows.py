"""Rows that the CRM answers with, checked before they are believed."""

from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from app.crm.salesforce.refusals import unavailable

Row = dict[str, Any]


class _Row(Schema):
    class Meta:
        unknown = EXCLUDE


def _text(key: str) -> fields.Str:
    return fields.Str(data_key=key, load_default=None, allow_none=True)


def _amount(key: str) -> fields.Decimal:
    return fields.Decimal(data_key=key, load_default=None, allow_none=True, allow_nan=False)


class _Account(_Row):
    name = _text("Name")


class OpportunityRow(_Row):
    id = fields.Str(data_key="Id", required=True)
    name = _text("Name")
    account_id = _text("AccountId")
    account = fields.Nested(_Account, data_key="Account", load_default=None, allow_none=True)
    currency = _text("CurrencyIsoCode")
    close_date = fields.Date(data_key="CloseDate", load_default=None, allow_none=True)
    stage = _text("StageName")
    price_book_id = _text("Pricebook2Id")


class EntryRow(_Row):
    id = fields.Str(data_key="Id", required=True)
    book = fields.Str(data_key="Pricebook2Id", required=True)
    product = fields.Str(data_key="Product2Id", required=True)
    code = fields.Str(data_key="ProductCode", required=True)
    currency = _text("CurrencyIsoCode")


class IdRow(_Row):
    id = fields.Str(data_key="Id", required=True)


class _Named(_Row):
    name = _text("Name")


class _ManagerRow(_Row):
    id = fields.Str(data_key="Id", required=True)
    name = _text("Name")
    username = _text("Username")
    email = _text("Email")
    active = fields.Bool(data_key="IsActive", required=True)
    manager_id = _text("ManagerId")
    manager = fields.Nested(lambda: _ManagerRow(), data_key="Manager", load_default=None, allow_none=True)
    profile = fields.Nested(_Named, data_key="Profile", load_default=None, allow_none=True)
    role = fields.Nested(_Named, data_key="UserRole", load_default=None, allow_none=True)


class PersonRow(_ManagerRow):
    """A user with those above them, each within the one below."""


class AssignmentRow(_Row):
    permission_set = fields.Nested(_Named, data_key="PermissionSet", required=True)
    person = fields.Nested(PersonRow, data_key="Assignee", required=True)


class QuoteRow(_Row):
    """By our own names, as ``mapped_rows`` picks them from a record."""

    id = fields.Str(required=True)
    opportunity = fields.Str(load_default=None, allow_none=True)
    number = fields.Str(load_default=None, allow_none=True)
    lines = fields.Int(load_default=None, allow_none=True)
    totals = fields.List(fields.Decimal(allow_none=True, allow_nan=False), load_default=list)


class _Person(_Row):
    name = _text("Name")


class HeldQuoteRow(QuoteRow):
    key = fields.Str(load_default=None, allow_none=True)
    told = fields.Dict(keys=fields.Str(), values=fields.Str(allow_none=True), load_default=dict)
    changed_at = fields.AwareDateTime(required=True)
    changed_by = fields.Nested(_Person, load_default=None, allow_none=True)


class HeldLineRow(_Row):
    """By our own names, too."""

    id = fields.Str(required=True)
    quote = fields.Str(required=True)
    key = fields.Str(load_default=None, allow_none=True)
    quantity = fields.Decimal(required=True, allow_nan=False)
    unit_price = fields.Decimal(load_default=None, allow_none=True, allow_nan=False)


class PlaceRow(_Row):
    """Where a document hangs."""

    place = _text("FirstPublishLocationId")


class AmountRow(_Row):
    """An opportunity's amount and the quote it follows, by our own names."""

    id = fields.Str(required=True)
    amount = fields.Decimal(load_default=None, allow_none=True, allow_nan=False)
    follows = fields.Str(load_default=None, allow_none=True)


class _Page(_Row):
    records = fields.List(fields.Raw(), required=True)
    total = fields.Int(data_key="totalSize", load_default=0)
    done = fields.Bool(load_default=True)
    next = _text("nextRecordsUrl")


def row_of(schema: type[Schema], body: object) -> Row:
    """Raises CrmUnavailable for anything but such a row."""
    try:
        row: Row = schema().load(body)  # type: ignore[arg-type]  # load itself refuses what is no mapping
    except ValidationError:
        row = {}
    if not row:
        raise unavailable()
    return row


def rows_of(schema: type[Schema], body: object) -> list[Row]:
    """The records of a query's answer. Raises CrmUnavailable for anything else."""
    return [row_of(schema, record) for record in row_of(_Page, body)["records"]]


def records_of(body: object) -> list[object]:
    """The same, not yet looked at."""
    found: list[object] = row_of(_Page, body)["records"]
    return found


def count_of(body: object) -> int:
    """How many there are in all, further pages included."""
    found: int = row_of(_Page, body)["total"]
    return found


def next_page(body: object) -> str | None:
    """Where the rest of a query's answer is, if it did not fit."""
    page = row_of(_Page, body)
    if page["done"]:
        return None
    following: str | None = page["next"]
    if not following:
        raise unavailable()
    return following
