"""What the CRM holds is kept in step with what became of the quote, and no person's edit is written over."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.actions import Call, send_quote, write_back_quote
from app.actions.align_quotes import align_quotes
from app.actions.aligning import As
from app.actions.submitting import submit_now
from app.crm import CrmBusy, CrmSessionExpired, CrmUnavailable
from app.crm.fake import FakeCrm
from app.crm.fake_quote import FakeQuote
from app.quoting import Deed, Quote, QuoteId, Status, WriteBack
from app.quoting.drift import HeldQuote, Kind, Place
from app.store import KeptDeed, audit, copies, deeds, quotes
from app.store.copies import Copy
from tests.actions.conftest import COLLEAGUE, DEMO, NOW, REP, World

SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture(autouse=True)
def _one_clock(world: World) -> None:
    world.crm.now = lambda: NOW


def written(world: World, call: Call, *products: str) -> WriteBack:
    write_back = world.submitted(call, *products)
    write_back_quote(world.services, write_back.key, at=NOW)
    return write_back


def align(world: World, quote: QuoteId, *, at: datetime = SOON, user: str = REP.user) -> Copy:
    (copy,) = align_quotes(world.services, [quote], As(DEMO, user), at=at)  # type: ignore[arg-type]  # ids are text
    return copy


def kinds(copy: Copy) -> list[Kind]:
    return [finding.kind for finding in copy.findings]


def held(world: World) -> FakeQuote:
    (quote,) = world.crm.quotes.values()
    return quote


def requested(world: World, call: Call) -> Quote:
    """As if somebody had to agree."""
    quote = world.quote(call, "sc300")
    with world.services.database.transaction() as tx:
        after = quotes.load(tx, quote.id, connection=DEMO).moved(Deed.REQUEST, at=NOW)
        quotes.update(tx, after, expected=quote.revision)
        kept = KeptDeed(NOW, REP.user, REP.name, Deed.REQUEST, quote.status, after.status, "A competitor")
        deeds.note(tx, after, kept)
    return after


def moved(world: World, quote: QuoteId, deed: Deed) -> None:
    with world.services.database.transaction() as tx:
        before = quotes.load(tx, quote, connection=DEMO)
        after = before.moved(deed, at=SOON)
        quotes.update(tx, after, expected=before.revision)
        deeds.note(
            tx, after, KeptDeed(SOON, COLLEAGUE.user, "Carl", deed, before.status, after.status, "fine")
        )


def test_the_writing_call_itself_says_the_status(world: World, call: Call) -> None:
    written(world, call)

    told = held(world).told
    assert (told["stage"], told["status"], told["status_at"]) == ("Approved", "written", NOW.isoformat())


def test_a_look_at_what_was_just_written_finds_nothing_and_writes_nothing(world: World, call: Call) -> None:
    write_back = written(world, call, "sc300", "care")
    calls = world.crm.calls

    copy = align(world, write_back.quote)

    assert (copy.findings, world.crm.calls - calls) == ((), 1)
    assert (copy.place, copy.crm_quote, copy.looked_at) == (Place.WRITTEN, held(world).id, SOON)


def test_what_becomes_of_the_quote_is_told_once(world: World, call: Call) -> None:
    write_back = written(world, call)
    send_quote(world.services, call, write_back.quote)

    align(world, write_back.quote)
    calls = world.crm.calls
    align(world, write_back.quote)

    assert (held(world).told["stage"], held(world).told["status"]) == ("Presented", "sent")
    assert world.crm.calls - calls == 1


def test_a_field_that_a_person_changed_stays_and_is_shown(world: World, call: Call) -> None:
    write_back = written(world, call)
    held(world).told["stage"] = "Accepted"
    send_quote(world.services, call, write_back.quote)

    copy = align(world, write_back.quote)

    assert held(world).told["stage"] == "Accepted"
    assert held(world).told["status"] == "sent"
    assert [(one.kind, one.what, one.held) for one in copy.findings] == [(Kind.CONFLICT, "stage", "Accepted")]


def test_what_changes_between_look_and_write_is_not_written_over(
    world: World, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_back = written(world, call)
    send_quote(world.services, call, write_back.quote)
    look = FakeCrm.look

    def overtaken(*asked: Any, **more: Any) -> tuple[HeldQuote, ...]:
        found = look(*asked, **more)
        held(world).told["status"] = "mine"
        held(world).changed_at = NOW + timedelta(seconds=30)
        return found

    monkeypatch.setattr(FakeCrm, "look", overtaken)
    align(world, write_back.quote)

    assert held(world).told["status"] == "mine"


def test_a_lost_document_is_hung_again_and_only_once(world: World, call: Call) -> None:
    write_back = written(world, call)
    held(world).documents.clear()

    first, second = align(world, write_back.quote), align(world, write_back.quote)

    assert (first.findings, second.findings, len(held(world).documents)) == ((), (), 1)


def test_a_quote_deleted_in_the_crm_is_missing_and_not_made_again(world: World, call: Call) -> None:
    write_back = written(world, call)
    world.crm.quotes.clear()

    copy = align(world, write_back.quote)

    assert (kinds(copy), world.crm.quotes) == ([Kind.MISSING], {})


def test_changed_amounts_and_doubles_are_shown(world: World, call: Call) -> None:
    write_back = written(world, call, "sc300", "care")
    quote = held(world)
    assert quote.sent is not None
    quote.sent = replace(quote.sent, lines=quote.sent.lines[1:])
    world.crm.quotes[f"{write_back.quote}-r99"] = FakeQuote(
        "0Q0FK0000000099AAA", "99", f"{write_back.quote}-r99", quote.opportunity, dict(quote.told), NOW
    )

    assert set(kinds(align(world, write_back.quote))) == {Kind.DOUBLED, Kind.LINE_MISSING, Kind.TOTAL}


def test_another_quote_on_the_opportunity_is_no_difference_unless_it_came_by_itself(
    world: World, call: Call
) -> None:
    first = written(world, call)
    second = written(world, world.call(at=SOON), "care")

    assert kinds(align(world, first.quote)) == []
    world.crm.synced[held_of(world, second).opportunity] = held_of(world, first).id
    assert kinds(align(world, second.quote)) == [Kind.NOT_FOLLOWED]


def held_of(world: World, write_back: WriteBack) -> FakeQuote:
    return world.crm.quotes[write_back.key]


def test_a_quote_that_waits_for_approval_stands_in_the_crm_before_it_is_written(
    world: World, call: Call
) -> None:
    quote = requested(world, call)

    copy = align(world, quote.id)

    there = held(world)
    assert (copy.place, there.sent, world.crm.synced) == (Place.ANNOUNCED, None, {})
    assert (there.told["stage"], there.told["status"]) == ("In Review", "in_approval")
    assert there.told["approval"] == "2026-11-21 09:00Z Rita Rep asked to agree: A competitor"


def test_an_announced_quote_follows_its_approval_and_becomes_the_offer(world: World, call: Call) -> None:
    quote = requested(world, call)
    align(world, quote.id)
    moved(world, quote.id, Deed.APPROVE)
    assert align(world, quote.id).findings == ()
    assert held(world).told["stage"] == "Approved"
    assert held(world).told["approval"].endswith("Z Carl agreed: fine")

    with world.services.database.transaction() as tx:
        approved = quotes.load(tx, quote.id, connection=DEMO)
        write_back = submit_now(world.services, tx, approved, call=call)
    write_back_quote(world.services, write_back.key, at=SOON)

    there = held(world)
    assert (there.key, len(there.lines), there.told["status"]) == (write_back.key, 1, "written")
    assert align(world, quote.id).findings == ()


def test_a_quote_taken_back_is_a_draft_in_the_crm_too(world: World, call: Call) -> None:
    quote = requested(world, call)
    align(world, quote.id)
    moved(world, quote.id, Deed.RECALL)

    align(world, quote.id)

    assert (held(world).told["stage"], held(world).told["status"]) == ("Draft", "draft")


def test_an_announcement_whose_answer_was_lost_is_found_again(world: World, call: Call) -> None:
    quote = requested(world, call)
    world.crm.lose_next_answer()
    with pytest.raises(CrmUnavailable):
        align(world, quote.id)

    assert align(world, quote.id).crm_quote == held(world).id


def test_a_quote_is_not_written_while_somebody_announces_it(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    with world.services.database.transaction() as tx:
        claimed = Copy(write_back.quote, DEMO, claimed_until=SOON)
        copies.save(tx, claimed)

    assert write_back_quote(world.services, write_back.key, at=NOW).retry_in == timedelta(seconds=1)
    assert not world.crm.quotes
    assert write_back_quote(world.services, write_back.key, at=SOON).retry_in is None
    assert len(world.crm.quotes) == 1


def test_a_quote_on_its_way_is_left_alone(world: World, call: Call) -> None:
    write_back = world.submitted(call)

    assert align_quotes(world.services, [write_back.quote], As(DEMO, REP.user), at=SOON) == ()
    assert world.crm.calls == 1


def test_without_a_token_of_that_user_nothing_is_asked(world: World, call: Call) -> None:
    write_back = written(world, call)
    calls = world.crm.calls

    with pytest.raises(CrmSessionExpired):
        align(world, write_back.quote, user=COLLEAGUE.user)

    assert world.crm.calls == calls


def test_a_failing_crm_leaves_everything_as_it_was_believed(world: World, call: Call) -> None:
    write_back = written(world, call)
    send_quote(world.services, call, write_back.quote)
    world.crm.fail_next(CrmBusy("locked"))

    with pytest.raises(CrmBusy):
        align(world, write_back.quote)

    with world.services.database.reading() as tx:
        assert copies.load(tx, write_back.quote, connection=DEMO).looked_at is None
    assert align(world, write_back.quote).agreed["status"] == Status.SENT.value


def test_what_was_written_is_in_the_audit_and_an_idle_look_is_not(world: World, call: Call) -> None:
    write_back = written(world, call)
    send_quote(world.services, call, write_back.quote)
    align(world, write_back.quote)
    align(world, write_back.quote)

    with world.services.database.reading() as tx:
        verbs = [entry.verb for entry in audit.read(tx, write_back.quote)]
    assert verbs.count("align_quote") == 1
