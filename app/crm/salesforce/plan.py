"""The requests that write a quote: which parts, in which order, in how many calls (docs/adr/0006).

Reading back stands last, after lines and sync, so that it shows what the CRM has made of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.crm.port import Connection, Offer, OfferLine
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import COMPOSITE, GRAPH, Part, composite_call, graph_call
from app.crm.salesforce.records import Record, document_record, line_record, quote_record, told_record

GRAPH_NODES = 500
COLLECTION_RECORDS = 200
LINES_IN_ONE_CALL = 1_000

QUOTE, DOCUMENT, READ_QUOTE, READ_OPPORTUNITY = "quote", "document", "quoteRead", "opportunityRead"
_NEW_QUOTE = f"@{{{QUOTE}.id}}"
# What a record has from its beginning to its end.
_MADE_WITH = ("OpportunityId", "CurrencyIsoCode")


@dataclass(frozen=True, slots=True)
class Call:
    """One API call, all or nothing."""

    path: str
    body: dict[str, object]
    parts: tuple[Part, ...]


class Plan:
    """The calls for one offer."""

    def __init__(self, client: Client, connection: Connection, offer: Offer) -> None:
        self._client = client
        self._connection = connection
        self._offer = offer

    @property
    def first_lines(self) -> int:
        """How many lines the first call writes: all, or as many as fit."""
        return min(len(self._offer.lines), LINES_IN_ONE_CALL)

    @property
    def needs_second(self) -> bool:
        return len(self._offer.lines) > LINES_IN_ONE_CALL

    def only_call(self) -> Call:
        """Everything at once."""
        lines = self._offer.lines
        ending = self._ending(self._quote_id)
        nodes = (self._quote(), *self._single_lines(lines), *ending)
        if len(nodes) <= GRAPH_NODES:
            return Call(GRAPH, graph_call(nodes), nodes)
        return _sequence((self._quote(), *self._collections(lines, quote=self._quote_id), *ending))

    def first_call(self) -> Call:
        """The quote, not yet synced, with the first lines."""
        lines = self._offer.lines[: self.first_lines]
        return _sequence((self._quote(Status="Draft"), *self._collections(lines, quote=self._quote_id)))

    def second_call(self, quote: str) -> Call:
        """The other lines, the document, the sync, and the status that the first call held back."""
        lines = self._offer.lines[self.first_lines :]
        stage = {name: text for name, text in self._offer.told.items() if name == "stage"}
        told = [Part("stage", "PATCH", self._rows(f"Quote/{quote}"), told_record(stage))] if stage else []
        return _sequence((*self._collections(lines, quote=quote), *told, *self._ending(quote)))

    @property
    def _quote_id(self) -> str:
        return self._offer.announced or _NEW_QUOTE

    def _quote(self, **more: object) -> Part:
        record = {**quote_record(self._offer, self._connection), **more}
        if not self._offer.announced:
            return Part(QUOTE, "POST", self._rows("Quote"), record)
        changed = {name: value for name, value in record.items() if name not in _MADE_WITH}
        return Part(QUOTE, "PATCH", self._rows(f"Quote/{self._offer.announced}"), changed)

    def _single_lines(self, lines: Sequence[OfferLine]) -> list[Part]:
        address = self._rows("QuoteLineItem")
        quote = self._quote_id
        return [Part(f"line{n}", "POST", address, self._line(line, quote)) for n, line in enumerate(lines, 1)]

    def _collections(self, lines: Sequence[OfferLine], *, quote: str) -> list[Part]:
        starts = range(0, len(lines), COLLECTION_RECORDS)
        return [self._collection(lines[start : start + COLLECTION_RECORDS], quote, start) for start in starts]

    def _collection(self, lines: Sequence[OfferLine], quote: str, start: int) -> Part:
        kind = {"attributes": {"type": "QuoteLineItem"}}
        body = {"allOrNone": True, "records": [{**kind, **self._line(line, quote)} for line in lines]}
        return Part(f"lines{start + 1}", "POST", self._client.address("composite/sobjects"), body)

    def _line(self, line: OfferLine, quote: str) -> Record:
        return line_record(line, quote=quote, entry=self._offer.entries[line.code].entry_id)

    def _ending(self, quote: str) -> tuple[Part, ...]:
        opportunity = self._rows(f"Opportunity/{self._offer.opportunity}")
        document = document_record(self._offer.document, quote=quote)
        return (
            Part(DOCUMENT, "POST", self._rows("ContentVersion"), document),
            Part("sync", "PATCH", opportunity, {"SyncedQuoteId": quote}),
            Part(READ_QUOTE, "GET", self._rows(f"Quote/{quote}")),
            Part(READ_OPPORTUNITY, "GET", opportunity),
        )

    def _rows(self, path: str) -> str:
        return self._client.address(f"sobjects/{path}")


def _sequence(parts: tuple[Part, ...]) -> Call:
    return Call(COMPOSITE, composite_call(parts, atomic=True), parts)
