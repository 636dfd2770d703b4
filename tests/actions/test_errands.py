"""What became of a quote reaches the CRM by an errand of its own; so does the daily comparison."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.actions import Call, note_quote, send_quote, write_back_quote
from app.actions.align_quotes import align_quotes
from app.actions.aligning import As
from app.actions.follow_write_back import follow_write_back
from app.actions.reconcile import EVERY, ask_for_overdue
from app.actions.run_errand import run_errand
from app.crm import CrmRefused, CrmSessionExpired, CrmUnavailable
from app.quoting import Deed, Outcome, QuoteId, WriteBack, WriteBackState
from app.quoting.drift import Kind
from app.store import ErrandMissing, QuoteChanged, accesses, copies, errands, outbox, quotes
from app.store.flow_tables import errands as errand_rows
from tests.actions.conftest import COLLEAGUE, DEMO, NOW, REP, World

SOON = NOW + timedelta(minutes=1)
WAITING = Outcome(WriteBackState.QUEUED, waits_for="user")
DONE = Outcome(WriteBackState.WRITTEN)


@pytest.fixture
def call(world: World) -> Call:
    return world.call()


@pytest.fixture(autouse=True)
def _one_clock(world: World) -> None:
    world.crm.now = lambda: NOW


@pytest.fixture
def sent(world: World, call: Call) -> WriteBack:
    write_back = world.submitted(call)
    write_back_quote(world.services, write_back.key, at=NOW)
    send_quote(world.services, call, write_back.quote)
    return write_back


def due(world: World) -> list[str]:
    with world.services.database.reading() as tx:
        return [start.key for start in outbox.due(tx, at=SOON) if ":" in start.key]


def status_in_crm(world: World) -> str:
    (quote,) = world.crm.quotes.values()
    return quote.told["status"]


def test_a_deed_asks_for_its_errand_in_its_own_transaction(world: World, sent: WriteBack) -> None:
    (key,) = due(world)
    assert key.startswith(f"status_update:{sent.quote}-")
    assert status_in_crm(world) == "written"


def test_an_edit_of_what_was_approved_is_told_with_the_edit_and_further_ones_are_not(
    world: World, call: Call
) -> None:
    quote = world.quote(call, "sc300")
    _moved(world, quote.id, Deed.REQUEST)
    align_quotes(world.services, [quote.id], As(DEMO, REP.user), at=NOW)
    _moved(world, quote.id, Deed.APPROVE)
    align_quotes(world.services, [quote.id], As(DEMO, REP.user), at=NOW)
    assert (status_in_crm(world), due(world)) == ("approved", [])

    note_quote(world.services, call, quote.id, "One")
    (key,) = due(world)
    note_quote(world.services, call, quote.id, "Two")
    assert due(world) == [key]
    assert run_errand(world.services, key, at=SOON) == DONE
    assert status_in_crm(world) == "draft"
    note_quote(world.services, call, quote.id, "Three")
    with world.services.database.reading() as tx:
        assert tx.execute(select(func.count()).select_from(errand_rows)).scalar_one() == 1


def test_an_edit_that_fails_tells_nothing(world: World, call: Call) -> None:
    quote = world.quote(call, "sc300")
    _moved(world, quote.id, Deed.REQUEST)
    align_quotes(world.services, [quote.id], As(DEMO, REP.user), at=NOW)
    _moved(world, quote.id, Deed.APPROVE)
    with pytest.raises(QuoteChanged):
        note_quote(world.services, call, quote.id, "One", expected=99)
    assert due(world) == []


def _moved(world: World, quote: QuoteId, deed: Deed) -> None:
    """As if somebody had to agree; nobody is told by that."""
    with world.services.database.transaction() as tx:
        before = quotes.load(tx, quote, connection=DEMO)
        quotes.update(tx, before.moved(deed, at=NOW), expected=before.revision)


def test_the_errand_tells_the_crm_and_a_repeat_does_nothing(world: World, sent: WriteBack) -> None:
    (key,) = due(world)

    assert run_errand(world.services, key, at=SOON) == DONE
    assert status_in_crm(world) == "sent"
    calls = world.crm.calls
    assert run_errand(world.services, key, at=SOON) == DONE
    assert world.crm.calls == calls


def test_the_worker_finds_an_errand_by_its_key(world: World, sent: WriteBack) -> None:
    (key,) = due(world)

    assert follow_write_back(world.services, key, clock=lambda: SOON) == DONE  # type: ignore[arg-type]  # ids are text


def test_a_draft_that_the_crm_never_heard_of_has_nothing_to_tell(world: World, call: Call) -> None:
    world.submitted(call)

    assert due(world) == []


def test_an_outage_postpones_it_and_it_goes_on(world: World, sent: WriteBack) -> None:
    (key,) = due(world)
    world.crm.fail_next(CrmUnavailable("down"))

    assert run_errand(world.services, key, at=SOON).retry_in == timedelta(seconds=1)
    assert run_errand(world.services, key, at=SOON + timedelta(minutes=1)) == DONE
    assert status_in_crm(world) == "sent"


def test_a_refusal_stops_it_and_says_why(world: World, sent: WriteBack) -> None:
    (key,) = due(world)
    world.crm.fail_next(CrmRefused("You may not."))

    assert run_errand(world.services, key, at=SOON) == Outcome(WriteBackState.FAILED)
    with world.services.database.reading() as tx:
        failure = errands.load(tx, key).failure
    assert failure is not None
    assert (failure.code, failure.failure_class) == ("crm_refused", "data_quality")


def test_without_its_users_token_it_waits_and_no_other_token_is_used(world: World, sent: WriteBack) -> None:
    (key,) = due(world)
    world.open(COLLEAGUE)
    with world.services.database.transaction() as tx:
        accesses.forget(tx, connection=DEMO, user=REP.user)
    world.crm.tokens.clear()

    assert run_errand(world.services, key, at=SOON) == WAITING
    assert not world.crm.tokens

    world.open(at=SOON)
    assert due(world) == [key]
    assert run_errand(world.services, key, at=SOON) == DONE
    assert world.crm.tokens == {f"token of {REP.user}"}


def test_a_token_that_the_crm_refuses_makes_it_wait(world: World, sent: WriteBack) -> None:
    (key,) = due(world)
    world.crm.fail_next(CrmSessionExpired("ended"))

    assert run_errand(world.services, key, at=SOON) == WAITING


def test_what_a_newer_release_left_is_looked_at_later(world: World) -> None:
    assert run_errand(world.services, "teleport:1", at=SOON).retry_in == timedelta(minutes=10)


def test_an_errand_that_nobody_asked_for_is_missing(world: World) -> None:
    with pytest.raises(ErrandMissing):
        run_errand(world.services, "status_update:none", at=SOON)


def test_quotes_that_nobody_looked_at_for_a_day_are_compared(world: World, sent: WriteBack) -> None:
    tomorrow = SOON + EVERY + timedelta(minutes=1)
    world.open(at=tomorrow)
    (told,) = due(world)
    run_errand(world.services, told, at=SOON)
    world.crm.quotes.clear()

    with world.services.database.transaction() as tx:
        assert ask_for_overdue(tx, at=SOON) == 0
        assert ask_for_overdue(tx, at=tomorrow) == 1
        assert ask_for_overdue(tx, at=tomorrow) == 1
        (start,) = outbox.due(tx, at=tomorrow)
    assert run_errand(world.services, start.key, at=tomorrow) == DONE

    with world.services.database.reading() as tx:
        assert errands.load(tx, start.key).result == {"looked": 1, "differ": 1}
        (copy,) = copies.with_findings(tx, connection=DEMO)
        assert [one.kind for one in copy.findings] == [Kind.MISSING]
        assert copies.counts(tx, connection=DEMO, since=tomorrow) == (1, 1, 1)
    with world.services.database.transaction() as tx:
        assert ask_for_overdue(tx, at=tomorrow + timedelta(minutes=5)) == 0


def test_nobody_without_a_token_is_asked_for(world: World, sent: WriteBack) -> None:
    with world.services.database.transaction() as tx:
        accesses.forget(tx, connection=DEMO, user=REP.user)
        assert ask_for_overdue(tx, at=SOON + EVERY) == 0
