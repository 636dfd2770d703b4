"""What the org holds of our quotes now: heads, lines, documents, and what their opportunities follow."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from simple_salesforce.format import format_soql

from app.crm.errors import CrmRefused
from app.crm.mapping import OPPORTUNITY, FieldMapping
from app.crm.port import Access, Connection
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import COMPOSITE, Part, Result, composite_call, refusals_of, results_of
from app.crm.salesforce.ids import OPPORTUNITY as OPPORTUNITY_PREFIX
from app.crm.salesforce.ids import record_id
from app.crm.salesforce.mapped import mapping_of
from app.crm.salesforce.mapped_rows import (
    amount_fields,
    amount_row,
    held_fields,
    held_row,
    line_fields,
    line_row,
    listed,
)
from app.crm.salesforce.pages import query_part, whole_records
from app.crm.salesforce.refusals import failure_of, unavailable
from app.crm.salesforce.rows import PlaceRow, Row, records_of, rows_of
from app.crm.salesforce.text import one_line
from app.quoting.drift import HeldLine, HeldQuote

MOST_OPPORTUNITIES, MOST_QUOTES = 50, 200
_STANDARD = "Quote"
_PREFIXES = {_STANDARD: "0Q0", OPPORTUNITY: OPPORTUNITY_PREFIX}
_OURS = "{opportunity:literal} IN {opportunities} AND {key:literal} != null"
_QUERIES = {
    "quotes": "SELECT {quote_fields:literal} FROM {records:literal} WHERE {ours:literal} ORDER BY Id",
    "lines": (
        "SELECT {line_fields:literal} FROM {lines:literal} "
        "WHERE {quote:literal} IN (SELECT Id FROM {records:literal} WHERE {ours:literal}) ORDER BY Id"
    ),
    "opportunities": "SELECT {amounts:literal} FROM Opportunity WHERE Id IN {opportunities}",
}
_DOCUMENTS = "SELECT FirstPublishLocationId FROM ContentVersion WHERE FirstPublishLocationId IN {quotes}"


def quote_id(text: str, mapping: FieldMapping) -> str | None:
    """The id of a record that may be a quote by this mapping."""
    return record_id(text, prefix=_PREFIXES.get(mapping.quote.object, ""))


def held_quotes(
    client: Client,
    connection: Connection,
    *,
    access: Access,
    opportunities: tuple[str, ...],
    quotes: tuple[str, ...],
) -> tuple[HeldQuote, ...]:
    """As ``Crm.look``. Raises CrmRefused for more than one call may ask, or for what is no id."""
    mapping = mapping_of(connection)
    _check(opportunities, quotes, mapping)
    if not opportunities:
        return ()
    parts = _parts(client, mapping, opportunities=opportunities, quotes=quotes)
    results = results_of(client.read(access, COMPOSITE, composite_call(parts, atomic=False)))
    _check_results(parts, results)
    lines = defaultdict(list)
    for record in whole_records(client, access, results["lines"].body):
        row = line_row(record, mapping)
        lines[record_id(row["quote"])].append(row)
    hung = rows_of(PlaceRow, results["documents"].body) if quotes else []
    documents = Counter(record_id(row["place"]) for row in hung)
    around = _Around(
        mapping,
        {
            record_id(row["id"]): row
            for row in (amount_row(one, mapping) for one in records_of(results["opportunities"].body))
        },
    )
    found = [held_row(one, mapping) for one in whole_records(client, access, results["quotes"].body)]
    return tuple(_held(row, lines[_id(row)], around=around, documents=documents[_id(row)]) for row in found)


@dataclass(frozen=True, slots=True)
class _Around:
    """The opportunities of the quotes, by their ids."""

    mapping: FieldMapping
    opportunities: Mapping[str | None, Row]


def _check(opportunities: tuple[str, ...], quotes: tuple[str, ...], mapping: FieldMapping) -> None:
    sound = all(record_id(one, prefix=OPPORTUNITY_PREFIX) for one in opportunities) and all(
        quote_id(one, mapping) for one in quotes
    )
    if not sound or len(opportunities) > MOST_OPPORTUNITIES or len(quotes) > MOST_QUOTES:
        raise CrmRefused("Not to be asked like that: these are no records of this CRM, or too many at once.")


def _parts(
    client: Client, mapping: FieldMapping, *, opportunities: tuple[str, ...], quotes: tuple[str, ...]
) -> list[Part]:
    ours = format_soql(
        _OURS,
        opportunity=mapping.quote.opportunity or "Id",
        key=mapping.quote.key,
        opportunities=list(opportunities),
    )
    values = {
        "ours": ours,
        "records": mapping.quote.object,
        "quotes": list(quotes),
        "quote_fields": listed(held_fields(mapping)),
        "lines": mapping.lines.object,
        "quote": mapping.lines.quote,
        "line_fields": listed(line_fields(mapping)),
        "amounts": listed(amount_fields(mapping)),
        "opportunities": list(opportunities),
    }
    queries = {**_QUERIES, **({"documents": _DOCUMENTS} if quotes else {})}
    return [query_part(client, name, format_soql(soql, **values)) for name, soql in queries.items()]


def _check_results(parts: list[Part], results: Mapping[str, Result]) -> None:
    failed = [result for result in results.values() if not result.succeeded]
    if failed:
        raise failure_of(refusals_of(results), status=failed[0].status)
    if any(part.name not in results for part in parts):
        raise unavailable()


def _held(row: Row, lines: list[Row], *, around: _Around, documents: int) -> HeldQuote:
    """What the mapping has no field for is as it should be."""
    mapping = around.mapping
    opportunity = record_id(row["opportunity"]) or ""
    place = around.opportunities.get(opportunity, {"amount": None, "follows": None})
    person = row["changed_by"] or {"name": None}
    total = row["totals"][0] if row["totals"] else _summed(lines)
    return HeldQuote(
        crm_quote=_id(row),
        key=one_line(row["key"] or "", limit=64),
        number=one_line(row["number"] or "", limit=80),
        opportunity=opportunity,
        total=total,
        grand_total=row["totals"][-1] if row["totals"] else total,
        lines=tuple(HeldLine(line["key"] or "", line["quantity"], line["unit_price"]) for line in lines),
        documents=documents,
        told={
            name: _told(name, told.here(row["told"][name] or "")) for name, told in mapping.quote.told.items()
        },
        follows=(record_id(place["follows"]) or "") if mapping.opportunity.follows else _id(row),
        amount=place["amount"] if mapping.opportunity.amount else total,
        changed_at=row["changed_at"],
        changed_by=one_line(person["name"] or "", limit=120),
    )


def _summed(lines: list[Row]) -> Decimal | None:
    """Of records that have no total of their own."""
    if any(line["unit_price"] is None for line in lines):
        return None
    return sum((line["quantity"] * line["unit_price"] for line in lines), Decimal(0))


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
