"""From "save" to the receipt: every outcome of an attempt, and nothing doubled."""

from datetime import datetime, timedelta

import pytest

from app.actions import (
    Call,
    LineChange,
    add_line,
    change_line,
    render_document,
    show_quote,
    show_write_back,
    start_quote,
    submit_quote,
    write_back_quote,
)
from app.actions.complete import QuoteEmpty, QuoteIncomplete
from app.amounts import Money
from app.crm import Access, CrmBusy, CrmLimit, CrmRefused, CrmSessionExpired, CrmUnavailable, Offer
from app.crm.fake import FakeCrm
from app.errors import AppError
from app.quoting import Outcome, Receipt, Status, StatusForbids, WriteBack, WriteBackState
from app.store import IdempotencyConflict, Start, WriteBackMissing, outbox, write_backs
from tests.actions.conftest import COLLEAGUE, DEMO, NOW, REP, World

LATER = NOW + timedelta(seconds=5)
SOON = timedelta(seconds=1)


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


def attempt(world: World, write_back: WriteBack, *, at: datetime = LATER) -> Outcome:
    return write_back_quote(world.services, write_back.key, at=at)


def test_the_receipt_says_what_the_crm_holds(world: World, call: Call) -> None:
    write_back = world.submitted(call, "sc300", "care")
    assert attempt(world, write_back) == Outcome(WriteBackState.WRITTEN)
    quote = show_quote(world.services, call, write_back.quote)
    receipt = show_write_back(world.services, call, quote.id).receipt
    assert receipt is not None
    assert (receipt.line_count, receipt.total, receipt.opportunity_amount) == (2, quote.total, quote.total)
    assert quote.status is Status.WRITTEN
    assert len(world.crm.quotes) == 1


def test_an_attempt_after_the_end_does_nothing(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    attempt(world, write_back)
    calls = world.crm.calls
    assert attempt(world, write_back) == Outcome(WriteBackState.WRITTEN)
    assert world.crm.calls == calls


def test_a_lost_answer_is_tried_again_and_recognised(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    world.crm.lose_next_answer()
    assert attempt(world, write_back).retry_in is not None
    assert attempt(world, write_back) == Outcome(WriteBackState.WRITTEN)
    receipt = show_write_back(world.services, call, write_back.quote).receipt
    assert receipt is not None
    assert receipt.repeated
    assert len(world.crm.quotes) == 1


@pytest.mark.parametrize(
    ("failure", "first", "second"),
    [
        (CrmUnavailable("down"), timedelta(seconds=1), timedelta(seconds=2)),
        (CrmBusy("locked"), timedelta(milliseconds=200), timedelta(milliseconds=400)),
        (CrmLimit("used up"), timedelta(minutes=1), timedelta(minutes=2)),
    ],
)
def test_a_neighbours_failure_is_retried_with_growing_pauses(
    world: World, call: Call, failure: AppError, first: timedelta, second: timedelta
) -> None:
    write_back = world.submitted(call)
    world.crm.fail_next(failure)
    world.crm.fail_next(failure)
    assert attempt(world, write_back).retry_in == first
    later = LATER + first + SOON
    assert attempt(world, write_back, at=later).retry_in == second
    told = show_write_back(world.services, call, write_back.quote)
    assert told.failure is not None
    assert (told.state, told.failure.code, told.attempts) == (WriteBackState.QUEUED, failure.code, 2)
    assert attempt(world, write_back, at=later + second + SOON).state is WriteBackState.WRITTEN


def test_pauses_stop_growing_at_five_minutes(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    for _ in range(20):
        world.crm.fail_next(CrmUnavailable("down"))
    at, pauses = LATER, []
    for _ in range(20):
        pauses.append(attempt(world, write_back, at=at).retry_in or SOON)
        at += pauses[-1] + SOON
    assert pauses[-1] == timedelta(minutes=5)


def test_a_refusal_for_good_frees_the_quote_to_be_corrected(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    world.crm.fail_next(CrmRefused("a rule of the org says no"))
    assert attempt(world, write_back) == Outcome(WriteBackState.FAILED)
    quote = show_quote(world.services, call, write_back.quote)
    assert quote.status is Status.FAILED
    change_line(world.services, call, quote.id, 1, change=LineChange(quantity=2))
    again = submit_quote(world.services, call, quote.id, idempotency_key="second")
    assert again.key != write_back.key
    assert attempt(world, again).state is WriteBackState.WRITTEN
    assert len(world.crm.quotes) == 1


def test_other_amounts_in_the_crm_keep_the_quote_locked(world: World, call: Call) -> None:
    """It is there: a second submission would double it."""
    write_back = world.submitted(call)
    world.crm.add_to_totals(Money.of("0.01", "EUR"))
    assert attempt(world, write_back).state is WriteBackState.FAILED
    told = show_write_back(world.services, call, write_back.quote)
    assert told.failure is not None
    assert told.failure.code == "crm_receipt_mismatch"
    with pytest.raises(StatusForbids):
        submit_quote(world.services, call, write_back.quote, idempotency_key="second")


def test_an_ended_crm_session_waits_for_that_users_next_visit(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    world.crm.expired_tokens.add(f"token of {REP.user}")
    assert attempt(world, write_back) == Outcome(WriteBackState.QUEUED, waits_for="user")
    hand_over_all(world)
    world.open(COLLEAGUE)
    assert due(world) == []
    assert attempt(world, write_back).waits_for == "user"
    world.open(token="a new token")
    assert due(world) == [write_back.key]
    assert attempt(world, write_back).state is WriteBackState.WRITTEN


def hand_over_all(world: World) -> None:
    with world.services.database.transaction() as tx:
        for start in outbox.due(tx, at=NOW):
            outbox.hand_over(tx, start, at=NOW)


def due(world: World) -> list[str]:
    with world.services.database.reading() as tx:
        return [start.key for start in outbox.due(tx, at=NOW)]


def test_a_submission_is_due_from_its_own_transaction_on(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    assert due(world) == [write_back.key]


def test_a_repeated_request_starts_nothing_new(world: World, call: Call) -> None:
    quote = world.quote(call, "sc300")
    first = submit_quote(world.services, call, quote.id, idempotency_key="once")
    assert submit_quote(world.services, call, quote.id, idempotency_key="once") == first
    assert due(world) == [first.key]


def test_a_key_used_for_another_quote_is_refused(world: World, call: Call) -> None:
    first, second = world.quote(call, "sc300"), world.quote(call, "sc300")
    submit_quote(world.services, call, first.id, idempotency_key="once")
    with pytest.raises(IdempotencyConflict):
        submit_quote(world.services, call, second.id, idempotency_key="once")


def test_an_empty_quote_is_not_submitted(world: World, call: Call) -> None:
    quote = start_quote(world.services, call)
    with pytest.raises(QuoteEmpty):
        submit_quote(world.services, call, quote.id, idempotency_key="once")


def test_an_open_line_is_named(world: World, call: Call) -> None:
    quote = world.quote(call, "sc300")
    add_line(world.services, call, quote.id, product="mx900", choices={})
    with pytest.raises(QuoteIncomplete) as refusal:
        submit_quote(world.services, call, quote.id, idempotency_key="once")
    assert refusal.value.facts == {"lines": [2]}


def test_preflight_names_the_article_that_the_price_book_lacks(world: World, call: Call) -> None:
    world.crm.entries = [entry for entry in world.crm.entries if entry.code != "SC300"]
    again = world.call()
    quote = world.quote(again, "sc300")
    calls = world.crm.calls
    with pytest.raises(CrmRefused, match="SC300"):
        submit_quote(world.services, again, quote.id, idempotency_key="once")
    assert world.crm.calls == calls
    assert show_quote(world.services, again, quote.id).status is Status.DRAFT


def test_a_submitted_quote_cannot_be_changed(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    with pytest.raises(StatusForbids, match="on its way"):
        change_line(world.services, call, write_back.quote, 1, change=LineChange(quantity=2))


def test_the_document_that_went_out_is_the_one_shown_later(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    attempt(world, write_back)
    name, content = render_document(world.services, call, write_back.quote)
    (kept,) = (quote.offer.document for quote in world.crm.quotes.values())
    assert (name, content) == (kept.filename, kept.content)
    assert content.startswith(b"%PDF")


def test_a_quote_that_was_never_submitted_has_no_write_back(world: World, call: Call) -> None:
    quote = start_quote(world.services, call)
    with pytest.raises(WriteBackMissing):
        show_write_back(world.services, call, quote.id)


def test_the_work_is_done_with_the_token_of_whoever_asked(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    with world.services.database.reading() as tx:
        requester = write_backs.requester(tx, write_back.key)
    assert (requester.connection, requester.user) == (DEMO, REP.user)


@pytest.mark.parametrize("failure", [CrmUnavailable("down"), CrmSessionExpired("ended"), CrmRefused("no")])
def test_an_attempt_that_was_overtaken_does_not_undo_what_the_other_wrote(
    world: World, call: Call, monkeypatch: pytest.MonkeyPatch, *, failure: AppError
) -> None:
    write_back = world.submitted(call)
    save = FakeCrm.save_quote

    def overtaken(crm: FakeCrm, access: Access, offer: Offer, *, at: datetime) -> Receipt:
        monkeypatch.setattr(FakeCrm, "save_quote", save)
        assert attempt(world, write_back) == Outcome(WriteBackState.WRITTEN)
        raise failure

    monkeypatch.setattr(FakeCrm, "save_quote", overtaken)
    assert attempt(world, write_back) == Outcome(WriteBackState.WRITTEN)
    found = show_write_back(world.services, call, write_back.quote)
    assert (found.state, found.failure, found.receipt is not None) == (WriteBackState.WRITTEN, None, True)
    assert show_quote(world.services, call, write_back.quote).status is Status.WRITTEN


def test_a_user_who_comes_back_twice_wakes_the_write_back_once(world: World, call: Call) -> None:
    write_back = world.submitted(call)
    world.crm.expired_tokens.add(f"token of {REP.user}")
    database = world.services.database
    with database.transaction() as tx:
        outbox.hand_over(tx, Start(write_back.key, 1), at=NOW)
    assert attempt(world, write_back).waits_for == "user"
    world.crm.expired_tokens.clear()
    world.open()
    with database.transaction() as tx:
        assert outbox.due(tx, at=LATER) == (Start(write_back.key, 2),)
        outbox.hand_over(tx, Start(write_back.key, 2), at=NOW)
    world.open()
    with database.reading() as tx:
        assert outbox.due(tx, at=LATER) == ()
