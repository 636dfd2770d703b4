"""What would make a CRM refuse an offer, found before anything is sent.

The limits are the narrowest of the records we write (docs/crm-records.md); our manifest gives the custom
fields these sizes.
"""

import re
from collections import Counter
from collections.abc import Iterator

from app.amounts import Money
from app.crm.errors import CrmRefused
from app.crm.offer import Offer, OfferLine

LINE_LIMIT = 2_000
KEY_LIMIT = 64
LINE_KEY_LIMIT = 80
TEXT_LIMITS = {"release": 80, "fingerprint": 64, "link": 255}
REASON_LIMIT = 255
CONFIGURATION_LIMIT = 131_072
QUANTITY_LIMIT = 9_999_999_999
DOCUMENT_LIMIT = 28_125_000  # bytes: 37.5 MB once it is written in base64

_SHOWN = 20
_PERCENT = re.compile(r"-?\d{1,5}(\.\d{1,4})?")
_KEY = re.compile(r"[\w.:-]+", re.ASCII)


def check_offer(offer: Offer) -> None:
    """Raises CrmRefused with every fault and its remedy."""
    faults = offer_faults(offer)
    if faults:
        more = "" if len(faults) <= _SHOWN else f" And {len(faults) - _SHOWN} more."
        raise CrmRefused(" ".join(faults[:_SHOWN]) + more, facts={"faults": list(faults[:_SHOWN])})


def offer_faults(offer: Offer) -> tuple[str, ...]:
    """Sentences, each naming what would fail and what to do; none for a sound offer."""
    return (
        *_of_the_whole(offer),
        *_of_prices(offer),
        *_of_entries(offer),
        *_of_texts(offer),
        *_of_document(offer),
    )


def _of_the_whole(offer: Offer) -> Iterator[str]:
    if not offer.lines:
        yield "The quote has no lines. Add a product."
    if len(offer.lines) > LINE_LIMIT:
        yield f"A quote of {len(offer.lines)} lines is more than {LINE_LIMIT}. Move some to a second quote."
    if len({line.key for line in offer.lines}) < len(offer.lines):
        yield "Two lines carry the same key. Reload the quote and submit it again."
    if not _KEY.fullmatch(offer.key) or len(offer.key) > KEY_LIMIT:
        yield f"The quote's key must have 1 to {KEY_LIMIT} plain characters. Submit the quote again."


def _of_prices(offer: Offer) -> Iterator[str]:
    for line in offer.lines:
        if not 1 <= line.quantity <= QUANTITY_LIMIT:
            yield f"The quantity of {line.code} must be from 1 to {QUANTITY_LIMIT}."
        if {line.unit_net.currency, line.unit_list.currency} != {offer.currency}:
            yield f"The price of {line.code} is not in {offer.currency}. Price the quote again."
        elif not line.unit_net.is_rounded:
            yield f"The price of {line.code} is finer than {offer.currency} allows. Price the quote again."
    if not _adds_up(offer):
        yield f"The lines do not add up to the total of {offer.total}. Price the quote again."


def _adds_up(offer: Offer) -> bool:
    if any(line.unit_net.currency != offer.total.currency for line in offer.lines):
        return False
    total = sum((line.unit_net * line.quantity for line in offer.lines), Money.zero(offer.total.currency))
    return total.amount == offer.total.amount and offer.total.currency == offer.currency


def _of_entries(offer: Offer) -> Iterator[str]:
    if not offer.price_book_id:
        yield "The CRM has no active price book for this quote. Ask your administrator to name one."
    for code in dict.fromkeys(line.code for line in offer.lines):
        entry = offer.entries.get(code)
        if entry is None or entry.currency != offer.currency:
            yield (
                f"The CRM's price book has no active entry for {code} in {offer.currency}. "
                "Ask your administrator to add it to the price book."
            )


def _of_texts(offer: Offer) -> Iterator[str]:
    for name, limit in TEXT_LIMITS.items():
        if len(getattr(offer, name)) > limit:
            yield f"The quote's {name} is longer than the {limit} characters that its field in the CRM takes."
    limits = Counter(fault for line in offer.lines for fault in _of_line_texts(line))
    for fault, count in limits.items():
        yield f"{fault} ({count} {'line' if count == 1 else 'lines'})"


def _of_line_texts(line: OfferLine) -> Iterator[str]:
    if not _KEY.fullmatch(line.key) or len(line.key) > LINE_KEY_LIMIT:
        yield f"A line's key must have 1 to {LINE_KEY_LIMIT} plain characters. Submit the quote again."
    if line.discount_percent and not _PERCENT.fullmatch(line.discount_percent):
        yield "A discount is not written as a percentage. Price the quote again."
    if len(line.discount_reason) > REASON_LIMIT:
        yield f"The reason of a discount is longer than {REASON_LIMIT} characters. Shorten it."
    if len(line.configuration) > CONFIGURATION_LIMIT:
        yield f"The configuration of {line.code} is longer than {CONFIGURATION_LIMIT} characters."


def _of_document(offer: Offer) -> Iterator[str]:
    document = offer.document
    if not document.content or not document.filename or len(document.filename) > 255:
        yield "The quote's document is empty or has no proper name. Submit the quote again."
    if len(document.content) > DOCUMENT_LIMIT:
        yield f"The document has more than the {DOCUMENT_LIMIT} bytes the CRM takes. Use smaller pictures."
