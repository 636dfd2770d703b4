"""The requests that write a quote: which parts, in which order, in how many calls (docs/adr/0006).

Reading back stands last, after lines and sync, so that it shows what the CRM has made of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.crm.mapping import OPPORTUNITY
from app.crm.offer import Offer, OfferLine
from app.crm.port import Connection
from app.crm.salesforce.client import Client
from app.crm.salesforce.composite import COMPOSITE, GRAPH, Part, composite_call, graph_call
from app.crm.salesforce.mapped import mapping_of
from app.crm.salesforce.records import (
    CURRENCY,
    Record,
    document_record,
    line_record,
    opportunity_record,
    quote_record,
    told_record,
)

GRAPH_NODES = 500
COLLECTION_RECORDS = 200
COLLECTIONS_IN_ONE_CALL = 5
LINES_IN_ONE_CALL = COLLECTION_RECORDS * COLLECTIONS_IN_ONE_CALL

QUOTE, DOCUMENT, READ_QUOTE, READ_OPPORTUNITY = "quote", "document", "quoteRead", "opportunityRead"
_NEW_QUOTE = f"@{{{QUOTE}.id}}"
_HELD_BACK = "Draft"


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
        self._mapping = mapping_of(connection)
        # The record that is there already: the opportunity itself, or one that was announced.
        self._there = offer.opportunity if self._mapping.one_at_a_time else offer.announced

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

    def replacing_call(self, stale: Sequence[str]) -> Call | None:
        """The same with so many lines taken away before; None where one call does not take as much."""
        ending = self._ending(self._quote_id)
        rows = [self._gone(line) for line in stale]
        nodes = (*rows, self._quote(), *self._single_lines(self._offer.lines), *ending)
        if len(nodes) <= GRAPH_NODES:
            return Call(GRAPH, graph_call(nodes), nodes)
        gone, lines = self._taken(stale), self._collections(self._offer.lines, quote=self._quote_id)
        if len(gone) + len(lines) > COLLECTIONS_IN_ONE_CALL:
            return None
        return _sequence((*gone, self._quote(), *lines, *ending))

    def clearing_calls(self, stale: Sequence[str]) -> tuple[Call, ...]:
        """Lines of the quote before this one."""
        parts = self._taken(stale)
        starts = range(0, len(parts), COLLECTIONS_IN_ONE_CALL)
        return tuple(_sequence(tuple(parts[n : n + COLLECTIONS_IN_ONE_CALL])) for n in starts)

    def first_call(self) -> Call:
        """The quote, not yet synced, with the first lines."""
        lines = self._offer.lines[: self.first_lines]
        return _sequence((self._quote(stage=_HELD_BACK), *self._collections(lines, quote=self._quote_id)))

    def second_call(self, quote: str) -> Call:
        """The other lines, the document, the sync, and the status that the first call held back."""
        lines = self._offer.lines[self.first_lines :]
        stage = {name: text for name, text in self._offer.told.items() if name == "stage"}
        record = told_record(stage, self._mapping.quote.told)
        told = [Part("stage", "PATCH", self._quotes(f"/{quote}"), record)] if record else []
        return _sequence((*self._collections(lines, quote=quote), *told, *self._ending(quote)))

    @property
    def _quote_id(self) -> str:
        return self._there or _NEW_QUOTE

    def _quote(self, **told: str) -> Part:
        names = self._mapping.quote
        record = {**quote_record(self._offer, self._connection), **told_record(told, names.told)}
        if not self._there:
            return Part(QUOTE, "POST", self._quotes(), record)
        # A record has these from its beginning to its end.
        changed = {name: value for name, value in record.items() if name not in (names.opportunity, CURRENCY)}
        return Part(QUOTE, "PATCH", self._quotes(f"/{self._there}"), changed)

    def _single_lines(self, lines: Sequence[OfferLine]) -> list[Part]:
        address = self._rows(self._mapping.lines.object)
        quote = self._quote_id
        return [Part(f"line{n}", "POST", address, self._line(line, quote)) for n, line in enumerate(lines, 1)]

    def _collections(self, lines: Sequence[OfferLine], *, quote: str) -> list[Part]:
        starts = range(0, len(lines), COLLECTION_RECORDS)
        return [self._collection(lines[start : start + COLLECTION_RECORDS], quote, start) for start in starts]

    def _collection(self, lines: Sequence[OfferLine], quote: str, start: int) -> Part:
        kind = {"attributes": {"type": self._mapping.lines.object}}
        body = {"allOrNone": True, "records": [{**kind, **self._line(line, quote)} for line in lines]}
        return Part(f"lines{start + 1}", "POST", self._client.address("composite/sobjects"), body)

    def _gone(self, line: str) -> Part:
        return Part(f"gone{line}", "DELETE", self._rows(f"{self._mapping.lines.object}/{line}"))

    def _taken(self, lines: Sequence[str]) -> list[Part]:
        starts = range(0, len(lines), COLLECTION_RECORDS)
        return [self._taken_together(lines[start : start + COLLECTION_RECORDS], start) for start in starts]

    def _taken_together(self, lines: Sequence[str], start: int) -> Part:
        address = self._client.address(f"composite/sobjects?ids={','.join(lines)}&allOrNone=true")
        return Part(f"taken{start + 1}", "DELETE", address)

    def _line(self, line: OfferLine, quote: str) -> Record:
        return line_record(line, self._connection, offer=self._offer, quote=quote)

    def _ending(self, quote: str) -> tuple[Part, ...]:
        opportunity = self._rows(f"{OPPORTUNITY}/{self._offer.opportunity}")
        document = document_record(self._offer.document, quote=quote)
        followed = self._followed(quote)
        return (
            Part(DOCUMENT, "POST", self._rows("ContentVersion"), document),
            *([Part("sync", "PATCH", opportunity, followed)] if followed else ()),
            Part(READ_QUOTE, "GET", self._quotes(f"/{quote}")),
            Part(READ_OPPORTUNITY, "GET", opportunity),
        )

    def _followed(self, quote: str) -> Record:
        """Nothing where the opportunity itself is the quote: that part has said it."""
        if self._mapping.one_at_a_time:
            return {}
        return opportunity_record(self._offer, self._connection, quote=quote)

    def _quotes(self, rest: str = "") -> str:
        return self._rows(self._mapping.quote.object + rest)

    def _rows(self, path: str) -> str:
        return self._client.address(f"sobjects/{path}")


def _sequence(parts: tuple[Part, ...]) -> Call:
    return Call(COMPOSITE, composite_call(parts, atomic=True), parts)
