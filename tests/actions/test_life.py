"""What becomes of a quote once it is written: answers, the end of its validity, the next edition."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions import (
    Call,
    LineChange,
    accept_quote,
    add_line,
    change_line,
    complete_line,
    expire_quotes,
    list_quotes,
    reject_quote,
    render_document,
    revise_quote,
    send_quote,
    set_validity,
    show_life,
    show_quote,
    start_quote,
    submit_quote,
    withdraw_quote,
    write_back_quote,
)
from app.actions.deeds import ReasonInvalid
from app.quoting import (
    Deed,
    EditionNewer,
    OfferAccepted,
    Quote,
    QuoteMissing,
    QuoteOfAnother,
    Status,
    StatusForbids,
    ValidityInvalid,
    ValidityOver,
    ends_at,
)
from app.store import QuoteChanged, audit
from tests.actions.conftest import COLLEAGUE, NOW, World


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


def written(world: World, call: Call, quote: Quote | None = None) -> Quote:
    quote = quote or world.quote(call, "sc300", "ml200")
    key = submit_quote(world.services, call, quote.id, idempotency_key=quote.id).key
    write_back_quote(world.services, key, at=call.at)
    return show_quote(world.services, call, quote.id)


def later(world: World, quote: Quote, **parts: int) -> Call:
    """A call after the end of the quote's validity."""
    at = ends_at(quote.valid_until) + timedelta(**parts)
    return replace(world.call(world.open(at=at)), at=at)


def test_sent_then_accepted_with_who_when_and_why(world: World, call: Call) -> None:
    quote = written(world, call)
    sent = send_quote(world.services, call, quote.id, expected=quote.revision)
    done = accept_quote(world.services, call, quote.id, reason="  by\nphone ")
    assert (sent.status, done.status, done.revision) == (Status.SENT, Status.ACCEPTED, quote.revision + 2)
    assert done.lines == quote.lines
    history = show_life(world.services, call, quote.id).history
    assert [one.deed for one in history] == [Deed.SUBMIT, Deed.CONFIRM, Deed.SEND, Deed.ACCEPT]
    assert (history[-1].user_name, history[-1].reason, history[-1].at) == ("Rita Rep", "by phone", NOW)
    assert (history[-1].before, history[-1].after) == (Status.SENT, Status.ACCEPTED)
    with world.services.database.reading() as tx:
        assert [entry.verb for entry in audit.read(tx, quote.id)][-2:] == ["send_quote", "accept_quote"]


def test_nothing_of_it_is_written_to_the_crm(world: World, call: Call) -> None:
    quote = written(world, call)
    calls, held = world.crm.calls, dict(world.crm.quotes)
    send_quote(world.services, call, quote.id)
    withdraw_quote(world.services, call, quote.id)
    assert (world.crm.calls, world.crm.quotes) == (calls, held)


def test_a_rejection_says_why(world: World, call: Call) -> None:
    quote = written(world, call)
    for reason in ("", " \n ", "x" * 501):
        with pytest.raises(ReasonInvalid):
            reject_quote(world.services, call, quote.id, reason=reason)
    assert reject_quote(world.services, call, quote.id, reason="too dear").status is Status.REJECTED


def test_a_draft_is_neither_sent_nor_withdrawn_nor_revised(world: World, call: Call) -> None:
    quote = world.quote(call, "sc300")
    for deed in (send_quote, withdraw_quote, revise_quote, accept_quote):
        with pytest.raises(StatusForbids) as refusal:
            deed(world.services, call, quote.id)
        assert refusal.value.facts["way_out"] == "submit"
    assert show_life(world.services, call, quote.id).possible == (Deed.EDIT, Deed.SUBMIT)


def test_a_change_of_a_written_quote_is_refused_with_the_way_out(world: World, call: Call) -> None:
    quote = written(world, call)
    with pytest.raises(StatusForbids, match="Revise it") as refusal:
        change_line(world.services, call, quote.id, 1, change=LineChange(quantity=2))
    assert refusal.value.facts == {"status": "written", "way_out": "revise"}


def test_a_colleague_reads_and_is_told_whose_it_is(world: World, call: Call) -> None:
    quote = written(world, call)
    other = world.call(world.open(COLLEAGUE))
    assert show_life(world.services, other, quote.id).possible == ()
    with pytest.raises(QuoteOfAnother, match="Clone"):
        send_quote(world.services, other, quote.id)
    with pytest.raises(QuoteOfAnother):
        revise_quote(world.services, other, quote.id)


def test_a_deed_is_meant_for_a_revision(world: World, call: Call) -> None:
    quote = written(world, call)
    for deed in (send_quote, revise_quote):
        with pytest.raises(QuoteChanged):
            deed(world.services, call, quote.id, expected=quote.revision - 1)
    assert len(list_quotes(world.services, call)) == 1


def test_an_offer_is_over_for_whoever_reads_it_and_noted_by_the_worker(world: World, call: Call) -> None:
    quote = written(world, call)
    last = replace(call, at=ends_at(quote.valid_until) - timedelta(seconds=1))
    assert show_quote(world.services, last, quote.id).status is Status.WRITTEN
    after = later(world, quote)
    shown = show_quote(world.services, after, quote.id)
    assert (shown.status, shown.revision) == (Status.EXPIRED, quote.revision)
    assert [one.status for one in list_quotes(world.services, after)] == [Status.EXPIRED]
    with pytest.raises(StatusForbids, match="validity is over"):
        accept_quote(world.services, after, quote.id)
    assert expire_quotes(world.services.database, at=last.at) == 0
    assert expire_quotes(world.services.database, at=after.at) == 1
    assert expire_quotes(world.services.database, at=after.at) == 0
    noted = show_quote(world.services, call, quote.id)
    assert (noted.status, noted.revision) == (Status.EXPIRED, quote.revision + 1)
    done = show_life(world.services, after, quote.id).history[-1]
    assert (done.deed, done.user_name, done.before) == (Deed.EXPIRE, "", Status.WRITTEN)


def test_what_nobody_offers_any_more_does_not_expire(world: World, call: Call) -> None:
    draft = world.quote(call, "sc300")
    accepted = written(world, call)
    accept_quote(world.services, call, accepted.id)
    assert expire_quotes(world.services.database, at=NOW + timedelta(days=3_000)) == 0
    assert show_quote(world.services, call, draft.id).status is Status.DRAFT


def test_why_the_customer_said_no_can_be_noted_late(world: World, call: Call) -> None:
    quote = written(world, call)
    after = later(world, quote, days=20)
    rejected = reject_quote(world.services, after, quote.id, reason="lost to a rival")
    assert rejected.status is Status.REJECTED
    assert expire_quotes(world.services.database, at=after.at) == 0


def test_many_that_are_over_are_noted_in_parts(world: World, call: Call) -> None:
    over = [written(world, call, world.quote(call, "sc300")) for _ in range(3)]
    at = ends_at(over[0].valid_until)
    assert [expire_quotes(world.services.database, at=at, most=2) for _ in range(3)] == [2, 1, 0]


def test_a_revision_begins_as_the_offer_was(world: World, call: Call) -> None:
    quote = written(world, call)
    monday = replace(call, at=NOW + timedelta(days=3))
    draft = revise_quote(world.services, monday, quote.id, expected=quote.revision)
    assert (draft.number, draft.edition, draft.status, draft.revision) == ("Q-00001-2", 2, Status.DRAFT, 1)
    assert (draft.family, draft.follows) == (quote.id, quote.id)
    assert (draft.lines, draft.total, draft.release) == (quote.lines, quote.total, quote.release)
    assert draft.catalog_day == quote.catalog_day
    assert draft.valid_until == quote.valid_until + timedelta(days=3)
    assert show_quote(world.services, monday, draft.id) == draft
    assert show_quote(world.services, call, quote.id) == quote


def test_the_older_one_is_superseded_once_the_new_one_is_written(world: World, call: Call) -> None:
    first = written(world, call)
    second = revise_quote(world.services, call, first.id)
    change_line(world.services, call, second.id, 1, change=LineChange(quantity=9))
    assert show_life(world.services, call, first.id).successor is None
    assert [one.superseded_by for one in list_quotes(world.services, call)] == ["", ""]
    second = written(world, call, second)
    told = {one.number: one.superseded_by for one in list_quotes(world.services, call)}
    assert told == {"Q-00001-2": "", "Q-00001": "Q-00001-2"}
    life = show_life(world.services, call, first.id)
    assert life.successor is not None
    assert life.successor.id == second.id
    assert [one.number for one in life.editions] == ["Q-00001", "Q-00001-2"]
    assert life.possible == (Deed.REJECT, Deed.WITHDRAW)
    for deed in (send_quote, accept_quote, revise_quote):
        with pytest.raises(EditionNewer, match="Q-00001-2") as refusal:
            deed(world.services, call, first.id)
        assert refusal.value.facts == {"quote": second.id, "number": "Q-00001-2"}
    assert len(world.crm.quotes) == 2


def test_there_is_one_draft_of_an_offer_at_most_and_a_third_edition_follows_the_second(
    world: World, call: Call
) -> None:
    first = written(world, call)
    second = revise_quote(world.services, call, first.id)
    with pytest.raises(EditionNewer, match="Q-00001-2"):
        revise_quote(world.services, call, first.id)
    written(world, call, second)
    withdraw_quote(world.services, call, second.id)
    third = revise_quote(world.services, call, second.id)
    assert (third.number, third.family, third.follows) == ("Q-00001-3", first.id, second.id)
    # A draft of somebody else is nobody's business, its place in the row of numbers is.
    other = world.call(world.open(COLLEAGUE))
    assert [one.number for one in show_life(world.services, other, first.id).editions] == [
        "Q-00001",
        "Q-00001-2",
    ]
    assert world.quote(call, "sc300").number == "Q-00002"


def test_an_older_edition_that_was_accepted_meanwhile_stands(world: World, call: Call) -> None:
    first = written(world, call)
    second = revise_quote(world.services, call, first.id)
    accept_quote(world.services, call, first.id)
    assert Deed.SUBMIT not in show_life(world.services, call, second.id).possible
    with pytest.raises(OfferAccepted, match="Q-00001 "):
        submit_quote(world.services, call, second.id, idempotency_key="once")
    with pytest.raises(StatusForbids, match="Clone"):
        revise_quote(world.services, call, first.id)


@pytest.mark.parametrize("what", ["rejected", "expired", "withdrawn", "sent"])
def test_what_did_not_end_in_an_order_can_be_revised(world: World, call: Call, what: str) -> None:
    quote, after = written(world, call), call
    if what == "rejected":
        reject_quote(world.services, call, quote.id, reason="too dear")
    elif what == "withdrawn":
        withdraw_quote(world.services, call, quote.id)
    elif what == "sent":
        send_quote(world.services, call, quote.id)
    else:
        after = later(world, quote)
    draft = revise_quote(world.services, after, quote.id)
    assert draft.valid_until > after.at.date()
    assert show_life(world.services, after, draft.id).history[0].before.value == what
    assert render_document(world.services, after, draft.id)[0] == "Q-00001-2.pdf"


def test_the_validity_is_set_within_bounds_by_the_author_of_a_draft(world: World, call: Call) -> None:
    quote = world.quote(call, "sc300")
    day = NOW.date() + timedelta(days=200)
    changed = set_validity(world.services, call, quote.id, valid_until=day, expected=quote.revision)
    assert (changed.valid_until, changed.revision) == (day, quote.revision + 1)
    with pytest.raises(ValidityInvalid):
        set_validity(world.services, call, quote.id, valid_until=NOW.date() - timedelta(days=1))
    with pytest.raises(QuoteMissing):
        set_validity(world.services, world.call(world.open(COLLEAGUE)), quote.id, valid_until=day)
    written(world, call, changed)
    with pytest.raises(StatusForbids, match="Revise it"):
        set_validity(world.services, call, quote.id, valid_until=day)
    assert next(iter(world.crm.quotes.values())).offer.valid_until == day


def test_a_draft_that_is_over_gets_another_day_before_it_is_saved(world: World, call: Call) -> None:
    quote = world.quote(call, "sc300")
    after = later(world, quote)
    with pytest.raises(ValidityOver):
        submit_quote(world.services, after, quote.id, idempotency_key="once")
    set_validity(world.services, after, quote.id, valid_until=after.at.date())
    assert submit_quote(world.services, after, quote.id, idempotency_key="once").attempts == 0


def test_a_revision_stays_on_the_release_of_its_offer_and_can_be_worked_on(world: World, call: Call) -> None:
    quote = written(world, call)
    draft = revise_quote(world.services, call, quote.id)
    added = add_line(world.services, call, draft.id, product="care", choices={}).line
    assert added.n == quote.next_line
    done = complete_line(world.services, call, draft.id, added.n).quote
    assert written(world, call, done).status is Status.WRITTEN
    assert start_quote(world.services, call).edition == 1
