"""Saving a quote: send, look inside the answer, recognise a repeat, read back, compare.

What is unknown after a failure is not guessed: the same offer is sent again, and its unique key decides.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from simple_salesforce.format import format_soql

from app.crm.errors import CrmRefused
from app.crm.offer import Offer
from app.crm.port import Access, Connection
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import (
    COMPOSITE,
    Part,
    Result,
    composite_call,
    refusals_of,
    results_of,
)
from app.crm.salesforce.ids import record_id
from app.crm.salesforce.mapped import mapping_of
from app.crm.salesforce.mapped_rows import amount_fields, amount_row, listed, quote_fields, quote_row
from app.crm.salesforce.pages import query_part
from app.crm.salesforce.plan import QUOTE, Call, Plan
from app.crm.salesforce.receipt import Held, agrees, held, held_in, receipt_of
from app.crm.salesforce.refusals import DUPLICATE_CODES, GONE_CODES, failure_of, unavailable
from app.crm.salesforce.rows import IdRow, count_of, records_of, rows_of
from app.quoting import Receipt

_QUOTE = "SELECT {fields:literal} FROM {quotes:literal} WHERE {named:literal} = {key}"
_OPPORTUNITY = "SELECT {fields:literal} FROM Opportunity WHERE Id = {opportunity}"
_LINES = "SELECT Id FROM {lines:literal} WHERE {quote:literal} = '@{{quote.records[0].Id}}'"
_DOCUMENT = (
    "SELECT Id FROM ContentVersion WHERE FirstPublishLocationId = '@{{quote.records[0].Id}}' "
    "ORDER BY CreatedDate LIMIT 1"
)

# They refer to the quote, and are refused where there is none.
_REFERRING: Final = ("document", "lines")


class _WrittenBefore(Exception):
    """A unique key is taken, so an earlier attempt was committed. Carries the refusal, in case it was not."""

    def __init__(self, refusal: CrmRefused) -> None:
        super().__init__()
        self.refusal = refusal


class _Gone(Exception):
    """The record that was announced is not there any more: somebody deleted it meanwhile."""


class Saving:
    """One offer on its way to the CRM, as one user."""

    def __init__(self, client: Client, connection: Connection, *, access: Access, offer: Offer) -> None:
        self._client = client
        self._connection = connection
        self._access = access
        self._offer = offer
        self._plan = Plan(client, connection, offer)
        self._mapping = mapping_of(connection)

    def receipt(self, *, at: datetime) -> Receipt:
        try:
            there, repeated = self._written(), False
        except _Gone:
            return Saving(
                self._client, self._connection, access=self._access, offer=replace(self._offer, announced="")
            ).receipt(at=at)
        except _WrittenBefore as before:
            there, repeated = self._continued(before.refusal)
        if not agrees(there, self._offer, mapping=self._mapping, repeated=repeated):
            # Totals may settle after the lines: only a look in a transaction of its own is a verdict.
            there = self._look() or there
        return receipt_of(there, self._offer, mapping=self._mapping, repeated=repeated, at=at)

    def _written(self) -> Held:
        if not self._plan.needs_second:
            return self._held(self._send(self._plan.only_call()))
        results = self._send(self._plan.first_call())
        return self._completed(self._offer.announced or _new_quote(results))

    def _held(self, results: Mapping[str, Result]) -> Held:
        return held_in(results, self._mapping, lines=len(self._offer.lines))

    def _completed(self, quote: str) -> Held:
        """The second of two calls. If it is refused for good, the first is taken back."""
        try:
            return self._held(self._send(self._plan.second_call(quote)))
        except CrmRefused as refused:
            failure = refused if self._is_taken_back(quote) else _left_behind(refused, quote)
        raise failure

    def _continued(self, refusal: CrmRefused) -> tuple[Held, bool]:
        """Where an earlier attempt stands: complete, or half of two calls. Raises the refusal if nowhere."""
        there = self._look()
        if there is not None and self._is_half(there):
            try:
                return self._completed(there.quote), False
            except _WrittenBefore as meanwhile:
                # The second call of an attempt that had died arrived between our look and our own.
                there, refusal = self._look(), meanwhile.refusal
        if there is None or self._is_half(there):
            raise refusal
        return there, True

    def _is_half(self, there: Held) -> bool:
        return self._plan.needs_second and there.lines == self._plan.first_lines

    def _send(self, call: Call) -> Mapping[str, Result]:
        """Raises what the refusal means, or _WrittenBefore."""
        results = results_of(self._client.write(self._access, call.path, call.body))
        failed = [result for result in results.values() if not result.succeeded]
        if not failed:
            if any(part.name not in results for part in call.parts):
                raise unavailable()
            return results
        refusals = refusals_of(results)
        if self._offer.announced and any(refusal.code in GONE_CODES for refusal in results[QUOTE].refusals):
            raise _Gone
        failure = failure_of(refusals, status=max(result.status for result in failed))
        if isinstance(failure, CrmRefused) and any(refusal.code in DUPLICATE_CODES for refusal in refusals):
            raise _WrittenBefore(failure)
        raise failure

    def _look(self) -> Held | None:
        """The quote that carries the offer's key, by an API call of its own."""
        results = results_of(
            self._client.read(self._access, COMPOSITE, composite_call(self._looking(), atomic=False))
        )
        quotes = records_of(_body(results, QUOTE))
        opportunities = records_of(_body(results, "opportunity"))
        if not quotes or not opportunities:
            return None
        documents = rows_of(IdRow, _body(results, "document"))
        return held(
            quote_row(quotes[0], self._mapping),
            amount_row(opportunities[0], self._mapping),
            mapping=self._mapping,
            document=documents[0]["id"] if documents else "",
            lines=None if self._mapping.quote.line_count else count_of(_body(results, "lines")),
        )

    def _looking(self) -> list[Part]:
        mapping, offer = self._mapping, self._offer
        quotes = {
            "fields": listed(quote_fields(mapping)),
            "quotes": mapping.quote.object,
            "named": mapping.quote.key,
        }
        opportunity = {"fields": listed(amount_fields(mapping)), "opportunity": offer.opportunity}
        parts = [
            query_part(self._client, QUOTE, format_soql(_QUOTE, key=offer.key, **quotes)),
            query_part(self._client, "opportunity", format_soql(_OPPORTUNITY, **opportunity)),
            query_part(self._client, "document", format_soql(_DOCUMENT), references="@{}[]."),
        ]
        if not mapping.quote.line_count:
            lines = format_soql(_LINES, lines=mapping.lines.object, quote=mapping.lines.quote)
            parts.append(query_part(self._client, "lines", lines, references="@{}[]."))
        return parts

    def _is_taken_back(self, quote: str) -> bool:
        address = self._client.address(f"sobjects/{self._mapping.quote.object}/{quote}")
        parts = [Part("takeBack", "DELETE", address)]
        results = results_of(self._client.write(self._access, COMPOSITE, composite_call(parts, atomic=True)))
        return all(result.succeeded for result in results.values())


def _left_behind(refused: CrmRefused, quote: str) -> CrmRefused:
    """For a user who may make quotes but not delete them."""
    words = f"{refused.detail} An unfinished draft of the quote is left in the CRM; have it deleted there."
    return CrmRefused(words, facts={**refused.facts, "crm_quote": quote})


def _new_quote(results: Mapping[str, Result]) -> str:
    body = results[QUOTE].body
    found = record_id(body.get("id")) if isinstance(body, dict) else None
    if found is None:
        raise unavailable()
    return found


def _body(results: Mapping[str, Result], name: str) -> object:
    result = results.get(name)
    if result is None:
        raise unavailable()
    if not result.succeeded and name not in _REFERRING:
        raise failure_of(result.refusals, status=result.status)
    return result.body if result.succeeded else {"records": [], "totalSize": 0}
