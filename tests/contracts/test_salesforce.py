"""What only Salesforce does: its records, its odd answers, a quote in two calls that breaks in between."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
import requests

from app.amounts import Money
from app.crm import About, CrmRefused, CrmUnavailable, Opening, ReceiptMismatch
from app.crm.salesforce import SalesforceGateway, Transport
from app.crm.salesforce.receipt import Held
from app.crm.salesforce.saving import Saving
from app.errors import AppError
from tests.contracts.benches import SandboxBench
from tests.contracts.offers import AT, DOCUMENT, line_of, offer_of
from tests.fixtures_sandbox import Sandbox

HOSTILE = [
    "<script>alert('1')</script> \"quoted\" & 'single'",
    "back\\slash \t tab, Ω 漢字 😀 \u202eturned",
    "' OR Name != '",
    "%{x} ${x} {{x}} #{x}",
]


def opened(real: SandboxBench) -> Opening:
    return real.crm.open(real.access, real.opportunity, codes=("MX900", "SC300"))


def test_the_quote_its_line_and_its_document_stand_in_the_crm_as_sent(
    real: SandboxBench, sandbox: Sandbox
) -> None:
    offer = offer_of(opened(real), about=About(list_total=Money.of("404.04", "EUR")))

    receipt = real.crm.save_quote(real.access, offer, at=AT)

    quote = next(q for q in sandbox.records("Quote") if q["Id"] == receipt.crm_quote)
    assert {name: quote[name] for name in quote if name.startswith("QW_")} == {
        "QW_Key__c": offer.key,
        "QW_Revision__c": 3,
        "QW_Release__c": "2026.1",
        "QW_Catalog_Hash__c": "ab" * 32,
        "QW_Link__c": "https://quotes.example/q/1",
        "QW_Status__c": "written",
        "QW_Status_At__c": "2026-11-21T12:00:00.000+0000",
        "QW_Approval__c": "Ann Lee agreed",
        "QW_Margin_Percent__c": None,
    }
    assert (quote["Name"], quote["ExpirationDate"], quote["CurrencyIsoCode"]) == (
        "Q-2026-0001",
        "2027-01-31",
        "EUR",
    )
    assert (quote["QuoteNumber"], quote["IsSyncing"]) == (receipt.crm_number, True)
    (line,) = sandbox.records("QuoteLineItem")
    assert (line["QuoteId"], line["UnitPrice"], line["Quantity"]) == (receipt.crm_quote, Decimal("101.01"), 2)
    assert line["Discount"] is None
    assert (line["QW_List_Price__c"], line["QW_Discount_Percent__c"]) == (
        Decimal("19999.99"),
        Decimal("12.5"),
    )
    assert line["QW_Discount_Reason__c"] == "Framework agreement"
    assert line["QW_Configuration__c"] == '{"band":"n78"}'
    assert line["QW_Key__c"] == "quote-r1-1"
    opportunity = next(o for o in sandbox.records("Opportunity") if o["Id"] == real.opportunity)
    assert (opportunity["SyncedQuoteId"], opportunity["Amount"]) == (receipt.crm_quote, offer.total.amount)
    assert (opportunity["QW_Link__c"], opportunity["QW_Discount_Percent__c"]) == (offer.link, Decimal("50"))
    assert download(real, sandbox, receipt.crm_document) == DOCUMENT


def download(real: SandboxBench, sandbox: Sandbox, version: str) -> bytes:
    address = f"{sandbox.tls}/services/data/v67.0/sobjects/ContentVersion/{version}/VersionData"
    headers = {"Authorization": f"Bearer {real.access.token}"}
    return requests.get(address, headers=headers, verify=sandbox.ca, timeout=10).content


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_arrives_as_it_was_and_does_nothing(
    real: SandboxBench, sandbox: Sandbox, text: str
) -> None:
    line = line_of("quote-r1", 1, description=text, discount_reason=text)

    real.crm.save_quote(real.access, offer_of(opened(real), name=text, with_lines=(line,)), at=AT)

    (held,) = sandbox.records("QuoteLineItem")
    assert (held["Description"], held["QW_Discount_Reason__c"]) == (text, text)
    assert sandbox.records("Quote")[0]["Name"] == text


@pytest.mark.parametrize("lines", [1, 600])
def test_text_that_looks_like_a_reference_is_not_replaced(
    real: SandboxBench, sandbox: Sandbox, lines: int
) -> None:
    hostile = {
        "description": "see @{quote.id}",
        "configuration": '{"note":"@{quote.id}"}',
        "discount_reason": "@{x}",
    }
    made = tuple(line_of("quote-r1", n, **hostile) for n in range(1, lines + 1))

    real.crm.save_quote(real.access, offer_of(opened(real), name="@{sync.id}", with_lines=made), at=AT)

    held = sandbox.records("QuoteLineItem")[-1]
    assert held["Description"] == "see @ {quote.id}"
    assert held["QW_Configuration__c"] == '{"note":"@\\u007bquote.id}"}'
    assert sandbox.records("Quote")[0]["Name"] == "@ {sync.id}"


def test_long_descriptions_are_cut_to_what_the_field_takes(real: SandboxBench, sandbox: Sandbox) -> None:
    lines = (line_of("quote-r1", 1, description="😀" * 300), line_of("quote-r1", 2, description="x" * 225))

    real.crm.save_quote(real.access, offer_of(opened(real), with_lines=lines), at=AT)

    first, second = (line["Description"] for line in sandbox.records("QuoteLineItem"))
    assert first == "😀" * 112 + "…"
    assert second == "x" * 225


def test_a_rule_of_the_crm_is_passed_on_in_its_own_words(real: SandboxBench, sandbox: Sandbox) -> None:
    opening = opened(real)
    sandbox.change("PricebookEntry", opening.entries[0].entry_id, IsActive=False)

    with pytest.raises(CrmRefused, match="pricebook entry is inactive") as refused:
        real.crm.save_quote(real.access, offer_of(opening, lines=3), at=AT)

    assert refused.value.facts["crm_code"] == "FIELD_INTEGRITY_EXCEPTION"
    assert refused.value.facts["fields"] == ["PricebookEntryId"]
    assert (sandbox.records("Quote"), sandbox.records("QuoteLineItem")) == ([], [])


def test_a_user_who_may_only_read_is_refused(real: SandboxBench, sandbox: Sandbox) -> None:
    offer = offer_of(opened(real))
    access = replace(real.access, token=sandbox.token("readonly"))

    with pytest.raises(CrmRefused):
        real.crm.save_quote(access, offer, at=AT)


@pytest.mark.parametrize(
    "fault", ["unavailable", "server_error", "truncated_json", "reset", "commit_then_drop"]
)
def test_anything_that_is_not_the_api_speaking_is_an_outage(
    real: SandboxBench, sandbox: Sandbox, fault: str
) -> None:
    offer = offer_of(opened(real))
    sandbox.fault(fault)

    with pytest.raises(CrmUnavailable) as failed:
        real.crm.save_quote(real.access, offer, at=AT)

    assert failed.value.__context__ is None
    assert real.crm.save_quote(real.access, offer, at=AT).total == offer.total
    assert (real.quotes(offer.key), real.lines()) == (1, 1)


def test_a_slow_crm_is_given_up_and_the_quote_found_later(real: SandboxBench, sandbox: Sandbox) -> None:
    offer = offer_of(opened(real))
    impatient = SalesforceGateway(Transport(ca_file=sandbox.ca, write_seconds=0.3)).crm(real.connection)
    sandbox.fault("latency", seconds=1.5)

    with pytest.raises(CrmUnavailable):
        impatient.save_quote(real.access, offer, at=AT)

    assert real.crm.save_quote(real.access, offer, at=AT).total == offer.total
    assert real.quotes(offer.key) == 1


def before_the_second_call(monkeypatch: pytest.MonkeyPatch, deed: Callable[[], object]) -> None:
    """Lets something happen once the first of two calls was committed."""
    complete = Saving._completed

    def completed(saving: Saving, quote: str) -> Held:
        deed()
        return complete(saving, quote)

    monkeypatch.setattr(Saving, "_completed", completed)


@pytest.mark.parametrize(
    ("fault", "repeated"), [("reset", False), ("lock", False), ("commit_then_drop", True)]
)
def test_a_quote_that_broke_between_its_two_calls_is_continued_where_it_stands(
    real: SandboxBench, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, fault: str, repeated: bool
) -> None:
    offer = offer_of(opened(real), lines=1001)
    with monkeypatch.context() as patch:
        before_the_second_call(patch, lambda: sandbox.fault(fault))
        with pytest.raises(AppError) as failed:
            real.crm.save_quote(real.access, offer, at=AT)

    receipt = real.crm.save_quote(real.access, offer, at=AT)

    assert getattr(failed.value, "retryable", False)
    assert receipt.repeated is repeated
    assert receipt.total == receipt.opportunity_amount == offer.total
    assert (real.quotes(offer.key), real.lines(), len(sandbox.records("ContentVersion"))) == (1, 1001, 1)


def test_a_quote_whose_second_call_is_refused_is_taken_back(
    real: SandboxBench, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = opened(real)
    offer = offer_of(opening, lines=1001)
    entry = opening.entries[0].entry_id
    before_the_second_call(monkeypatch, lambda: sandbox.change("PricebookEntry", entry, IsActive=False))

    with pytest.raises(CrmRefused, match="inactive"):
        real.crm.save_quote(real.access, offer, at=AT)

    assert (real.quotes(offer.key), real.lines()) == (0, 0)


def test_a_draft_that_cannot_be_taken_back_is_named(
    real: SandboxBench, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = opened(real)
    offer = offer_of(opening, lines=1001)
    entry = opening.entries[0].entry_id
    before_the_second_call(monkeypatch, lambda: sandbox.change("PricebookEntry", entry, IsActive=False))
    monkeypatch.setattr(Saving, "_is_taken_back", lambda _saving, _quote: False)

    with pytest.raises(CrmRefused, match="unfinished draft") as refused:
        real.crm.save_quote(real.access, offer, at=AT)

    assert refused.value.facts["crm_quote"] == sandbox.records("Quote")[0]["Id"]


def test_another_amount_in_the_crm_is_reported_with_both(real: SandboxBench, sandbox: Sandbox) -> None:
    offer = offer_of(opened(real))
    receipt = real.crm.save_quote(real.access, offer, at=AT)
    sandbox.change("Quote", receipt.crm_quote, Tax="5.00")

    with pytest.raises(ReceiptMismatch) as mismatch:
        real.crm.save_quote(real.access, offer, at=AT)

    facts = mismatch.value.facts
    assert (facts["what"], facts["sent"], facts["crm"]) == ("grand total", "202.02", "207.02")
    assert facts["crm_quote"] == receipt.crm_quote


def test_a_repeat_is_recognised_though_the_opportunity_follows_another_quote_by_now(
    real: SandboxBench, sandbox: Sandbox
) -> None:
    opening = opened(real)
    first = offer_of(opening, key="a-r1")
    written = real.crm.save_quote(real.access, first, at=AT)
    later = real.crm.save_quote(real.access, offer_of(opening, key="b-r1", lines=2), at=AT)

    receipt = real.crm.save_quote(real.access, first, at=AT)

    assert (receipt.crm_quote, receipt.total, receipt.repeated) == (written.crm_quote, first.total, True)
    assert receipt.opportunity_amount == later.total
    followed = [one["SyncedQuoteId"] for one in sandbox.records("Opportunity") if one["SyncedQuoteId"]]
    assert followed == [later.crm_quote]


@pytest.mark.parametrize("amount", ["0.01", "0.10", "9007199254740993.07", "1234567890.99"])
def test_amounts_arrive_digit_for_digit(real: SandboxBench, sandbox: Sandbox, amount: str) -> None:
    line = line_of("quote-r1", 1, quantity=1, unit_net=Money.of(amount, "EUR"))

    receipt = real.crm.save_quote(real.access, offer_of(opened(real), with_lines=(line,)), at=AT)

    assert receipt.total == Money.of(amount, "EUR")
    assert sandbox.records("QuoteLineItem")[0]["UnitPrice"] == Decimal(amount)


def test_two_users_at_once_do_not_mix(real: SandboxBench, sandbox: Sandbox) -> None:
    opening = opened(real)
    tokens = [real.access.token, sandbox.token("approver")]
    offers = [offer_of(opening, key=f"k{n}-r1", lines=5) for n in range(8)]

    def save(n: int) -> datetime:
        return real.crm.save_quote(replace(real.access, token=tokens[n % 2]), offers[n], at=AT).at

    with ThreadPoolExecutor(4) as pool:
        outcomes = [pool.submit(save, n) for n in range(8)]
    failed = [o.exception() for o in outcomes if o.exception()]

    owners = {q["QW_Key__c"]: q["OwnerId"] for q in sandbox.records("Quote")}
    assert all(isinstance(failure, ReceiptMismatch) for failure in failed)
    assert len(owners) == 8
    assert len({owners[f"k{n}-r1"] for n in range(0, 8, 2)}) == 1
    assert owners["k0-r1"] != owners["k1-r1"]
