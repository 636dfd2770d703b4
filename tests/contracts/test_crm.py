"""What the product relies on of any CRM: one suite over the one in memory and over the real adapter."""

import pytest

from app.amounts import Money
from app.crm import (
    CrmBusy,
    CrmLimit,
    CrmRefused,
    CrmSessionExpired,
    CrmUnavailable,
    Opening,
    OpportunityMissing,
    PeopleWanted,
)
from app.errors import AppError
from tests.contracts.benches import Bench
from tests.contracts.offers import AT, line_of, offer_of

FAILURES = [
    ("invalid_session", CrmSessionExpired),
    ("limit", CrmLimit),
    ("lock", CrmBusy),
    ("unavailable", CrmUnavailable),
]


def opened(bench: Bench) -> Opening:
    return bench.crm.open(bench.access, bench.opportunity, codes=("MX900", "SC300"))


def test_opening_shows_the_opportunity_and_its_price_entries_in_one_call(bench: Bench) -> None:
    before = bench.calls()

    opening = bench.crm.open(bench.access, bench.opportunity, codes=("MX900", "SC300", "NONE"))

    assert bench.calls() - before == 1
    assert opening.opportunity.account_name == "Nordtel AG"
    assert opening.opportunity.account.startswith("001")
    assert opening.opportunity.customer_tier == "Key"
    assert opening.opportunity.currency == "EUR"
    assert [(e.code, e.currency) for e in opening.entries] == [("MX900", "EUR"), ("SC300", "EUR")]


def test_an_opening_without_articles_still_shows_the_opportunity(bench: Bench) -> None:
    opening = bench.crm.open(bench.access, bench.opportunity, codes=())

    assert opening.opportunity.id == bench.opportunity
    assert opening.opportunity.price_book_id
    assert opening.entries == ()


@pytest.mark.parametrize("opportunity", ["006Qw0000000999AAA", "", "../limits", "001D000000IqhSLIAZ"])
def test_an_opportunity_that_is_not_there_is_missing(bench: Bench, opportunity: str) -> None:
    with pytest.raises(OpportunityMissing):
        bench.crm.open(bench.access, opportunity, codes=("MX900",))


@pytest.mark.parametrize(
    ("lines", "calls"), [(1, 1), (25, 1), (200, 1), (495, 1), (497, 1), (1000, 1), (2000, 2)]
)
def test_a_quote_is_saved_to_the_cent_in_as_few_calls_as_there_can_be(
    bench: Bench, lines: int, calls: int
) -> None:
    offer = offer_of(opened(bench), lines=lines)
    before = bench.calls()

    receipt = bench.crm.save_quote(bench.access, offer, at=AT)

    assert bench.calls() - before == calls
    assert receipt.total == receipt.opportunity_amount == offer.total
    assert receipt.line_count == bench.lines() == lines
    assert receipt.crm_quote
    assert receipt.crm_document
    assert not receipt.repeated
    assert receipt.at == AT


@pytest.mark.parametrize("lines", [2, 600, 1001])
def test_a_repeat_changes_nothing_and_brings_the_same_receipt(bench: Bench, lines: int) -> None:
    offer = offer_of(opened(bench), lines=lines)
    first = bench.crm.save_quote(bench.access, offer, at=AT)

    second = bench.crm.save_quote(bench.access, offer, at=AT)

    assert second.repeated
    assert second.crm_quote == first.crm_quote
    assert second.crm_document == first.crm_document
    assert second.total == first.total
    assert (bench.quotes(offer.key), bench.lines()) == (1, lines)


@pytest.mark.parametrize("lines", [2, 600, 1001])
def test_a_lost_answer_and_a_retry_leave_exactly_one_quote(bench: Bench, lines: int) -> None:
    offer = offer_of(opened(bench), lines=lines)
    bench.fail_next("commit_then_drop")

    with pytest.raises(CrmUnavailable):
        bench.crm.save_quote(bench.access, offer, at=AT)
    receipt = bench.crm.save_quote(bench.access, offer, at=AT)

    assert receipt.total == offer.total
    assert (bench.quotes(offer.key), bench.lines()) == (1, lines)


@pytest.mark.parametrize(("how", "failure"), FAILURES)
def test_a_failing_crm_is_named_by_what_to_do_next(bench: Bench, how: str, failure: type[AppError]) -> None:
    offer = offer_of(opened(bench), lines=2)
    bench.fail_next(how)

    with pytest.raises(failure):
        bench.crm.save_quote(bench.access, offer, at=AT)

    assert bench.quotes(offer.key) == 0


@pytest.mark.parametrize(("how", "failure"), FAILURES)
def test_an_opening_that_fails_is_named_by_what_to_do_next(
    bench: Bench, how: str, failure: type[AppError]
) -> None:
    bench.fail_next(how)

    with pytest.raises(failure):
        opened(bench)


def test_two_quotes_may_stand_on_one_opportunity(bench: Bench) -> None:
    opening = opened(bench)

    first = bench.crm.save_quote(bench.access, offer_of(opening, key="a-r1", lines=2), at=AT)
    second = bench.crm.save_quote(bench.access, offer_of(opening, key="b-r1", lines=3), at=AT)

    assert first.crm_quote != second.crm_quote
    assert second.opportunity_amount == second.total


def test_an_unsound_offer_costs_no_call(bench: Bench) -> None:
    offer = offer_of(opened(bench), total=Money.of("0.01", "EUR"))
    before = bench.calls()

    with pytest.raises(CrmRefused):
        bench.crm.save_quote(bench.access, offer, at=AT)

    assert bench.calls() == before


def test_a_line_that_is_there_under_another_quote_is_refused(bench: Bench) -> None:
    opening = opened(bench)
    bench.crm.save_quote(bench.access, offer_of(opening, key="a-r1"), at=AT)

    with pytest.raises(CrmRefused):
        bench.crm.save_quote(
            bench.access, offer_of(opening, key="b-r1", with_lines=(line_of("a-r1", 1),)), at=AT
        )

    assert bench.quotes("b-r1") == 0


def test_opening_reads_the_people_wanted_in_the_same_call(bench: Bench) -> None:
    before = bench.calls()
    wanted = PeopleWanted(bench.user, frozenset({"Sales Director"}), frozenset({"admin@sandbox.example"}))

    opening = bench.crm.open(bench.access, bench.opportunity, codes=("MX900",), people=wanted)

    assert bench.calls() - before == 1
    assert opening.opportunity.price_book_id
    people = {one.name: one for one in opening.people}
    assert set(people) == {"Riley Brandt", "Ada Lindqvist", "Ines Moreau", "Sam Okafor"}
    assert people["Riley Brandt"].manager == people["Ada Lindqvist"].user
    assert people["Ada Lindqvist"].manager == people["Ines Moreau"].user
    assert all(one.active for one in people.values())
    assert "Sales Director" in people["Ines Moreau"].groups
    assert {name for name, one in people.items() if "operator" in one.roles} == {"Sam Okafor"}


def test_nobody_is_read_where_nobody_is_wanted(bench: Bench) -> None:
    assert opened(bench).people == ()


def test_the_crm_says_which_opportunities_the_user_can_see(bench: Bench) -> None:
    before = bench.calls()
    asked = (bench.opportunity, "006Qw0000000999AAA")

    assert bench.crm.readable(bench.access, asked) == {bench.opportunity}
    assert bench.calls() - before == 1
    assert bench.crm.readable(bench.access, ()) == frozenset()
