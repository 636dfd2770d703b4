"""Trying a field mapping against an org: what does not fit, and what would be sent. Nothing is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from app.amounts import Money
from app.crm.offer import About, Offer, OfferDocument, OfferLine, PriceEntry
from app.crm.port import Access, Connection, Opening

EXAMPLE: Final = "example"
_NOWHERE: Final = PriceEntry("CODE", "EUR", "01u000000000001AAA", "01t000000000001AAA")


@dataclass(frozen=True, slots=True)
class Planned:
    """One record as it would be sent: ``POST Quote``, ``PATCH Opportunity/006…``, by the CRM's fields."""

    method: str
    record: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Planning:
    """``calls``: how many API calls the offer takes."""

    calls: int
    records: tuple[Planned, ...]


class Trial(Protocol):
    """One mapping against one org. Every method may raise the leaves of ``app.crm.errors``; none writes."""

    def problems(self, offers: tuple[Offer, ...]) -> tuple[str, ...]:
        """Sentences with what to do; none for a mapping that fits. The offers are tried as examples."""

    def opening(self, opportunity: str, *, codes: tuple[str, ...]) -> Opening:
        """As whoever tries it sees it. Raises OpportunityMissing."""

    def planned(self, offer: Offer) -> Planning:
        """Raises CrmRefused for a formula that cannot be worked out."""


class Trials(Protocol):
    def trial(self, connection: Connection, access: Access) -> Trial:
        """Raises MappingInvalid for the connection's mapping."""


def example_offers(opening: Opening | None = None) -> tuple[Offer, Offer]:
    """Two that no catalog has: one with all that may be there, at its longest, and one with the least.

    With an opening they are on its opportunity, with articles of its price book.
    """
    entries = (opening.entries if opening else ()) or (_NOWHERE,)
    full, bare = _line(entries[0], n=1, full="x"), _line(entries[-1], n=2, full="")
    return _offer(opening, entries, lines=(full, bare), full="x"), _offer(
        opening, entries, lines=(bare,), full=""
    )


def _line(entry: PriceEntry, *, n: int, full: str) -> OfferLine:
    """``full``: a character that fills texts, or nothing."""
    price = Money.of("12345.67" if full else "0", entry.currency)
    return OfferLine(
        key=f"{EXAMPLE}-r1-{n}",
        code=entry.code,
        description=full * 400 or "Example",
        quantity=999_999 if full else 1,
        unit_net=price,
        unit_list=price,
        discount_percent="99.9999" if full else "",
        discount_reason=full * 255,
        configuration='{"product":"example","choices":{},"values":{}}',
        n=n,
        product=EXAMPLE,
        item_number=full * 60,
        group=full * 60,
    )


def _offer(
    opening: Opening | None, entries: tuple[PriceEntry, ...], *, lines: tuple[OfferLine, ...], full: str
) -> Offer:
    currency = entries[0].currency
    total = sum((line.unit_net * line.quantity for line in lines), Money.zero(currency))
    place = opening.opportunity if opening else None
    about = About(
        number=f"{EXAMPLE}-1",
        author="Example Author",
        opportunity_name=place.name if place else full * 80,
        account=place.account if place else "001000000000001AAA" if full else "",
        account_name=place.account_name if place else full * 80,
        customer_tier=place.customer_tier if place else "",
        list_total=total if full else None,
        margin_percent=Decimal("12.3") if full else None,
    )
    told = {
        "valid_until": "2027-01-31",
        "stage": "Approved" if full else "Draft",
        "status": "written" if full else "draft",
        "status_at": "2026-11-21T12:00:00+00:00",
        "approval": full * 2_000,
    }
    return Offer(
        key=f"{EXAMPLE}-r1",
        name=f"{EXAMPLE} {place.name if place else full * 70}"[:80],
        revision=1,
        release=full * 12 or "1",
        fingerprint="ab" * 32,
        link="https://quotes.example.com/canvas/example",
        opportunity=place.id if place else "006000000000001AAA",
        price_book_id=place.price_book_id if place else "01s000000000001AAA",
        currency=currency,
        valid_until=date(2027, 1, 31),
        total=total,
        lines=lines,
        document=OfferDocument("example.pdf", b"%PDF"),
        entries={entry.code: entry for entry in entries},
        told=told,
        about=about,
    )
