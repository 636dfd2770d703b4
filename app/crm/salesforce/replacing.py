"""Saving a quote as the opportunity's own products: what was there of ours goes, what is offered comes.

New lines are written first or in the same call, so that whatever fails leaves the opportunity with the lines
of one quote at least; what is left over of the one before goes with the next attempt. Products that others
added stay, and make the amount another than the quote's, which is a mismatch to be looked at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from simple_salesforce.format import format_soql

from app.crm.errors import CrmRefused
from app.crm.offer import Offer
from app.crm.port import Access, Connection
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import COMPOSITE, Part, Result, composite_call, refusals_of, results_of
from app.crm.salesforce.ids import record_id
from app.crm.salesforce.mapped import mapping_of
from app.crm.salesforce.mapped_rows import (
    amount_fields,
    amount_row,
    line_fields,
    line_row,
    listed,
    quote_fields,
    quote_row,
)
from app.crm.salesforce.pages import query_part, whole_records
from app.crm.salesforce.plan import LINES_IN_ONE_CALL, Call, Plan
from app.crm.salesforce.receipt import Held, held, held_in, receipt_of
from app.crm.salesforce.refusals import failure_of, unavailable
from app.crm.salesforce.rows import IdRow, records_of, rows_of
from app.quoting import Receipt

_OPPORTUNITY: Final = "SELECT {fields:literal} FROM Opportunity WHERE Id = {opportunity}"
_LINES: Final = (
    "SELECT {fields:literal} FROM {lines:literal} "
    "WHERE {quote:literal} = {opportunity} AND {key:literal} != null ORDER BY Id"
)
_DOCUMENT: Final = (
    "SELECT Id FROM ContentVersion WHERE FirstPublishLocationId = {opportunity} "
    "ORDER BY CreatedDate DESC, Id DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class _There:
    """What the opportunity holds of ours: ``own`` lines of this very offer, and ids of ``stale`` ones."""

    held: Held | None
    own: int
    stale: tuple[str, ...]


class Replacing:
    """One offer on its way to the CRM, as one user."""

    def __init__(self, client: Client, connection: Connection, *, access: Access, offer: Offer) -> None:
        self._client = client
        self._access = access
        self._offer = offer
        self._mapping = mapping_of(connection)
        self._plan = Plan(client, connection, offer)

    def receipt(self, *, at: datetime) -> Receipt:
        if self._plan.needs_second:
            raise CrmRefused(
                f"An opportunity takes at most {LINES_IN_ONE_CALL} lines of a quote as its own products. "
                "Move some to a quote of another opportunity."
            )
        there = self._look()
        repeated = there.own > 0
        if not repeated:
            there = self._written(there)
        if there.stale:
            self._send(*self._plan.clearing_calls(there.stale))
            there = self._look()
        if there.held is None:
            raise unavailable()
        return receipt_of(there.held, self._offer, mapping=self._mapping, repeated=repeated, at=at)

    def _written(self, before: _There) -> _There:
        together = self._plan.replacing_call(before.stale)
        results = self._send(together or self._plan.only_call())
        written = held_in(results, self._mapping, lines=len(self._offer.lines))
        return _There(written, len(self._offer.lines), () if together else before.stale)

    def _send(self, *calls: Call) -> dict[str, Result]:
        found: dict[str, Result] = {}
        for call in calls:
            results = results_of(self._client.write(self._access, call.path, call.body))
            failed = [result for result in results.values() if not result.succeeded]
            if failed:
                raise failure_of(refusals_of(results), status=max(result.status for result in failed))
            if any(part.name not in results for part in call.parts):
                raise unavailable()
            found |= results
        return found

    def _look(self) -> _There:
        """By an API call of its own, and one more for each 2,000 lines."""
        results = results_of(
            self._client.read(self._access, COMPOSITE, composite_call(self._looking(), atomic=False))
        )
        failed = [result for result in results.values() if not result.succeeded]
        if failed or len(results) < len(self._looking()):
            raise failure_of(refusals_of(results), status=failed[0].status) if failed else unavailable()
        return self._there(
            records_of(results["opportunity"].body),
            whole_records(self._client, self._access, results["lines"].body),
            document=next((row["id"] for row in rows_of(IdRow, results["document"].body)), ""),
        )

    def _there(self, opportunities: Sequence[object], lines: Sequence[object], *, document: str) -> _There:
        keys = {line.key for line in self._offer.lines}
        rows = [line_row(record, self._mapping) for record in lines]
        own = sum(row["key"] in keys for row in rows)
        stale = tuple(_id(row["id"]) for row in rows if row["key"] not in keys)
        if not opportunities or not own:
            return _There(None, own, stale)
        pair = (quote_row(opportunities[0], self._mapping), amount_row(opportunities[0], self._mapping))
        return _There(held(*pair, mapping=self._mapping, document=document, lines=own), own, stale)

    def _looking(self) -> list[Part]:
        lines, opportunity = self._mapping.lines, self._offer.opportunity
        fields = dict.fromkeys((*quote_fields(self._mapping), *amount_fields(self._mapping)))
        queries = {
            "opportunity": format_soql(_OPPORTUNITY, fields=listed(fields), opportunity=opportunity),
            "lines": format_soql(
                _LINES,
                fields=listed(line_fields(self._mapping)),
                lines=lines.object,
                quote=lines.quote,
                key=lines.key,
                opportunity=opportunity,
            ),
            "document": format_soql(_DOCUMENT, opportunity=opportunity),
        }
        return [query_part(self._client, name, soql) for name, soql in queries.items()]


def _id(text: str) -> str:
    found = record_id(text)
    if found is None:
        raise unavailable()
    return found
