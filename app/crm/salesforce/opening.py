"""What opening the panel reads: the opportunity, and where our articles stand in its price book."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from simple_salesforce.format import format_soql

from app.crm.errors import CrmRefused, OpportunityMissing
from app.crm.offer import PriceEntry
from app.crm.port import Access, Connection, Opening, Opportunity, PeopleWanted
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import COMPOSITE, Part, Result, composite_call, refusals_of, results_of
from app.crm.salesforce.ids import OPPORTUNITY, record_id
from app.crm.salesforce.mapped import mapping_of
from app.crm.salesforce.mapped_rows import along
from app.crm.salesforce.pages import query_part, whole
from app.crm.salesforce.people import people_queries, people_read
from app.crm.salesforce.refusals import failure_of, unavailable
from app.crm.salesforce.rows import EntryRow, IdRow, OpportunityRow, Row, records_of, row_of, rows_of
from app.crm.salesforce.text import one_line

_CURRENCY = re.compile(r"[A-Z]{3}")
_TEXT_LIMIT = 255

_OPPORTUNITY = (
    "SELECT Id, Name, AccountId, Account.Name,{tier:literal}{currency:literal} CloseDate, "
    "StageName, Pricebook2Id FROM Opportunity WHERE Id = {opportunity}"
)
_BOOK = "SELECT Id FROM Pricebook2 WHERE Name = {book} AND IsActive = true ORDER BY Id LIMIT 1"
_ENTRIES = (
    "SELECT Id, Pricebook2Id, Product2Id,{currency:literal} ProductCode FROM PricebookEntry "
    "WHERE IsActive = true AND Product2.IsActive = true AND ProductCode IN {codes} "
    "AND {scope:literal}"
)
_READABLE = "SELECT Id FROM Opportunity WHERE Id IN {ids} LIMIT {most:literal}"
MOST_ASKED: Final = 200
# Of one call.
_MOST_QUERIES: Final = 5
_IN_NAMED_BOOK = "Pricebook2.Name = {book} AND Pricebook2.IsActive = true"
_IN_OWN_BOOK = "Pricebook2Id IN (SELECT Pricebook2Id FROM Opportunity WHERE Id = {opportunity})"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What opening the panel reads."""

    opportunity: str
    codes: tuple[str, ...]
    people: PeopleWanted | None = None


def opening(client: Client, connection: Connection, *, access: Access, wanted: Wanted) -> Opening:
    """One API call, unless the entries fill more than one page of 2,000. Raises OpportunityMissing."""
    record = record_id(wanted.opportunity, prefix=OPPORTUNITY)
    if record is None:
        raise _missing()
    parts = _parts(client, connection, replace(wanted, opportunity=record))
    results = results_of(client.read(access, COMPOSITE, composite_call(parts, atomic=False)))
    _check(parts, results)
    found = _opportunity(results, connection)
    own_book = found.price_book_id
    entries = (
        whole(client, access, results["in_own_book" if own_book else "in_named_book"].body, schema=EntryRow)
        if wanted.codes
        else []
    )
    book = own_book or _named_book(results, entries)
    return Opening(
        opportunity=replace(found, price_book_id=book),
        entries=tuple(
            entry
            for entry in _price_entries(entries, connection, book=book)
            if entry.currency == found.currency
        ),
        people=people_read(results, connection),
    )


def readable(client: Client, access: Access, opportunities: Collection[str]) -> frozenset[str]:
    """Those that this user can see, in one API call."""
    wanted = sorted({one for text in opportunities if (one := record_id(text, prefix=OPPORTUNITY))})
    if not wanted:
        return frozenset()
    soql = format_soql(_READABLE, ids=wanted[:MOST_ASKED], most=str(MOST_ASKED))
    page = client.get(access, "query?q=" + quote(soql, safe=""))
    return frozenset(_id(row["id"]) for row in rows_of(IdRow, page))


def _parts(client: Client, connection: Connection, wanted: Wanted) -> list[Part]:
    codes, tier = wanted.codes, mapping_of(connection).opportunity.customer_tier
    values = {
        "opportunity": wanted.opportunity,
        "book": connection.price_book,
        "codes": list(codes),
        "currency": "" if connection.only_currency else " CurrencyIsoCode,",
        "tier": f" {tier}," if tier else "",
    }
    queries = {
        "opportunity": format_soql(_OPPORTUNITY, **values),
        "book": format_soql(_BOOK, **values),
    }
    for name, scope in (("in_named_book", _IN_NAMED_BOOK), ("in_own_book", _IN_OWN_BOOK)) if codes else ():
        queries[name] = format_soql(_ENTRIES, **values, scope=format_soql(scope, **values))
    if wanted.people is not None:
        queries |= people_queries(connection, wanted.people)
    if len(queries) > _MOST_QUERIES:
        # Its entries name the book, too.
        del queries["book"]
    return [query_part(client, name, soql) for name, soql in queries.items()]


def _check(parts: list[Part], results: Mapping[str, Result]) -> None:
    """Raises what the first refused query means. Not everybody may see who has which permission set."""
    counting = {name: result for name, result in results.items() if name != "assigned"}
    failed = [result for result in counting.values() if not result.succeeded]
    if failed:
        raise failure_of(refusals_of(counting), status=failed[0].status)
    if any(part.name not in results for part in parts):
        raise unavailable()


def _opportunity(results: Mapping[str, Result], connection: Connection) -> Opportunity:
    records = records_of(results["opportunity"].body)
    if not records:
        raise _missing()
    row = row_of(OpportunityRow, records[0])
    account = row["account"] or {"name": None}
    return Opportunity(
        id=_id(row["id"]),
        name=_line(row["name"]),
        account_name=_line(account["name"]),
        currency=_currency(row, connection),
        close_date=row["close_date"],
        stage=_line(row["stage"]),
        customer_tier=_line(along(records[0], mapping_of(connection).opportunity.customer_tier)),
        price_book_id=record_id(row["price_book_id"]) or "",
        account=record_id(row["account_id"]) or "",
    )


def _currency(row: Row, connection: Connection) -> str:
    currency: str = connection.only_currency or row["currency"] or ""
    if not _CURRENCY.fullmatch(currency):
        raise CrmRefused(
            "The CRM does not say the opportunity's currency. Ask your administrator to name it."
        )
    return currency


def _named_book(results: Mapping[str, Result], entries: list[Row]) -> str:
    if "book" not in results:
        return min((_id(entry["book"]) for entry in entries), default="")
    rows = rows_of(IdRow, results["book"].body)
    return _id(rows[0]["id"]) if rows else ""


def _price_entries(rows: list[Row], connection: Connection, *, book: str) -> list[PriceEntry]:
    return [
        PriceEntry(
            code=row["code"],
            currency=connection.only_currency or row["currency"] or "",
            entry_id=_id(row["id"]),
            product_id=_id(row["product"]),
        )
        for row in rows
        if record_id(row["book"]) == book
    ]


def _id(value: str) -> str:
    found = record_id(value)
    if found is None:
        raise unavailable()
    return found


def _line(text: str | None) -> str:
    return one_line(text or "", limit=_TEXT_LIMIT)


def _missing() -> OpportunityMissing:
    return OpportunityMissing("There is no such opportunity in your CRM, or you may not see it.")
