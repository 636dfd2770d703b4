"""What holds for orders and their products: a draft takes lines, an activated order stays as it is."""

from .database import Row
from .failures import ApiError, integrity, required
from .line_items import check_line, entry_for, has_lines, line_sums
from .work import Work

DRAFT, ACTIVATED = "Draft", "Activated"


def order_is_new(work: Work, row: Row) -> Row:
    row = _from_its_deal(work, row)
    if row.get("Status") not in (None, DRAFT):
        raise _not_activated("Choose a valid order status and save your changes: a new order is a draft.")
    number = work.database.next_number("OrderNumber")
    return {**row, "OrderNumber": f"{number:08d}", "StatusCode": DRAFT, "TotalAmount": 0}


def _from_its_deal(work: Work, row: Row) -> Row:
    """An order of a quote belongs to that quote's opportunity."""
    if row.get("QuoteId") is None:
        return row
    quote = work.referred("Quote", row["QuoteId"], "QuoteId")
    if row.get("OpportunityId") not in (None, quote["OpportunityId"]):
        raise integrity("The quote is not one of the order's opportunity", "QuoteId")
    return {**row, "OpportunityId": quote["OpportunityId"]}


def _not_activated(words: str) -> ApiError:
    return ApiError(400, "FAILED_ACTIVATION", words, ("Status",))


def order_changes(work: Work, before: Row, changes: Row) -> Row:
    lines = has_lines(work, "OrderItem", "OrderId", before["Id"])
    if changes.get("Pricebook2Id", before["Pricebook2Id"]) != before["Pricebook2Id"] and lines:
        raise integrity("The price book cannot be changed while the order has products", "Pricebook2Id")
    status = changes.get("Status", before["Status"])
    if status == ACTIVATED and not lines:
        raise _not_activated("An order must have at least one product.")
    return {**changes, "StatusCode": status}


def order_line_is_new(work: Work, row: Row) -> Row:
    if row.get("OrderId") is None:
        raise required(["OrderId"])
    order = work.referred("Order", row["OrderId"], "OrderId")
    if order["Status"] == ACTIVATED:
        raise integrity("An activated order takes no further products", "OrderId")
    entry = entry_for(work, row, order, "order")
    if missing := [name for name in ("Quantity", "UnitPrice") if row.get(name) is None]:
        raise required(missing)
    check_line(row)
    number = work.database.next_number("OrderItemNumber")
    return {
        **row,
        "TotalPrice": line_sums(row)["TotalPrice"],
        "Product2Id": entry["Product2Id"],
        "ListPrice": entry["UnitPrice"],
        "CurrencyIsoCode": order["CurrencyIsoCode"],
        "OrderItemNumber": f"{number:010d}",
    }


def order_line_changes(_work: Work, before: Row, changes: Row) -> Row:
    after = {**before, **changes}
    check_line(after)
    if after["Quantity"] is None or after["UnitPrice"] is None:
        return changes
    return {**changes, "TotalPrice": line_sums(after)["TotalPrice"]}
