"""The sums the CRM computes: quote totals, lines and amount of an opportunity that follows a quote."""

from .database import Row
from .sync import copy_lines
from .work import Work

_SUMS = """SELECT count(*), coalesce(sum("Subtotal"), 0), coalesce(sum("TotalPrice"), 0)
FROM "QuoteLineItem" WHERE "QuoteId" = ? AND "IsDeleted" = 0"""
_FLAGS = """UPDATE "Quote" SET "IsSyncing" = ("Id" IS ?) WHERE "OpportunityId" = ?
AND "IsSyncing" <> ("Id" IS ?)"""
_AMOUNT = """SELECT count(*), sum("TotalPrice") FROM "OpportunityLineItem"
WHERE "OpportunityId" = ? AND "IsDeleted" = 0"""

_ORDERED = """UPDATE "Order" SET "TotalAmount" = (SELECT coalesce(sum("TotalPrice"), 0) FROM "OrderItem"
WHERE "OrderId" = ? AND "IsDeleted" = 0) WHERE "Id" = ?"""


def settle(work: Work) -> None:
    """Makes every stale sum right."""
    orders, work.orders = work.orders, set()
    for order_id in orders:
        work.database.execute(_ORDERED, (order_id, order_id))
    while work.quotes or work.opportunities:
        quotes, work.quotes = work.quotes, set()
        for quote_id in quotes:
            _settle_quote(work, quote_id)
        deals, work.opportunities = work.opportunities, set()
        for deal_id in deals:
            _settle_opportunity(work, deal_id)


def _settle_quote(work: Work, quote_id: str) -> None:
    quote = work.database.row("Quote", quote_id)
    if quote is None:
        return
    count, subtotal, total = work.database.select(_SUMS, (quote_id,))[0]
    discount = 0 if subtotal <= 0 else ((subtotal - total) * 20_000 + subtotal) // (2 * subtotal)
    grand = total + (quote["Tax"] or 0) + (quote["ShippingHandling"] or 0)
    work.database.update(
        "Quote",
        quote_id,
        {
            "LineItemCount": count,
            "Subtotal": subtotal,
            "TotalPrice": total,
            "GrandTotal": grand,
            "Discount": discount,
        },
    )
    deal = work.database.row("Opportunity", quote["OpportunityId"])
    if deal is not None and (deal["SyncedQuoteId"] == quote_id or quote["IsSyncing"]):
        work.opportunities.add(deal["Id"])


def _settle_opportunity(work: Work, deal_id: str) -> None:
    deal = work.database.row("Opportunity", deal_id)
    if deal is None or deal["IsDeleted"]:
        return
    synced = deal["SyncedQuoteId"]
    work.database.execute(_FLAGS, (synced, deal_id, synced))
    if synced is not None:
        copy_lines(work, deal, synced)
    _settle_amount(work, deal_id)


def _settle_amount(work: Work, deal_id: str) -> None:
    count, total = work.database.select(_AMOUNT, (deal_id,))[0]
    sums: Row = {"HasOpportunityLineItem": int(count > 0)}
    if count:
        sums["Amount"] = total
    work.database.update("Opportunity", deal_id, sums)
