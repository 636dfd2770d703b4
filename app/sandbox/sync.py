"""A quote and the opportunity that follows it: lines are copied both ways, field by field."""

from .database import Row
from .line_items import line_sums
from .rules import opportunity_line
from .work import Work

_COPIED = ("Quantity", "UnitPrice", "ServiceDate", "Discount", "SortOrder", "Description", "PricebookEntryId")


def copy_lines(work: Work, deal: Row, quote_id: str) -> None:
    """The opportunity's lines become the quote's; a line that came from the same quote line keeps its id."""
    current = '"OpportunityId" = ? AND "IsDeleted" = 0'
    kept = {row["Id"]: row for row in work.database.rows("OpportunityLineItem", current, (deal["Id"],))}
    quote = work.database.row("Quote", quote_id) or {}
    work.database.update("Opportunity", deal["Id"], {"Pricebook2Id": quote.get("Pricebook2Id")})
    lines = work.database.rows("QuoteLineItem", '"QuoteId" = ? AND "IsDeleted" = 0', (quote_id,))
    for line in lines:
        known = kept.pop(line["OpportunityLineItemId"], None)
        if known is None:
            _new_line(work, deal, line)
        elif any(known[name] != line[name] for name in _COPIED):
            changes = {name: line[name] for name in _COPIED}
            work.database.update(
                "OpportunityLineItem", known["Id"], {**changes, **line_sums(line), **work.stamp_changed()}
            )
    for record_id in kept:
        work.database.update("OpportunityLineItem", record_id, {"IsDeleted": 1, **work.stamp_changed()})


def _new_line(work: Work, deal: Row, line: Row) -> None:
    entry = work.database.row("PricebookEntry", line["PricebookEntryId"]) or {}
    copied = {name: line[name] for name in _COPIED}
    row = {"OpportunityId": deal["Id"], **copied, **opportunity_line(work, copied, deal, entry)}
    work.database.update(
        "QuoteLineItem", line["Id"], {"OpportunityLineItemId": work.insert("OpportunityLineItem", row)}
    )


def follow_opportunity_line(work: Work, row: Row) -> None:
    """A line that was made, changed or deleted on the opportunity: the same happens on its synced quote."""
    deal = work.database.row("Opportunity", row["OpportunityId"]) or {}
    quote = work.database.row("Quote", deal.get("SyncedQuoteId") or "")
    if quote is None:
        return
    work.quotes.add(quote["Id"])
    twins = work.database.rows(
        "QuoteLineItem", '"OpportunityLineItemId" = ? AND "IsDeleted" = 0', (row["Id"],)
    )
    for twin in twins:
        copied = {name: row.get(name) for name in _COPIED}
        changes = {"IsDeleted": 1} if row["IsDeleted"] else {**copied, **line_sums(row)}
        work.database.update("QuoteLineItem", twin["Id"], {**changes, **work.stamp_changed()})
    if not twins and not row["IsDeleted"]:
        _new_quote_line(work, quote, row)


def _new_quote_line(work: Work, quote: Row, line: Row) -> None:
    number = work.database.next_number("QuoteLineItem.LineNumber")
    derived = ("Product2Id", "ListPrice", "CurrencyIsoCode", "Subtotal", "TotalPrice")
    row = {name: line.get(name) for name in (*_COPIED, *derived)}
    own = {"QuoteId": quote["Id"], "OpportunityLineItemId": line["Id"], "LineNumber": f"QL-{number:07d}"}
    work.insert("QuoteLineItem", {**row, **own})
