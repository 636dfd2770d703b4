"""What would be refused is found before anything is sent, with its remedy."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from app.amounts import Money
from app.crm import CrmRefused, Offer, OfferDocument, PriceEntry, check_offer, offer_faults
from app.crm.preflight import DOCUMENT_LIMIT
from tests.contracts.offers import line_of
from tests.crm.test_receipt import OFFER

NET = OFFER.lines[0].unit_net


def with_line(**changes: Any) -> Offer:
    return replace(OFFER, lines=(replace(OFFER.lines[0], **changes), *OFFER.lines[1:]))


def many(count: int) -> Offer:
    lines = tuple(line_of("k", n) for n in range(count))
    return replace(OFFER, lines=lines, total=sum((x.unit_net * x.quantity for x in lines), Money.zero("EUR")))


def test_a_sound_offer_passes() -> None:
    assert offer_faults(OFFER) == ()
    assert offer_faults(many(2000)) == ()


@pytest.mark.parametrize(
    ("offer", "words"),
    [
        (replace(OFFER, lines=()), "no lines"),
        (many(2001), "2001 lines"),
        (with_line(key=OFFER.lines[1].key), "same key"),
        (replace(OFFER, key=""), "quote's key"),
        (replace(OFFER, key="x" * 65), "quote's key"),
        (replace(OFFER, key="@{quote.id}"), "quote's key"),
        (with_line(key="x" * 81), "line's key"),
        (with_line(quantity=0), "quantity of MX900"),
        (with_line(quantity=10**10), "quantity of MX900"),
        (with_line(unit_net=Money.of("1", "USD")), "not in EUR"),
        (with_line(unit_list=Money.of("1", "USD")), "not in EUR"),
        (with_line(unit_net=Money(NET.amount + Decimal("0.001"), "EUR")), "finer than EUR"),
        (with_line(unit_net=Money(NET.amount + Decimal("0.01"), "EUR")), "do not add up"),
        (replace(OFFER, total=Money.of("0", "EUR")), "do not add up"),
        (replace(OFFER, total=Money(OFFER.total.amount, "USD")), "do not add up"),
        (replace(OFFER, price_book_id=""), "no active price book"),
        (replace(OFFER, entries={}), "no active entry for MX900 in EUR"),
        (
            replace(OFFER, entries={"MX900": PriceEntry("MX900", "USD", "x", "y")}),
            "no active entry for MX900 in EUR",
        ),
        (replace(OFFER, link="x" * 256), "quote's link"),
        (replace(OFFER, release="x" * 81), "quote's release"),
        (with_line(discount_reason="x" * 256), "reason of a discount"),
        (with_line(discount_percent="12,5"), "percentage"),
        (with_line(discount_percent="NaN"), "percentage"),
        (with_line(configuration="x" * 131_073), "configuration of MX900"),
        (replace(OFFER, document=OfferDocument("q.pdf", b"")), "document is empty"),
        (replace(OFFER, document=OfferDocument("", b"x")), "document is empty"),
        (replace(OFFER, document=OfferDocument("q.pdf", b"x" * (DOCUMENT_LIMIT + 1))), "smaller pictures"),
    ],
)
def test_each_fault_is_named_with_its_remedy(offer: Offer, words: str) -> None:
    with pytest.raises(CrmRefused, match=words):
        check_offer(offer)


def test_a_document_at_the_limit_passes() -> None:
    assert offer_faults(replace(OFFER, document=OfferDocument("q.pdf", b"x" * DOCUMENT_LIMIT))) == ()


def test_a_thousand_faults_are_counted_not_listed() -> None:
    with pytest.raises(CrmRefused, match=r"And 1\d* more") as refused:
        check_offer(replace(many(1500), lines=tuple(replace(x, quantity=0) for x in many(1500).lines)))

    assert len(refused.value.detail) < 4000
