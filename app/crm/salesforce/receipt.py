"""What the CRM holds of an offer, and whether it is what was sent, to the cent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.amounts import Money
from app.crm.errors import ReceiptMismatch
from app.crm.port import Offer
from app.crm.salesforce.composite import Result
from app.crm.salesforce.ids import record_id
from app.crm.salesforce.plan import DOCUMENT, READ_OPPORTUNITY, READ_QUOTE
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.rows import AmountRow, QuoteRow, Row, row_of
from app.crm.salesforce.text import one_line
from app.quoting import Receipt


@dataclass(frozen=True, slots=True)
class Held:
    """A quote as read back. Amounts are None where the CRM shows none."""

    quote: str
    number: str
    document: str
    lines: int | None
    total: Decimal | None
    grand_total: Decimal | None
    opportunity: str | None
    amount: Decimal | None
    synced: str | None


def held_in(results: Mapping[str, Result]) -> Held:
    """From the reading parts of the call that wrote it. Raises CrmUnavailable if they are not there."""
    try:
        quote, opportunity = results[READ_QUOTE].body, results[READ_OPPORTUNITY].body
        document = results[DOCUMENT].body["id"]
    except (KeyError, TypeError):
        raise unavailable() from None
    return held(row_of(QuoteRow, quote), row_of(AmountRow, opportunity), document=document)


def held(quote: Row, opportunity: Row, *, document: object) -> Held:
    found = record_id(quote["id"])
    if found is None:
        raise unavailable()
    return Held(
        quote=found,
        number=one_line(quote["number"] or "", limit=80),
        document=record_id(document) or "",
        lines=quote["lines"],
        total=quote["total"],
        grand_total=quote["grand_total"],
        opportunity=record_id(quote["opportunity"]),
        amount=opportunity["amount"],
        synced=record_id(opportunity["synced"]),
    )


def receipt_of(held: Held, offer: Offer, *, repeated: bool, at: datetime) -> Receipt:
    """Raises ReceiptMismatch, with what was sent and what is there, for the first thing that differs."""
    for what, sent, there in _differences(held, offer, repeated=repeated):
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
        total=Money(held.total or Decimal(0), offer.currency).rounded(),
        opportunity_amount=Money(held.amount or Decimal(0), offer.currency).rounded(),
        repeated=repeated,
        at=at,
    )


def agrees(held: Held, offer: Offer, *, repeated: bool) -> bool:
    return not list(_differences(held, offer, repeated=repeated))


def _differences(held: Held, offer: Offer, *, repeated: bool) -> Iterator[tuple[str, str, str]]:
    """A quote found again was synced when it was written: another one there now came later and may stay."""
    if held.opportunity != record_id(offer.opportunity):
        yield "opportunity", offer.opportunity, held.opportunity or "none"
    if held.lines != len(offer.lines):
        yield "number of lines", str(len(offer.lines)), str(held.lines)
    amounts = {"total": held.total, "grand total": held.grand_total}
    for what, there in amounts.items():
        if there != offer.total.amount:
            yield what, str(offer.total), _shown(there)
    if repeated and held.synced not in (None, held.quote):
        return
    if held.synced != held.quote:
        yield "quote on its opportunity", held.quote, held.synced or "none"
    if held.amount != offer.total.amount:
        yield "amount on the opportunity", str(offer.total), _shown(held.amount)


def _shown(amount: Decimal | None) -> str:
    return "none" if amount is None else format(amount, "f")
