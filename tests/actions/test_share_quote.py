"""A draft is private to its author until they share it; then two work on it, and cost is the owner's."""

from dataclasses import replace

import pytest

from app.actions import (
    Call,
    LineChange,
    Strategy,
    change_line,
    complete_line,
    completion_strategies,
    list_quotes,
    share_quote,
    show_assembly,
    show_changes,
    show_quote,
    show_sharing,
    submit_quote,
    undo_on_quote,
    unshare_quote,
)
from app.actions.strategies import StrategyUnavailable
from app.actor import UserId
from app.quoting import Editor, Quote, QuoteMissing, QuoteNotOwn, SharingInvalid, can_see_cost
from app.quoting.editors import MOST_EDITORS, with_editor
from app.store import QuoteChanged, audit
from tests.actions.conftest import COLLEAGUE, OTHER_OPPORTUNITY, REP, World

STRANGER = replace(REP, user=UserId("005x0000001Sz0EAAS"), name="Sam Stranger")


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture
def quote(world: World, call: Call) -> Quote:
    return world.quote(call, "sc300", "care")


@pytest.fixture
def colleague(world: World) -> Call:
    return world.call(world.open(COLLEAGUE))


def test_a_draft_is_private_until_it_is_shared_and_again_when_that_is_taken_back(
    world: World, call: Call, quote: Quote, colleague: Call
) -> None:
    with pytest.raises(QuoteMissing):
        show_quote(world.services, colleague, quote.id)
    assert show_sharing(world.services, call, quote.id).colleagues == (
        Editor(COLLEAGUE.user, COLLEAGUE.name),
    )
    shared = share_quote(world.services, call, quote.id, COLLEAGUE.user)
    assert shared.editors == (Editor(COLLEAGUE.user, COLLEAGUE.name),)
    assert show_quote(world.services, colleague, quote.id) == shared
    assert [one.id for one in list_quotes(world.services, colleague)] == [quote.id]
    changed = change_line(world.services, colleague, quote.id, 1, change=LineChange(quantity=3))
    assert changed.quote.line(1).quantity == 3
    unshare_quote(world.services, call, quote.id, COLLEAGUE.user)
    with pytest.raises(QuoteMissing):
        show_quote(world.services, colleague, quote.id)
    assert list_quotes(world.services, colleague) == ()
    with world.services.database.reading() as tx:
        entries = audit.read(tx, quote.id)
    told = [(one.verb, one.user, dict(one.facts)) for one in entries if "share" in one.verb]
    assert told == [
        ("share_quote", REP.user, {"user": COLLEAGUE.user}),
        ("unshare_quote", REP.user, {"user": COLLEAGUE.user}),
    ]


def test_a_draft_is_shared_by_its_owner_alone_and_with_known_colleagues(
    world: World, call: Call, quote: Quote, colleague: Call
) -> None:
    share_quote(world.services, call, quote.id, COLLEAGUE.user)
    world.open(STRANGER)
    with pytest.raises(QuoteNotOwn, match=REP.name):
        share_quote(world.services, colleague, quote.id, STRANGER.user)
    for nobody in ("005x0000001Sz9EAAS", "", None, 5, REP.user):
        with pytest.raises(SharingInvalid):
            share_quote(world.services, call, quote.id, nobody)
    assert [one.name for one in show_sharing(world.services, call, quote.id).colleagues] == [STRANGER.name]
    assert unshare_quote(world.services, colleague, quote.id, COLLEAGUE.user).editors == ()


def test_whom_it_is_shared_with_must_see_the_same_opportunity(
    world: World, call: Call, quote: Quote, colleague: Call
) -> None:
    share_quote(world.services, call, quote.id, COLLEAGUE.user)
    elsewhere = world.call(world.open(COLLEAGUE, opportunity=OTHER_OPPORTUNITY))
    with pytest.raises(QuoteMissing):
        show_quote(world.services, elsewhere, quote.id)


def test_cost_margin_and_saving_stay_with_the_owner(
    world: World, call: Call, quote: Quote, colleague: Call
) -> None:
    shared = share_quote(world.services, call, quote.id, COLLEAGUE.user)
    opportunity = call.session.opportunity
    assert can_see_cost(call.actor, shared, opportunity=opportunity)
    assert not can_see_cost(colleague.actor, shared, opportunity=opportunity)
    assert not show_assembly(world.services, colleague, quote.id, 1).own
    assert Strategy.HIGHEST_MARGIN in completion_strategies(world.services, call, quote.id, 1)
    assert Strategy.HIGHEST_MARGIN not in completion_strategies(world.services, colleague, quote.id, 1)
    with pytest.raises(StrategyUnavailable):
        complete_line(world.services, colleague, quote.id, 1, strategy="highest_margin")
    done = complete_line(world.services, colleague, quote.id, 1, strategy="cheapest").completed
    assert done is not None
    assert (done.outcome.margin, done.by_defaults.margin) == (None, None)
    with pytest.raises(QuoteNotOwn):
        submit_quote(world.services, colleague, quote.id, idempotency_key="theirs")


def test_two_people_s_changes_are_merged_and_told_by_name(
    world: World, call: Call, quote: Quote, colleague: Call
) -> None:
    shared = share_quote(world.services, call, quote.id, COLLEAGUE.user)
    change_line(world.services, colleague, quote.id, 1, change=LineChange(quantity=3))
    mine = change_line(
        world.services, call, quote.id, 2, change=LineChange(quantity=4), expected=shared.revision
    )
    assert [line.quantity for line in mine.quote.lines] == [3, 4]
    told = show_changes(world.services, call, quote.id, since=shared.revision)
    assert [(one.by, one.text) for one in told] == [
        (COLLEAGUE.name, "Line 1: quantity 1 → 3"),
        ("you", "Line 2: quantity 1 → 4"),
    ]
    with pytest.raises(QuoteChanged):
        change_line(
            world.services, colleague, quote.id, 2, change=LineChange(quantity=9), expected=shared.revision
        )
    assert undo_on_quote(world.services, colleague, quote.id).quote.line(2).quantity == 1


def test_a_quote_is_shared_with_so_many_colleagues() -> None:
    editors: tuple[Editor, ...] = ()
    for n in range(MOST_EDITORS):
        editors = with_editor(editors, Editor(UserId(f"{n}"), f"N{n}"), owner=REP.user)
    with pytest.raises(SharingInvalid, match="at most"):
        with_editor(editors, Editor(UserId("x"), "X"), owner=REP.user)
    assert len(with_editor(editors, Editor(UserId("3"), "N3"), owner=REP.user)) == MOST_EDITORS
