"""Offers of any size for the tests of the CRM port."""

from datetime import UTC, date, datetime
from typing import Any

from app.amounts import Money
from app.crm import Offer, OfferDocument, OfferLine, Opening

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
TOLD = {
    "valid_until": "2027-01-31",
    "stage": "Approved",
    "status": "written",
    "status_at": "2026-11-21T12:00:00+00:00",
    "approval": "Ann Lee agreed",
}
DOCUMENT = b"%PDF-1.7 \x00\xff a quote"


def line_of(key: str, n: int, **changes: Any) -> OfferLine:
    """Prices differ from line to line, so that a lost or doubled line shows in the total."""
    values: dict[str, Any] = {
        "key": f"{key}-{n}",
        "code": "MX900",
        "description": f"Line {n}",
        "quantity": 1 + n % 3,
        "unit_net": Money.of(f"{100 + n}.{n % 100:02}", "EUR"),
        "unit_list": Money.of("19999.99", "EUR"),
        "discount_percent": "12.5",
        "discount_reason": "Framework agreement",
        "configuration": '{"band":"n78"}',
    }
    return OfferLine(**{**values, **changes})


def offer_of(opening: Opening, *, key: str = "quote-r1", lines: int = 1, **changes: Any) -> Offer:
    """A sound offer with so many lines on the opening's opportunity; ``changes`` replace its members."""
    made = changes.pop("with_lines", None) or tuple(line_of(key, n) for n in range(1, lines + 1))
    total = sum((line.unit_net * line.quantity for line in made), Money.zero("EUR"))
    values: dict[str, Any] = {
        "key": key,
        "name": "Q-2026-0001",
        "revision": 3,
        "release": "2026.1",
        "fingerprint": "ab" * 32,
        "link": "https://quotes.example/q/1",
        "opportunity": opening.opportunity.id,
        "price_book_id": opening.opportunity.price_book_id,
        "currency": "EUR",
        "valid_until": date(2027, 1, 31),
        "total": total,
        "lines": made,
        "document": OfferDocument("Q-2026-0001.pdf", DOCUMENT),
        "entries": {entry.code: entry for entry in opening.entries},
        "told": TOLD,
    }
    return Offer(**{**values, **changes})
