"""What holds for one object only: quotes, their lines, opportunities, price book entries."""

from collections.abc import Callable
from typing import Any

from .database import Row
from .failures import ApiError, integrity, required
from .line_items import check_line, entry_for, has_lines, line_sums
from .orders import order_changes, order_is_new, order_line_changes, order_line_is_new
from .schema import Entity
from .work import Work


def _quote_is_new(work: Work, row: Row) -> Row:
    if row.get("OpportunityId") is None:
        raise required(["OpportunityId"])
    deal = work.referred("Opportunity", row["OpportunityId"], "OpportunityId")
    currency = row.setdefault("CurrencyIsoCode", deal["CurrencyIsoCode"])
    if currency != deal["CurrencyIsoCode"]:
        raise integrity("The quote currency must match the opportunity currency", "CurrencyIsoCode")
    number = work.database.next_number("QuoteNumber")
    return {
        **row,
        "AccountId": deal["AccountId"],
        "QuoteNumber": f"{number:08d}",
        "LineItemCount": 0,
        "Subtotal": 0,
        "TotalPrice": 0,
        "GrandTotal": 0,
        "Discount": 0,
    }


def _quote_changes(work: Work, before: Row, changes: Row) -> Row:
    book = changes.get("Pricebook2Id", before["Pricebook2Id"])
    if book != before["Pricebook2Id"] and has_lines(work, "QuoteLineItem", "QuoteId", before["Id"]):
        raise integrity("The price book cannot be changed while the quote has line items", "Pricebook2Id")
    return changes


def _quote_line_is_new(work: Work, row: Row) -> Row:
    if row.get("QuoteId") is None:
        raise required(["QuoteId"])
    quote = work.referred("Quote", row["QuoteId"], "QuoteId")
    entry = entry_for(work, row, quote, "quote")
    if missing := [name for name in ("Quantity", "UnitPrice") if row.get(name) is None]:
        raise required(missing)
    if row.get("Product2Id") not in (None, entry["Product2Id"]):
        raise integrity("the product does not match the pricebook entry", "Product2Id")
    check_line(row)
    number = work.database.next_number("QuoteLineItem.LineNumber")
    return {
        **row,
        **line_sums(row),
        "Product2Id": entry["Product2Id"],
        "ListPrice": entry["UnitPrice"],
        "CurrencyIsoCode": quote["CurrencyIsoCode"],
        "LineNumber": f"QL-{number:07d}",
    }


def _line_changes(_work: Work, before: Row, changes: Row) -> Row:
    after = {**before, **changes}
    check_line(after)
    if after["Quantity"] is None or after["UnitPrice"] is None:
        return changes
    return {**changes, **line_sums(after)}


def _opportunity_line_is_new(work: Work, row: Row) -> Row:
    if row.get("OpportunityId") is None:
        raise required(["OpportunityId"])
    deal = work.referred("Opportunity", row["OpportunityId"], "OpportunityId")
    entry = entry_for(work, row, deal, "opportunity")
    row.setdefault("UnitPrice", entry["UnitPrice"])
    if row.get("Quantity") is None:
        raise required(["Quantity"])
    check_line(row)
    return {**row, **opportunity_line(work, row, deal, entry)}


def opportunity_line(work: Work, row: Row, deal: Row, entry: Row) -> Row:
    """What an opportunity line derives from its product and price."""
    product = work.database.row("Product2", entry["Product2Id"]) or {}
    return {
        **line_sums(row),
        "Product2Id": entry["Product2Id"],
        "ListPrice": entry["UnitPrice"],
        "ProductCode": product.get("ProductCode"),
        "Name": f"{deal['Name']} {product.get('Name')}",
        "CurrencyIsoCode": deal["CurrencyIsoCode"],
    }


_CLOSED = {"Closed Won": (1, 1, 100), "Closed Lost": (1, 0, 0)}


def _stage(row: Row) -> Row:
    closed, won, certain = _CLOSED.get(row.get("StageName") or "", (0, 0, None))
    return {"IsClosed": closed, "IsWon": won, **({} if certain is None else {"Probability": certain})}


def _opportunity_is_new(work: Work, row: Row) -> Row:
    if row.get("SyncedQuoteId") is not None:
        raise integrity("a new opportunity has no quote to sync", "SyncedQuoteId")
    row.setdefault("CurrencyIsoCode", "EUR")
    return {**row, **_stage(row)}


def _opportunity_changes(work: Work, before: Row, changes: Row) -> Row:
    deal = before["Id"]
    if changes.get("SyncedQuoteId") is not None:
        quote = work.referred("Quote", changes["SyncedQuoteId"], "SyncedQuoteId")
        if quote["OpportunityId"] != deal:
            raise integrity("The synced quote must be a quote of this opportunity", "SyncedQuoteId")
    for name in ("CurrencyIsoCode", "Pricebook2Id"):
        after = changes.get(name, before[name])
        if after != before[name] and has_lines(work, "OpportunityLineItem", "OpportunityId", deal):
            raise integrity(f"{name} cannot be changed while the opportunity has products", name)
    if "Amount" in changes and has_lines(work, "OpportunityLineItem", "OpportunityId", deal):
        # As in life: no error, and the sum of the lines stays.
        changes = {name: value for name, value in changes.items() if name != "Amount"}
    return {**changes, **_stage({**before, **changes})}


def _entry_is_new(work: Work, row: Row) -> Row:
    row.setdefault("CurrencyIsoCode", "EUR")
    if missing := [name for name in ("Pricebook2Id", "Product2Id") if row.get(name) is None]:
        raise required(missing)
    book = work.referred("Pricebook2", row["Pricebook2Id"], "Pricebook2Id")
    product = work.referred("Product2", row["Product2Id"], "Product2Id")
    same = '"Product2Id" = ? AND "CurrencyIsoCode" = ? AND "IsDeleted" = 0'
    twins = work.database.rows("PricebookEntry", same, (product["Id"], row["CurrencyIsoCode"]))
    if any(twin["Pricebook2Id"] == book["Id"] for twin in twins):
        raise ApiError(400, "DUPLICATE_VALUE", "This price definition already exists in this price book", ())
    row = {**row, "UnitPrice": _entry_price(work, row, book, twins)}
    return {**row, "Name": product["Name"], "ProductCode": product["ProductCode"]}


def _entry_price(work: Work, row: Row, book: Row, twins: list[Row]) -> int:
    if not book["IsStandard"]:
        books = {r["Id"] for r in work.database.rows("Pricebook2", '"IsStandard" = 1')}
        standard = next((twin for twin in twins if twin["Pricebook2Id"] in books), None)
        if standard is None:
            raise ApiError(
                400, "STANDARD_PRICE_NOT_DEFINED", "No standard price defined for this product", ()
            )
        if row.get("UseStandardPrice"):
            if row.get("UnitPrice") is not None:
                raise integrity("UnitPrice cannot be set when UseStandardPrice is true", "UnitPrice")
            return int(standard["UnitPrice"])
    if row.get("UnitPrice") is None:
        raise required(["UnitPrice"])
    return int(row["UnitPrice"])


def _link_is_new(work: Work, row: Row) -> Row:
    """A document hangs on a record once."""
    document, record = row.get("ContentDocumentId"), row.get("LinkedEntityId")
    same = '"ContentDocumentId" = ? AND "LinkedEntityId" = ? AND "IsDeleted" = 0'
    if work.database.rows("ContentDocumentLink", same, (document, record)):
        words = f"Document with ID: {document} is already linked with the entity with ID: {record}"
        raise ApiError(400, "DUPLICATE_VALUE", words, ("LinkedEntityId",))
    return row


def _assignment_is_new(work: Work, row: Row) -> Row:
    """A user has a permission set once."""
    who, what = row.get("AssigneeId"), row.get("PermissionSetId")
    same = '"AssigneeId" = ? AND "PermissionSetId" = ? AND "IsDeleted" = 0'
    if work.database.rows("PermissionSetAssignment", same, (who, what)):
        words = f"Duplicate PermissionSetAssignment. Assignee: {who}; Permission Set: {what}"
        raise ApiError(400, "DUPLICATE_VALUE", words, ("AssigneeId", "PermissionSetId"))
    return row


def _contact_name(row: Row) -> Row:
    name = " ".join(part for part in (row.get("FirstName"), row.get("LastName")) if part)
    return {"Name": name or None}


def _is_standard_book(_work: Work, row: Row) -> Row:
    return {**row, "IsStandard": 0}


_NEW: dict[str, Callable[[Work, Row], Row]] = {
    "Quote": _quote_is_new,
    "QuoteLineItem": _quote_line_is_new,
    "Opportunity": _opportunity_is_new,
    "OpportunityLineItem": _opportunity_line_is_new,
    "PricebookEntry": _entry_is_new,
    "Pricebook2": _is_standard_book,
    "Contact": lambda _work, row: {**row, **_contact_name(row)},
    "ContentDocumentLink": _link_is_new,
    "PermissionSetAssignment": _assignment_is_new,
    "Order": order_is_new,
    "OrderItem": order_line_is_new,
}
_CHANGES: dict[str, Callable[[Work, Row, Row], Row]] = {
    "Quote": _quote_changes,
    "QuoteLineItem": _line_changes,
    "OpportunityLineItem": _line_changes,
    "Opportunity": _opportunity_changes,
    "Order": order_changes,
    "OrderItem": order_line_changes,
    "Contact": lambda _work, before, changes: {**changes, **_contact_name({**before, **changes})},
}


def before_create(work: Work, entity: Entity, row: Row) -> Row:
    rule = _NEW.get(entity.name)
    if rule is not None:
        row = rule(work, row)
    if "CurrencyIsoCode" in entity.fields:
        row.setdefault("CurrencyIsoCode", "EUR")
    return row


def before_change(work: Work, entity: Entity, before: Row, changes: Row) -> Row:
    rule = _CHANGES.get(entity.name)
    return changes if rule is None else rule(work, before, changes)


def before_delete(work: Work, entity: Entity, row: Row) -> None:
    if entity.name == "Quote":
        statement = 'UPDATE "Opportunity" SET "SyncedQuoteId" = NULL WHERE "SyncedQuoteId" = ?'
        work.database.execute(statement, (row["Id"],))


def after_change(work: Work, entity: Entity, row: Row) -> None:
    """Marks the sums that are stale now; they are made right before anybody reads, and before the commit."""
    marks: dict[str, tuple[set[str], Any]] = {
        "Quote": (work.quotes, row["Id"]),
        "QuoteLineItem": (work.quotes, row.get("QuoteId")),
        "Opportunity": (work.opportunities, row["Id"]),
        "OpportunityLineItem": (work.opportunities, row.get("OpportunityId")),
        "OrderItem": (work.orders, row.get("OrderId")),
    }
    if entity.name in marks:
        marked, record_id = marks[entity.name]
        marked.add(record_id)
