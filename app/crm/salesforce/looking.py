"""What the org holds of our quotes now: heads, lines, documents, and what their opportunities follow."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime

from simple_salesforce.format import format_soql

from app.crm.errors import CrmRefused
from app.crm.port import Access
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import COMPOSITE, Part, Result, composite_call, refusals_of, results_of
from app.crm.salesforce.ids import OPPORTUNITY, record_id
from app.crm.salesforce.pages import query_part, whole
from app.crm.salesforce.records import TOLD_FIELDS
from app.crm.salesforce.refusals import failure_of, unavailable
from app.crm.salesforce.rows import AmountRow, HeldLineRow, HeldQuoteRow, PlaceRow, Row, rows_of
from app.crm.salesforce.text import one_line
from app.quoting.drift import HeldLine, HeldQuote

MOST_OPPORTUNITIES, MOST_QUOTES = 50, 200
_QUOTE_PREFIX = "0Q0"
_OURS = "OpportunityId IN {opportunities} AND QW_Key__c != null"
_QUERIES = {
    "quotes": (
        "SELECT Id, OpportunityId, QuoteNumber, TotalPrice, GrandTotal, LineItemCount, QW_Key__c, "
        "ExpirationDate, Status, QW_Status__c, QW_Status_At__c, QW_Approval__c, LastModifiedDate, "
        "LastModifiedBy.Name FROM Quote WHERE {ours:literal} ORDER BY Id"
    ),
    "lines": (
        "SELECT QuoteId, QW_Key__c, Quantity, UnitPrice FROM QuoteLineItem "
        "WHERE QuoteId IN (SELECT Id FROM Quote WHERE {ours:literal}) ORDER BY Id"
    ),
    "opportunities": "SELECT Id, Amount, SyncedQuoteId FROM Opportunity WHERE Id IN {opportunities}",
}
_DOCUMENTS = "SELECT FirstPublishLocationId FROM ContentVersion WHERE FirstPublishLocationId IN {quotes}"


def held_quotes(
    client: Client, access: Access, *, opportunities: tuple[str, ...], quotes: tuple[str, ...]
) -> tuple[HeldQuote, ...]:
    """As ``Crm.look``. Raises CrmRefused for more than one call may ask, or for what is no id."""
    _check(opportunities, quotes)
    if not opportunities:
        return ()
    parts = _parts(client, opportunities, quotes)
    results = results_of(client.read(access, COMPOSITE, composite_call(parts, atomic=False)))
    _check_results(parts, results)
    lines = defaultdict(list)
    for row in whole(client, access, results["lines"].body, schema=HeldLineRow):
        lines[record_id(row["quote"])].append(row)
    hung = rows_of(PlaceRow, results["documents"].body) if quotes else []
    documents = Counter(record_id(row["place"]) for row in hung)
    places = {record_id(row["id"]): row for row in rows_of(AmountRow, results["opportunities"].body)}
    found = whole(client, access, results["quotes"].body, schema=HeldQuoteRow)
    return tuple(_held(row, lines[_id(row)], places=places, documents=documents[_id(row)]) for row in found)


def _check(opportunities: tuple[str, ...], quotes: tuple[str, ...]) -> None:
    sound = all(record_id(one, prefix=OPPORTUNITY) for one in opportunities) and all(
        record_id(one, prefix=_QUOTE_PREFIX) for one in quotes
    )
    if not sound or len(opportunities) > MOST_OPPORTUNITIES or len(quotes) > MOST_QUOTES:
        raise CrmRefused("Not to be asked like that: these are no records of this CRM, or too many at once.")


def _parts(client: Client, opportunities: tuple[str, ...], quotes: tuple[str, ...]) -> list[Part]:
    ours = format_soql(_OURS, opportunities=list(opportunities))
    values = {"opportunities": list(opportunities), "quotes": list(quotes), "ours": ours}
    queries = {**_QUERIES, **({"documents": _DOCUMENTS} if quotes else {})}
    return [query_part(client, name, format_soql(soql, **values)) for name, soql in queries.items()]


def _check_results(parts: list[Part], results: Mapping[str, Result]) -> None:
    failed = [result for result in results.values() if not result.succeeded]
    if failed:
        raise failure_of(refusals_of(results), status=failed[0].status)
    if any(part.name not in results for part in parts):
        raise unavailable()


def _held(row: Row, lines: list[Row], *, places: Mapping[str | None, Row], documents: int) -> HeldQuote:
    opportunity = record_id(row["opportunity"]) or ""
    place = places.get(opportunity, {"amount": None, "synced": None})
    person = row["changed_by"] or {"name": None}
    return HeldQuote(
        crm_quote=_id(row),
        key=one_line(row["key"] or "", limit=64),
        number=one_line(row["number"] or "", limit=80),
        opportunity=opportunity,
        total=row["total"],
        grand_total=row["grand_total"],
        lines=tuple(HeldLine(line["key"] or "", line["quantity"], line["unit_price"]) for line in lines),
        documents=documents,
        told={name: _told(name, row[name]) for name in TOLD_FIELDS},
        follows=record_id(place["synced"]) or "",
        amount=place["amount"],
        changed_at=row["changed_at"],
        changed_by=one_line(person["name"] or "", limit=120),
    )


def _told(name: str, text: str | None) -> str:
    """A moment as we write it, whatever zone and digits the org shows it with."""
    if name != "status_at" or not text:
        return text or ""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).isoformat(timespec="seconds")
    except ValueError:
        raise unavailable() from None


def _id(row: Row) -> str:
    found = record_id(row["id"])
    if found is None:
        raise unavailable()
    return found
