"""What the product relies on of any CRM beside saving a quote: looking, announcing, telling, hanging."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from app.crm import CrmChanged, CrmRefused, CrmSessionExpired, Head, OpportunityMissing
from app.quoting import Receipt
from app.quoting.drift import TOLD, HeldQuote
from tests.contracts import offers
from tests.contracts.benches import Bench
from tests.contracts.offers import AT, DOCUMENT, offer_of

ASKED = {"stage": "In Review", "status": "in_approval", "approval": "Ann Lee is asked"}


def saved(bench: Bench, *, key: str = "quote-r1", lines: int = 2, announced: str = "") -> Receipt:
    opening = bench.crm.open(bench.access, bench.opportunity, codes=("MX900",))
    offer = offer_of(opening, key=key, lines=lines, announced=announced)
    return bench.crm.save_quote(bench.access, offer, at=AT)


def head(bench: Bench, *, key: str = "quote-r0") -> Head:
    opening = bench.crm.open(bench.access, bench.opportunity, codes=())
    return Head(
        key=key,
        name="Q-2026-0001",
        revision=3,
        release="2026.1",
        fingerprint="ab" * 32,
        link="https://quotes.example/q/1",
        opportunity=bench.opportunity,
        price_book_id=opening.opportunity.price_book_id,
        currency="EUR",
        valid_until=date(2027, 1, 31),
        told={**offers.TOLD, **ASKED},
    )


def looked(bench: Bench, *quotes: str) -> tuple[HeldQuote, ...]:
    return bench.crm.look(bench.access, opportunities=(bench.opportunity,), quotes=quotes)


def only(bench: Bench, *quotes: str) -> HeldQuote:
    (held,) = looked(bench, *quotes)
    return held


def test_a_look_shows_a_quote_as_it_was_sent_in_one_call(bench: Bench) -> None:
    receipt = saved(bench)
    before = bench.calls()

    held = only(bench, receipt.crm_quote)

    assert bench.calls() - before == 1
    assert (held.crm_quote, held.key, held.number) == (receipt.crm_quote, "quote-r1", receipt.crm_number)
    assert held.total == held.grand_total == held.amount == receipt.total.amount
    assert [(line.key, line.quantity, line.unit_price) for line in held.lines] == [
        ("quote-r1-1", Decimal(2), Decimal("101.01")),
        ("quote-r1-2", Decimal(3), Decimal("102.02")),
    ]
    assert (held.documents, held.follows, held.opportunity) == (1, receipt.crm_quote, bench.opportunity)
    assert held.told == offers.TOLD
    assert tuple(held.told) == TOLD


@pytest.mark.parametrize("lines", [600, 1001])
def test_a_look_sees_every_line_of_a_long_quote_and_its_status(bench: Bench, lines: int) -> None:
    receipt = saved(bench, lines=lines)

    held = only(bench, receipt.crm_quote)

    assert len(held.lines) == lines
    assert held.told == offers.TOLD


def test_a_look_sees_two_quotes_and_nothing_where_there_is_nothing(bench: Bench) -> None:
    saved(bench, key="a-r1")
    saved(bench, key="b-r1")

    assert [held.key for held in looked(bench)] == ["a-r1", "b-r1"]
    assert bench.crm.look(bench.access, opportunities=(), quotes=()) == ()


def test_a_look_with_a_session_that_ended_says_so(bench: Bench) -> None:
    bench.fail_next("invalid_session")

    with pytest.raises(CrmSessionExpired):
        looked(bench)


def test_what_is_told_stands_there_and_nothing_else_has_changed(bench: Bench) -> None:
    receipt = saved(bench)
    before = only(bench, receipt.crm_quote)
    calls = bench.calls()

    news = {"status": "sent", "stage": "Presented"}
    bench.crm.tell(bench.access, receipt.crm_quote, news, unchanged_since=before.changed_at)

    assert bench.calls() - calls == 1
    after = only(bench, receipt.crm_quote)
    assert after.told == {**before.told, **news}
    assert replace(after, told=before.told, changed_at=before.changed_at) == before


def test_nothing_is_told_over_what_somebody_changed_meanwhile(bench: Bench) -> None:
    receipt = saved(bench)
    before = only(bench, receipt.crm_quote)

    with pytest.raises(CrmChanged):
        bench.crm.tell(
            bench.access,
            receipt.crm_quote,
            {"status": "sent"},
            unchanged_since=before.changed_at - timedelta(seconds=2),
        )

    assert only(bench, receipt.crm_quote).told == before.told


def test_a_quote_is_announced_without_lines_and_the_opportunity_goes_on_as_it_was(bench: Bench) -> None:
    followed = saved(bench, key="other-r1")

    crm_quote = bench.crm.announce(bench.access, head(bench))

    (held,) = (one for one in looked(bench, crm_quote) if one.crm_quote == crm_quote)
    assert (held.key, held.lines, held.documents) == ("quote-r0", (), 0)
    assert held.told == {**offers.TOLD, **ASKED}
    assert (held.follows, held.amount) == (followed.crm_quote, followed.total.amount)


def test_a_repeated_announcement_finds_the_record_that_is_there(bench: Bench) -> None:
    first = bench.crm.announce(bench.access, head(bench))

    second = bench.crm.announce(bench.access, head(bench))

    assert second == first
    assert bench.quotes("quote-r0") == 1


def test_an_announcement_on_no_opportunity_is_refused(bench: Bench) -> None:
    with pytest.raises(OpportunityMissing):
        bench.crm.announce(bench.access, replace(head(bench), opportunity="006Qw0000000999AAA"))


@pytest.mark.parametrize("lines", [2, 600, 1001])
def test_an_announced_quote_becomes_the_offer_itself(bench: Bench, lines: int) -> None:
    crm_quote = bench.crm.announce(bench.access, head(bench))

    receipt = saved(bench, lines=lines, announced=crm_quote)

    held = only(bench, crm_quote)
    assert receipt.crm_quote == crm_quote == held.follows
    assert (held.key, len(held.lines), held.documents) == ("quote-r1", lines, 1)
    assert held.told == offers.TOLD
    assert held.amount == receipt.total.amount


@pytest.mark.parametrize("lines", [2, 600, 1001])
def test_a_repeat_after_an_announcement_changes_nothing(bench: Bench, lines: int) -> None:
    crm_quote = bench.crm.announce(bench.access, head(bench))
    first = saved(bench, lines=lines, announced=crm_quote)

    second = saved(bench, lines=lines, announced=crm_quote)

    assert (second.repeated, second.crm_quote) == (True, first.crm_quote)
    assert (bench.lines(), bench.quotes("quote-r1"), bench.quotes("quote-r0")) == (lines, 1, 0)


def test_an_offer_whose_announced_record_was_deleted_makes_one_of_its_own(bench: Bench) -> None:
    crm_quote = bench.crm.announce(bench.access, head(bench))
    bench.delete_quote(crm_quote)

    receipt = saved(bench, announced=crm_quote)

    assert receipt.crm_quote != crm_quote
    assert only(bench, receipt.crm_quote).key == "quote-r1"


def test_a_document_hangs_on_the_quote_that_lost_its_own(bench: Bench) -> None:
    crm_quote = bench.crm.announce(bench.access, head(bench))
    opening = bench.crm.open(bench.access, bench.opportunity, codes=("MX900",))

    bench.crm.attach(bench.access, crm_quote, offer_of(opening).document)

    assert DOCUMENT.startswith(b"%PDF")
    assert only(bench, crm_quote).documents == 1


@pytest.mark.parametrize("quote", ["0Q0Qw0000000999AAA", "../limits", "006Qw0000000001IAA", ""])
def test_nothing_is_told_to_what_is_no_quote(bench: Bench, quote: str) -> None:
    with pytest.raises(CrmRefused):
        bench.crm.tell(bench.access, quote, {"status": "sent"}, unchanged_since=AT)
