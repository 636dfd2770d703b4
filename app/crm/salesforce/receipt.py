"""What the CRM holds of an offer, and whether it is what was sent, to the cent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from app.amounts import Money
from app.crm.errors import ReceiptMismatch
from app.crm.mapping import FieldMapping
from app.crm.offer import Offer
from app.crm.salesforce.composite import Result
from app.crm.salesforce.ids import record_id
from app.crm.salesforce.mapped_rows import amount_row, quote_row
from app.crm.salesforce.plan import DOCUMENT, READ_OPPORTUNITY, READ_QUOTE
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.rows import Row
from app.crm.salesforce.text import one_line
from app.quoting import Receipt

_TOTALS: Final = {"TotalPrice": "total", "GrandTotal": "grand total"}


@dataclass(frozen=True, slots=True)
class Held:
    """A quote as read back. Amounts are None where the CRM shows none."""

    quote: str
    number: str
    document: str
    lines: int | None
    totals: tuple[Decimal | None, ...]
    opportunity: str | None
    amount: Decimal | None
    follows: str | None


def held_in(results: Mapping[str, Result], mapping: FieldMapping, *, lines: int) -> Held:
    """From the reading parts of the call that wrote it; ``lines``: how many it has by then.

    Raises CrmUnavailable if they are not there.
    """
    try:
        quote, opportunity = results[READ_QUOTE].body, results[READ_OPPORTUNITY].body
        document = results[DOCUMENT].body["id"]
    except (KeyError, TypeError):
        raise unavailable() from None
    rows = quote_row(quote, mapping), amount_row(opportunity, mapping)
    return held(*rows, mapping=mapping, document=document, lines=lines)


def held(
    quote: Row, opportunity: Row, *, mapping: FieldMapping, document: object, lines: int | None = None
) -> Held:
    """``lines``: counted by us, for records that do not count them."""
    found = record_id(quote["id"])
    if found is None:
        raise unavailable()
    return Held(
        quote=found,
        number=one_line(quote["number"] or "", limit=80),
        document=record_id(document) or "",
        lines=quote["lines"] if mapping.quote.line_count else lines,
        totals=tuple(quote["totals"]),
        opportunity=record_id(quote["opportunity"]),
        amount=opportunity["amount"],
        follows=record_id(opportunity["follows"]),
    )


def receipt_of(held: Held, offer: Offer, *, mapping: FieldMapping, repeated: bool, at: datetime) -> Receipt:
    """Raises ReceiptMismatch, with what was sent and what is there, for the first thing that differs."""
    for what, sent, there in _differences(held, offer, mapping=mapping, repeated=repeated):
        facts = {
            "what": what,
            "sent": sent,
            "crm": there,
            "currency": offer.currency,
            "crm_quote": held.quote,
        }
        words = (
            f"The CRM holds another {what} than the quote: {there} instead of {sent}. Check it in the CRM."
        )
        raise ReceiptMismatch(words, facts=facts)
    return Receipt(
        crm_quote=held.quote,
        crm_number=held.number,
        crm_document=held.document,
        line_count=len(offer.lines),
        total=_read(held.totals[0], offer) if held.totals else offer.total,
        opportunity_amount=_read(held.amount, offer) if mapping.opportunity.amount else offer.total,
        repeated=repeated,
        at=at,
    )


def agrees(held: Held, offer: Offer, *, mapping: FieldMapping, repeated: bool) -> bool:
    return not list(_differences(held, offer, mapping=mapping, repeated=repeated))


def _differences(
    held: Held, offer: Offer, *, mapping: FieldMapping, repeated: bool
) -> Iterator[tuple[str, str, str]]:
    """A quote found again was synced when it was written: another one there now came later and may stay.

    What the mapping has no field for is not compared.
    """
    if held.opportunity != record_id(offer.opportunity):
        yield "opportunity", offer.opportunity, held.opportunity or "none"
    if held.lines != len(offer.lines):
        yield "number of lines", str(len(offer.lines)), str(held.lines)
    for what, there in zip(_names_of_totals(mapping), held.totals, strict=False):
        if there != offer.total.amount:
            yield what, str(offer.total), _shown(there)
    follows = mapping.opportunity.follows
    if repeated and follows and held.follows not in (None, held.quote):
        return
    if follows and held.follows != held.quote:
        yield "quote on its opportunity", held.quote, held.follows or "none"
    if mapping.opportunity.amount and held.amount != offer.total.amount:
        yield "amount on the opportunity", str(offer.total), _shown(held.amount)


def _names_of_totals(mapping: FieldMapping) -> Iterator[str]:
    """In words, where the org's own fields have such."""
    for n, name in enumerate(mapping.quote.totals):
        yield _TOTALS.get(name, "total" if n == 0 else name)


def _read(amount: Decimal | None, offer: Offer) -> Money:
    return Money(amount or Decimal(0), offer.currency).rounded()


def _shown(amount: Decimal | None) -> str:
    return "none" if amount is None else format(amount, "f")
