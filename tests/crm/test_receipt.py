"""The receipt is compared to the cent, and every difference is named with both sides."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.amounts import Money
from app.crm import Opening, Opportunity, PriceEntry, ReceiptMismatch
from app.crm.mapping import read_mapping
from app.crm.salesforce.mapped import shipped_mapping
from app.crm.salesforce.receipt import Held, receipt_of
from tests.contracts.offers import AT, offer_of

MAPPING = read_mapping(shipped_mapping("quotes"))
OPPORTUNITY = "006x0000001SyyEAAS"
QUOTE = "0Q0x0000001SyyEAAS"
OFFER = offer_of(
    Opening(
        Opportunity(OPPORTUNITY, "Deal", "Acme", "EUR", None, "", "", "01sx0000001SyyEAAS"),
        (PriceEntry("MX900", "EUR", "01ux0000001SyyEAAS", "01tx0000001SyyEAAS"),),
    ),
    lines=2,
)
HELD = Held(
    quote=QUOTE,
    number="00000001",
    document="068x0000001SyyEAAS",
    lines=2,
    totals=(OFFER.total.amount, OFFER.total.amount),
    opportunity=OPPORTUNITY,
    amount=OFFER.total.amount,
    follows=QUOTE,
)
TOTAL = OFFER.total.amount
CENT_MORE = TOTAL + Decimal("0.01")


def test_a_receipt_says_what_the_crm_holds() -> None:
    receipt = receipt_of(HELD, OFFER, mapping=MAPPING, repeated=True, at=AT)

    assert (receipt.crm_quote, receipt.crm_number, receipt.line_count) == (QUOTE, "00000001", 2)
    assert receipt.total == receipt.opportunity_amount == OFFER.total
    assert (receipt.repeated, receipt.at) == (True, AT)


def test_trailing_zeros_are_no_difference() -> None:
    held = replace(HELD, totals=(TOTAL.normalize(), TOTAL), amount=TOTAL * Decimal("1.000"))

    assert receipt_of(held, OFFER, mapping=MAPPING, repeated=False, at=AT).total == OFFER.total


@pytest.mark.parametrize(
    ("held", "what"),
    [
        (replace(HELD, totals=(CENT_MORE, TOTAL)), "total"),
        (replace(HELD, totals=(TOTAL, CENT_MORE)), "grand total"),
        (replace(HELD, amount=CENT_MORE), "amount on the opportunity"),
        (replace(HELD, amount=None), "amount on the opportunity"),
        (replace(HELD, totals=(None, TOTAL)), "total"),
        (replace(HELD, lines=1), "number of lines"),
        (replace(HELD, lines=None), "number of lines"),
        (replace(HELD, follows=None), "quote on its opportunity"),
        (replace(HELD, follows="0Q0x0000002SyyEAAS"), "quote on its opportunity"),
        (replace(HELD, opportunity="006x0000002SyyEAAS"), "opportunity"),
    ],
)
def test_any_difference_is_a_mismatch_that_names_it(held: Held, what: str) -> None:
    with pytest.raises(ReceiptMismatch) as mismatch:
        receipt_of(held, OFFER, mapping=MAPPING, repeated=False, at=AT)

    assert mismatch.value.facts["what"] == what
    assert mismatch.value.facts["sent"] != mismatch.value.facts["crm"]


def test_a_mismatch_names_both_amounts() -> None:
    with pytest.raises(ReceiptMismatch, match=f"{CENT_MORE} instead of {OFFER.total}"):
        receipt_of(
            replace(HELD, totals=(CENT_MORE, TOTAL)),
            replace(OFFER, total=Money(OFFER.total.amount, "EUR")),
            mapping=MAPPING,
            repeated=False,
            at=AT,
        )
