"""Which records a quote becomes in a CRM, and from which formula each of their fields comes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.crm.mapping.formula import Formula

OPPORTUNITY: Final = "Opportunity"

Formulas = Mapping[str, Formula]
"""By the field that each is for."""


@dataclass(frozen=True, slots=True)
class Told:
    """A field that follows the quote's life. ``words``: what the CRM calls ours; others stay as they are."""

    field: str
    words: Mapping[str, str]

    def there(self, text: str) -> str:
        return self.words.get(text, text)

    def here(self, text: str) -> str:
        return next((ours for ours, theirs in self.words.items() if theirs == text), text)


@dataclass(frozen=True, slots=True)
class QuoteRecords:
    """``opportunity``: the lookup to it, empty where the record is the opportunity itself. ``key`` is unique.

    ``number``, ``line_count`` and ``totals`` are read back where they are named, and compared. ``told`` is by
    fact, without ``quote.``.
    """

    object: str
    opportunity: str
    key: str
    number: str
    line_count: str
    totals: tuple[str, ...]
    fields: Formulas
    told: Mapping[str, Told]


@dataclass(frozen=True, slots=True)
class LineRecords:
    """``quote`` is the lookup to the quote's record."""

    object: str
    quote: str
    key: str
    quantity: str
    unit_price: str
    fields: Formulas


@dataclass(frozen=True, slots=True)
class OpportunityRecord:
    """``follows`` and ``amount``: which quote it follows, and what it is worth by that; empty: not looked at.

    ``customer_tier`` may lead over lookups, like ``Account.Tier__c``.
    """

    customer_tier: str
    follows: str
    amount: str
    fields: Formulas


@dataclass(frozen=True, slots=True)
class FieldMapping:
    quote: QuoteRecords
    lines: LineRecords
    opportunity: OpportunityRecord

    @property
    def one_at_a_time(self) -> bool:
        """The opportunity's own products stand for the quote."""
        return self.quote.object == OPPORTUNITY

    @property
    def asked(self) -> frozenset[str]:
        """The facts that its formulas ask for."""
        places = (self.quote.fields, self.lines.fields, self.opportunity.fields)
        return frozenset(name for formulas in places for one in formulas.values() for name in one.names)

    def written(self) -> Iterator[tuple[str, str]]:
        """Object and field of all that is written, once each."""
        yield from dict.fromkeys(self._written())

    def _written(self) -> Iterator[tuple[str, str]]:
        quote, lines, opportunity = self.quote, self.lines, self.opportunity
        told = [told.field for told in quote.told.values()]
        for name in (quote.opportunity, quote.key, *quote.fields, *told):
            if name:
                yield quote.object, name
        for name in (lines.quote, lines.key, *lines.fields):
            yield lines.object, name
        for name in (opportunity.follows, *opportunity.fields):
            if name:
                yield OPPORTUNITY, name

    def read(self) -> Iterator[tuple[str, str]]:
        """Object and field of what is read back beside it, once each."""
        quote, lines, opportunity = self.quote, self.lines, self.opportunity
        there = [(quote.object, name) for name in (quote.number, quote.line_count, *quote.totals) if name]
        there += [(lines.object, name) for name in (lines.quantity, lines.unit_price)]
        there += [(OPPORTUNITY, opportunity.amount)] if opportunity.amount else []
        return iter(dict.fromkeys(one for one in there if one not in set(self._written())))
