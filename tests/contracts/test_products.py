"""Quotes as products of the opportunity itself: what the port promises there, one quote at a time."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
import requests

from app.crm import CrmChanged, CrmRefused, CrmUnavailable, Head, ReceiptMismatch
from app.quoting import Receipt
from app.quoting.drift import HeldQuote
from tests.contracts.benches import SandboxBench
from tests.contracts.offers import AT, TOLD, offer_of
from tests.fixtures_sandbox import Sandbox


@pytest.fixture
def bench(sandbox: Sandbox) -> Iterator[SandboxBench]:
    made = SandboxBench(sandbox, "products")
    yield made
    made.close()


def saved(bench: SandboxBench, key: str = "a-r1", *, lines: int = 2, **changes: Any) -> Receipt:
    opening = bench.crm.open(bench.access, bench.opportunity, codes=("MX900", "SC300"))
    return bench.crm.save_quote(bench.access, offer_of(opening, key=key, lines=lines, **changes), at=AT)


def looked(bench: SandboxBench) -> tuple[HeldQuote, ...]:
    return bench.crm.look(bench.access, opportunities=(bench.opportunity,), quotes=(bench.opportunity,))


def products(sandbox: Sandbox) -> list[str]:
    return [row["QW_Key__c"] or "somebody else's" for row in sandbox.records("OpportunityLineItem")]


@pytest.mark.parametrize("lines", [1, 200, 497, 1000])
def test_a_quote_is_saved_to_the_cent_in_a_look_and_a_call(bench: SandboxBench, lines: int) -> None:
    bench.crm.open(bench.access, bench.opportunity, codes=("MX900",))
    before = bench.calls()

    receipt = saved(bench, lines=lines)

    assert bench.calls() - before == 3  # with the opening
    assert (receipt.line_count, bench.lines(), bench.quotes("a-r1")) == (lines, lines, 1)
    assert receipt.opportunity_amount == receipt.total
    assert receipt.crm_quote == bench.opportunity
    assert receipt.crm_document
    assert not receipt.repeated


def test_more_lines_than_one_call_takes_are_refused_before_anything_is_sent(bench: SandboxBench) -> None:
    with pytest.raises(CrmRefused, match="at most 1000 lines"):
        saved(bench, lines=1001)
    assert bench.lines() == 0


@pytest.mark.parametrize("lines", [2, 600])
def test_a_repeat_and_a_lost_answer_leave_the_lines_once(
    bench: SandboxBench, sandbox: Sandbox, lines: int
) -> None:
    # After the opening and the look.
    sandbox.fault("commit_then_drop", match="composite", nth=3)
    with pytest.raises(CrmUnavailable):
        saved(bench, lines=lines)
    assert bench.lines() == lines

    receipt = saved(bench, lines=lines)

    assert receipt.repeated
    assert (bench.quotes("a-r1"), bench.lines()) == (1, lines)


@pytest.mark.parametrize(("first", "second"), [(3, 2), (400, 300), (1000, 600), (1000, 1000)])
def test_the_next_quote_takes_the_place_of_the_one_before(
    bench: SandboxBench, sandbox: Sandbox, first: int, second: int
) -> None:
    saved(bench, "a-r1", lines=first)

    receipt = saved(bench, "b-r1", lines=second)

    assert sorted(products(sandbox)) == sorted(f"b-r1-{n}" for n in range(1, second + 1))
    assert receipt.opportunity_amount == receipt.total
    assert (bench.quotes("a-r1"), bench.quotes("b-r1")) == (0, 1)
    assert [held.key for held in looked(bench)] == ["b-r1"]


def test_lines_left_over_by_a_death_in_between_go_with_the_next_attempt(
    bench: SandboxBench, sandbox: Sandbox
) -> None:
    saved(bench, "a-r1", lines=1000)
    # The new lines are written; the call that clears the old ones never arrives.
    sandbox.fault("unavailable", match="composite", method="POST", nth=4)
    with pytest.raises(CrmUnavailable):
        saved(bench, "b-r1", lines=600)
    assert bench.lines() == 1600

    receipt = saved(bench, "b-r1", lines=600)

    assert (receipt.repeated, bench.lines()) == (True, 600)
    assert receipt.opportunity_amount == receipt.total


def test_a_refused_quote_leaves_the_lines_of_the_one_before(bench: SandboxBench, sandbox: Sandbox) -> None:
    saved(bench, "a-r1", lines=3)
    sandbox.fault("validation_rule", object="OpportunityLineItem")
    with pytest.raises(CrmRefused):
        saved(bench, "b-r1", lines=2)
    assert sorted(products(sandbox)) == ["a-r1-1", "a-r1-2", "a-r1-3"]


def test_products_that_others_added_stay_and_are_a_mismatch(bench: SandboxBench, sandbox: Sandbox) -> None:
    saved(bench, "a-r1", lines=1)
    ours = sandbox.records("OpportunityLineItem")[0]
    foreign = {name: ours[name] for name in ("OpportunityId", "PricebookEntryId")}
    foreign |= {"Quantity": 1, "UnitPrice": 5}
    requests.post(
        f"{sandbox.org}/services/data/v67.0/sobjects/OpportunityLineItem",
        json=foreign,
        headers={"Authorization": f"Bearer {bench.access.token}"},
        timeout=10,
    ).raise_for_status()

    with pytest.raises(ReceiptMismatch, match="amount on the opportunity"):
        saved(bench, "b-r1", lines=2)

    assert sorted(products(sandbox)) == ["b-r1-1", "b-r1-2", "somebody else's"]


def test_a_look_shows_the_quote_with_what_is_told_of_it(bench: SandboxBench) -> None:
    receipt = saved(bench)
    (held,) = looked(bench)

    assert (held.crm_quote, held.opportunity, held.follows) == (bench.opportunity,) * 3
    assert held.total == held.grand_total == held.amount == receipt.total.amount
    assert [(line.key, line.quantity, line.unit_price) for line in held.lines] == [
        ("a-r1-1", Decimal(2), Decimal("101.01")),
        ("a-r1-2", Decimal(3), Decimal("102.02")),
    ]
    assert held.documents == 1
    # It has no list of statuses of its own for a quote.
    assert held.told == {name: text for name, text in TOLD.items() if name != "stage"}


def test_what_is_told_stands_there_unless_somebody_was_faster(bench: SandboxBench) -> None:
    saved(bench)
    (before,) = looked(bench)
    news = {"status": "sent", "stage": "Presented"}

    bench.crm.tell(bench.access, bench.opportunity, news, unchanged_since=before.changed_at)

    (after,) = looked(bench)
    assert after.told == {**before.told, "status": "sent"}
    assert replace(after, told=before.told, changed_at=before.changed_at) == before
    with pytest.raises(CrmChanged):
        bench.crm.tell(bench.access, bench.opportunity, {"status": "x"}, unchanged_since=AT)


def test_nothing_is_announced_there(bench: SandboxBench) -> None:
    assert bench.crm.one_at_a_time
    opening = bench.crm.open(bench.access, bench.opportunity, codes=("MX900",))
    offer = offer_of(opening)
    names = ("key", "name", "revision", "release", "fingerprint", "link", "opportunity", "price_book_id")
    more = ("currency", "valid_until", "told")
    head = Head(**{name: getattr(offer, name) for name in (*names, *more)})
    with pytest.raises(CrmRefused, match="only once it is written"):
        bench.crm.announce(bench.access, head)
