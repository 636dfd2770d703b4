"""A quote once more: told before it is done, on an opportunity that the CRM shows to this user."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.actions import (
    Call,
    LineChange,
    Prices,
    add_line,
    change_line,
    clone_quote,
    complete_line,
    list_quotes,
    preview_clone,
    show_opportunity,
    show_quote,
    start_quote,
    submit_quote,
    withdraw_quote,
    write_back_quote,
)
from app.actions.candidate import Order
from app.actions.clone_quote import TermsChanged
from app.actions.cloning import PricesCannotBeKept
from app.actions.move_quote import ReleaseChanged
from app.actions.start_quote import CurrencyUnsupported
from app.crm import CrmSessionExpired, CrmUnavailable, OpportunityMissing
from app.quoting import Quote, QuoteMissing, Status
from app.store import QuoteChanged, accesses, audit
from app.store.catalogs import FolderFiles, shipped_catalog
from tests.actions.conftest import (
    COLLEAGUE,
    DEMO,
    NOW,
    OPPORTUNITY,
    OTHER_OPPORTUNITY,
    REP,
    World,
    opportunity,
)
from tests.fixtures_catalog import DEARER, NO_STRAND, next_telecom
from tests.publishing import publish_unproven

THIRD = "006x0000001a2b5AAA"
STREET = {"environment": "street", "mounting": "strand"}


@pytest.fixture
def world(world: World) -> World:
    publish_unproven(
        world.services.database, FolderFiles(shipped_catalog("telecom")), Order(by="ada", at=NOW)
    )
    world.crm.opportunities[THIRD] = replace(opportunity(THIRD), account="001x0000001a2b9AAA")
    world.crm.opportunities[OTHER_OPPORTUNITY] = replace(opportunity(OTHER_OPPORTUNITY), currency="USD")
    return world


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def quote(world: World, call: Call) -> Quote:
    """Three lines: a percentage off, an amount off, and a service."""
    quote = start_quote(world.services, call)
    add_line(world.services, call, quote.id, product="sc300", choices=STREET)
    for product in ("ml200", "care"):
        line = add_line(world.services, call, quote.id, product=product, choices={}).line
        complete_line(world.services, call, quote.id, line.n)
    percent = LineChange(quantity=7, discount={"percent": "10", "reason": "pilot"})
    change_line(world.services, call, quote.id, 1, change=percent)
    amount = LineChange(discount={"amount": "100.00", "reason": "round"})
    return change_line(world.services, call, quote.id, 2, change=amount).quote


def newer(world: World, folder: Path) -> str:
    files = FolderFiles(next_telecom(folder, "2099.1", DEARER, *NO_STRAND, without=("care",)))
    return publish_unproven(world.services.database, files, Order(by="ada", at=NOW)).release.fingerprint


def test_on_the_same_opportunity_it_is_a_new_offer_with_the_same_prices(
    world: World, call: Call, quote: Quote
) -> None:
    calls = world.crm.calls
    clone = clone_quote(world.services, call, quote.id).move.after
    assert (clone.number, clone.edition, clone.status) == ("Q-00002", 1, Status.DRAFT)
    assert (clone.family, clone.follows) == (clone.id, quote.id)
    assert clone.lines == quote.lines
    assert show_quote(world.services, call, clone.id) == clone
    assert show_quote(world.services, call, quote.id) == quote
    assert world.crm.calls == calls
    with world.services.database.reading() as tx:
        (entry,) = audit.read(tx, clone.id)
    assert (entry.verb, entry.facts["of"]) == ("clone_quote", quote.id)


def test_a_dry_run_tells_and_stores_nothing(world: World, call: Call, quote: Quote) -> None:
    told = preview_clone(world.services, call, quote.id, opportunity=OTHER_OPPORTUNITY)
    assert (told.move.after.number, told.opportunity.currency) == ("", "USD")
    assert len(list_quotes(world.services, call)) == 1
    with pytest.raises(QuoteMissing):
        show_quote(world.services, call, told.move.after.id)
    assert start_quote(world.services, call).number == "Q-00002"


def test_currency_tier_and_account_come_from_the_other_opportunity(
    world: World, call: Call, quote: Quote
) -> None:
    calls = world.crm.calls
    clone = clone_quote(world.services, call, quote.id, opportunity=OTHER_OPPORTUNITY, currency="USD")
    draft = clone.move.after
    assert world.crm.calls == calls + 1
    assert clone.elsewhere
    assert (draft.opportunity, draft.currency) == (OTHER_OPPORTUNITY, "USD")
    assert {line.price.net.currency for line in draft.lines} == {"USD"}
    # A percentage goes along; nobody said what an amount is worth there.
    assert [line.discount is None for line in draft.lines] == [False, True, True]
    assert [line.discount_dropped for line in clone.move.lines] == [False, True, False]
    there = world.call(world.open(opportunity=OTHER_OPPORTUNITY))
    fresh = start_quote(world.services, there)
    line = add_line(world.services, there, fresh.id, product="ml200", choices={}).line
    priced = complete_line(world.services, there, fresh.id, line.n).line
    assert draft.line(2).price == priced.price
    assert [one.number for one in list_quotes(world.services, there)] == ["Q-00003", "Q-00002"]
    assert show_quote(world.services, there, draft.id) == draft
    with pytest.raises(QuoteMissing):
        show_quote(world.services, call, draft.id)
    assert show_opportunity(world.services, call).id == OPPORTUNITY


def test_it_can_be_saved_there(world: World, call: Call, quote: Quote) -> None:
    complete_line(world.services, call, quote.id, 1)
    draft = clone_quote(world.services, call, quote.id, opportunity=OTHER_OPPORTUNITY).move.after
    there = world.call(world.open(opportunity=OTHER_OPPORTUNITY))
    key = submit_quote(world.services, there, draft.id, idempotency_key="once").key
    write_back_quote(world.services, key, at=NOW)
    assert world.crm.synced == {OTHER_OPPORTUNITY: world.crm.quotes[key].id}


def test_what_the_crm_does_not_show_to_the_user_is_no_place_for_a_clone(
    world: World, call: Call, quote: Quote
) -> None:
    for record in ("006x0000001zzzzAAA", "nonsense", "' OR Id != '"):
        with pytest.raises(OpportunityMissing):
            clone_quote(world.services, call, quote.id, opportunity=record)
    world.crm.fail_next(CrmUnavailable("The CRM is down."))
    with pytest.raises(CrmUnavailable):
        clone_quote(world.services, call, quote.id, opportunity=THIRD)
    world.crm.expired_tokens.add(f"token of {REP.user}")
    with pytest.raises(CrmSessionExpired):
        clone_quote(world.services, call, quote.id, opportunity=THIRD)
    with world.services.database.transaction() as tx:
        accesses.forget(tx, connection=DEMO, user=REP.user)
    with pytest.raises(CrmSessionExpired):
        clone_quote(world.services, call, quote.id, opportunity=THIRD)
    assert [one.id for one in list_quotes(world.services, call)] == [quote.id]
    assert start_quote(world.services, call).number == "Q-00002"


def test_on_a_newer_release_it_is_told_what_is_no_longer_possible(
    world: World, call: Call, quote: Quote, tmp_path: Path
) -> None:
    fingerprint = newer(world, tmp_path)
    told = preview_clone(world.services, call, quote.id).move
    assert told.after.release == fingerprint
    assert [(line.before.product, line.after is None) for line in told.lines] == [
        ("sc300", False),
        ("ml200", False),
        ("care", True),
    ]
    assert [one.attribute for one in told.lines[0].given_up] == ["mounting"]
    done = clone_quote(world.services, call, quote.id, release=fingerprint).move.after
    assert [line.product for line in done.lines] == ["sc300", "ml200"]
    assert done.total != quote.total
    with pytest.raises(ReleaseChanged):
        clone_quote(world.services, call, quote.id, release=quote.release)


def test_prices_are_kept_only_where_all_that_they_follow_from_is_alike(
    world: World, call: Call, quote: Quote, tmp_path: Path
) -> None:
    kept = clone_quote(world.services, call, quote.id, opportunity=THIRD, prices=Prices.KEPT).move.after
    assert (kept.opportunity, kept.account, kept.lines) == (THIRD, "001x0000001a2b9AAA", quote.lines)
    with pytest.raises(PricesCannotBeKept) as refusal:
        preview_clone(world.services, call, quote.id, opportunity=OTHER_OPPORTUNITY, prices=Prices.KEPT)
    assert refusal.value.facts == {"differing": ["the currency"]}
    world.crm.opportunities[THIRD] = replace(world.crm.opportunities[THIRD], customer_tier="Standard")
    newer(world, tmp_path)
    with pytest.raises(PricesCannotBeKept) as refusal:
        clone_quote(world.services, call, quote.id, opportunity=THIRD, prices=Prices.KEPT)
    assert refusal.value.facts == {"differing": ["the catalog's release", "the customer tier"]}


def test_what_was_told_is_what_is_done(world: World, call: Call, quote: Quote) -> None:
    told = preview_clone(world.services, call, quote.id, opportunity=THIRD)
    world.crm.opportunities[THIRD] = replace(world.crm.opportunities[THIRD], currency="USD")
    with pytest.raises(TermsChanged):
        clone_quote(world.services, call, quote.id, opportunity=THIRD, currency=told.move.after.currency)
    with pytest.raises(QuoteChanged):
        clone_quote(world.services, call, quote.id, expected=quote.revision - 1)
    world.crm.opportunities[THIRD] = replace(world.crm.opportunities[THIRD], currency="XXX")
    with pytest.raises(CurrencyUnsupported):
        clone_quote(world.services, call, quote.id, opportunity=THIRD)
    assert len(list_quotes(world.services, call)) == 1


def test_a_colleague_clones_what_they_may_read_and_owns_the_clone(
    world: World, call: Call, quote: Quote
) -> None:
    other = world.call(world.open(COLLEAGUE))
    with pytest.raises(QuoteMissing):
        clone_quote(world.services, other, quote.id)
    complete_line(world.services, call, quote.id, 1)
    key = submit_quote(world.services, call, quote.id, idempotency_key="once").key
    write_back_quote(world.services, key, at=NOW)
    withdraw_quote(world.services, call, quote.id)
    clone = clone_quote(world.services, other, quote.id).move.after
    assert (clone.owner, clone.owner_name, clone.status) == (COLLEAGUE.user, "Carl Colleague", Status.DRAFT)
    with pytest.raises(QuoteMissing):
        show_quote(world.services, call, clone.id)
