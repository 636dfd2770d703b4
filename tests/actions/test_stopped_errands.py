"""Errands in the exception queue: shown beside write-backs, run again or given up, nothing told twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions import Call, send_quote, show_quote, write_back_quote
from app.actions.exceptions import (
    FlowStep,
    OperatorDeed,
    Stopped,
    StoppedErrand,
    Wanted,
    advice,
    do_many,
    do_one,
    list_exceptions,
    list_roads,
    replay_write_back,
    retry_errand,
    return_quote,
    skip_errand,
    trace_quote,
)
from app.actions.exceptions.flow import FlowSettled, FlowUnderWay, NotForErrands, ReasonNeeded
from app.actions.in_crm import look_in_crm
from app.actions.reconcile import ask_to_reconcile
from app.actions.run_errand import run_errand
from app.actor import Role
from app.crm import CrmLimit, CrmRefused, CrmUnavailable
from app.delivery import CODES, FailureClass, errand_advice
from app.errors import AppError
from app.quoting import NotOperator, Outcome, Status, WriteBackState
from app.services import Services
from app.store import ErrandMissing, Start, audit, errands, outbox, watch
from tests.actions.conftest import COLLEAGUE, DEMO, NOW, REP, World

SOON = NOW + timedelta(minutes=1)
POLICY = CrmRefused("no right", facts={"failure_class": "policy"})
DONE = Outcome(WriteBackState.WRITTEN)


@pytest.fixture(autouse=True)
def _one_clock(world: World) -> None:
    world.crm.now = lambda: NOW


@pytest.fixture
def rep(world: World) -> Call:
    return world.call()


@pytest.fixture
def operator(world: World) -> Call:
    call = world.call(world.open(COLLEAGUE))
    actor = replace(call.actor, roles=frozenset({Role.OPERATOR}))
    return replace(call, session=replace(call.session, actor=actor))


def told(world: World, rep: Call) -> str:
    """The key of the errand that tells the CRM of a quote that was sent."""
    write_back = world.submitted(rep)
    write_back_quote(world.services, write_back.key, at=NOW)
    quote = send_quote(world.services, rep, write_back.quote)
    return f"status_update:{quote.id}-{quote.revision}"


def stopped(world: World, rep: Call, failure: AppError = POLICY) -> str:
    key = told(world, rep)
    world.crm.fail_next(failure)
    run_errand(world.services, key, at=SOON)
    return key


def skipped(services: Services, call: Call, key: str) -> None:
    skip_errand(services, call, key, reason="no")


def queue(world: World, operator: Call, **wanted: object) -> tuple[Stopped, ...]:
    return list_exceptions(world.services, operator, Wanted(**wanted))  # type: ignore[arg-type]  # as its caller names them


def in_crm(world: World) -> list[str]:
    return [quote.told["status"] for quote in world.crm.quotes.values()]


def test_an_errand_that_stopped_is_listed_with_its_quote_its_class_and_what_to_do(
    world: World, rep: Call, operator: Call
) -> None:
    key = stopped(world, rep)

    (found,) = queue(world, operator)

    assert isinstance(found, StoppedErrand)
    assert (found.key, found.state, found.failure_class) == (key, WriteBackState.FAILED, FailureClass.POLICY)
    assert found.quote is not None
    quote = show_quote(world.services, rep, found.quote)
    assert (found.number, found.status, found.attempts) == (quote.number, Status.SENT, 1)
    assert advice(found) == "A rule or right of the CRM stands against it. Have it changed, then retry."
    assert queue(world, operator, failure_class=FailureClass.POLICY) == (found,)
    assert queue(world, operator, failure_class=FailureClass.DOWNSTREAM) == ()
    assert queue(world, operator, state=WriteBackState.QUEUED) == ()


@pytest.mark.parametrize("code", [*CODES, "something_new"])
def test_no_advice_on_an_errand_speaks_of_giving_it_back(code: str) -> None:
    for told in (None, *FailureClass):
        said = errand_advice(code, told)
        assert said
        assert "ive the quote back" not in said


def test_a_retried_errand_tells_the_crm_once_and_leaves_the_queue(
    world: World, rep: Call, operator: Call
) -> None:
    key = stopped(world, rep)

    retry_errand(world.services, operator, key)

    with world.services.database.reading() as tx:
        assert [start.key for start in outbox.due(tx, at=NOW)] == [key]
    assert run_errand(world.services, key, at=SOON) == DONE
    assert in_crm(world) == ["sent"]
    assert queue(world, operator) == ()
    with pytest.raises(FlowSettled):
        retry_errand(world.services, operator, key)


def test_a_skipped_errand_is_tried_no_more_and_may_be_retried_after_all(
    world: World, rep: Call, operator: Call
) -> None:
    key = stopped(world, rep, CrmUnavailable("down"))
    with pytest.raises(ReasonNeeded):
        skip_errand(world.services, operator, key, reason=" ")

    skip_errand(world.services, operator, key, reason="The deal is lost")

    assert queue(world, operator) == ()
    assert run_errand(world.services, key, at=SOON) == Outcome(WriteBackState.FAILED)
    assert in_crm(world) == ["written"]
    retry_errand(world.services, operator, key)
    assert run_errand(world.services, key, at=SOON + timedelta(minutes=1)) == DONE


def test_each_deed_leaves_an_entry_with_who_why_and_the_correlation(
    world: World, rep: Call, operator: Call
) -> None:
    key = stopped(world, rep)
    retry_errand(world.services, replace(operator, correlation="retried-by-hand"), key)
    skip_errand(world.services, replace(operator, correlation="skipped-by-hand"), key, reason="Enough")

    with world.services.database.reading() as tx:
        entries = audit.read(tx, key.partition(":")[2].partition("-")[0])
    found = [entry for entry in entries if entry.verb.endswith("_errand")]

    assert [(one.verb, one.correlation_id, one.user) for one in found] == [
        ("retry_errand", "retried-by-hand", COLLEAGUE.user),
        ("skip_errand", "skipped-by-hand", COLLEAGUE.user),
    ]
    assert [dict(one.facts) for one in found] == [{"key": key}, {"key": key, "reason": "Enough"}]


def test_what_is_done_to_quotes_alone_is_refused_for_an_errand(
    world: World, rep: Call, operator: Call
) -> None:
    key = stopped(world, rep)
    with pytest.raises(NotForErrands):
        return_quote(world.services, operator, key, reason="no")
    with pytest.raises(NotForErrands):
        replay_write_back(world.services, operator, key, step=FlowStep.WRITE)
    with pytest.raises(NotForErrands):
        do_one(world.services, operator, key, deed=OperatorDeed.REPLAY)
    assert len(queue(world, operator)) == 1


def test_write_backs_and_errands_are_done_together_each_for_itself(
    world: World, rep: Call, operator: Call
) -> None:
    errand = stopped(world, rep)
    write_back = world.submitted(rep)
    world.crm.fail_next(CrmRefused("no"))
    write_back_quote(world.services, write_back.key, at=SOON)
    keys = [errand, write_back.key, "status_update:none"]

    returned = do_many(world.services, operator, keys, deed=OperatorDeed.REPLAY)
    assert [one.code for one in returned] == ["not_for_errands", "", "not_for_errands"]
    retried = do_many(world.services, operator, keys, deed=OperatorDeed.RETRY)
    assert [one.code for one in retried] == ["", "", "errand_not_found"]


def test_pages_go_through_both_kinds_in_the_order_of_their_age(
    world: World, rep: Call, operator: Call
) -> None:
    for minutes in (1, 2, 3):
        at = NOW + timedelta(minutes=minutes)
        call = world.call(at=at)
        stopped(world, call)
        write_back = world.submitted(call)
        world.crm.fail_next(CrmRefused("no"))
        write_back_quote(world.services, write_back.key, at=at)
    whole = queue(world, operator)
    paged: list[Stopped] = []
    while page := queue(world, operator, limit=2, after=paged[-1].key if paged else ""):
        paged += page
    assert tuple(paged) == whole
    assert len(whole) == 6
    assert [one.requested_at for one in whole] == sorted(one.requested_at for one in whole)
    assert queue(world, operator, after="status_update:none") == ()


def test_a_pausing_one_is_tried_at_once_and_one_under_way_is_left_alone(
    world: World, rep: Call, operator: Call
) -> None:
    key = told(world, rep)
    with world.services.database.transaction() as tx:
        outbox.hand_over(tx, Start(key, 1), at=SOON)  # type: ignore[arg-type]  # ids are text
    for deed in (retry_errand, skipped):
        with pytest.raises(FlowUnderWay):
            deed(world.services, operator, key)
    world.crm.fail_next(CrmUnavailable("down"))
    run_errand(world.services, key, at=SOON)

    (found,) = queue(world, operator)
    assert (found.is_running, found.next_at) == (False, None)
    retry_errand(world.services, operator, key)
    assert run_errand(world.services, key, at=SOON) == DONE


def test_a_retry_opens_a_closed_road_for_one_alone(world: World, rep: Call, operator: Call) -> None:
    key = stopped(world, rep, CrmLimit("used up"))
    assert run_errand(world.services, key, at=SOON).retry_in is not None
    assert in_crm(world) == ["written"]

    retry_errand(world.services, operator, key)

    (known,) = list_roads(world.services, operator)
    assert (known.road.closed_until, known.road.rests) == (None, 1)
    assert run_errand(world.services, key, at=SOON) == DONE
    assert in_crm(world) == ["sent"]


@pytest.mark.parametrize(
    "later",
    [
        lambda world, rep, quote: look_in_crm(world.services, rep, quote),
        lambda world, _rep, _quote: reconciled(world),
    ],
)
def test_what_a_later_look_has_told_is_open_no_longer(
    world: World, rep: Call, operator: Call, later: Callable[[World, Call, str], object]
) -> None:
    key = stopped(world, rep)

    later(world, rep, key.partition(":")[2].partition("-")[0])

    assert in_crm(world) == ["sent"]
    assert queue(world, operator) == ()


def reconciled(world: World) -> None:
    with world.services.database.transaction() as tx:
        ask_to_reconcile(tx, connection=DEMO, org=REP.org, user=REP.user, seen_before=SOON, at=SOON)
        key = f"reconcile:{DEMO}-{REP.user}-{SOON:%Y%m%dT%H%M}"
        assert errands.load(tx, key).opportunity == ""
    assert run_errand(world.services, key, at=SOON) == DONE


def test_a_comparison_that_failed_is_listed_without_a_quote_until_a_later_one_is_done(
    world: World, rep: Call, operator: Call
) -> None:
    write_back = world.submitted(rep)
    write_back_quote(world.services, write_back.key, at=NOW)
    with world.services.database.transaction() as tx:
        ask_to_reconcile(tx, connection=DEMO, org=REP.org, user=REP.user, seen_before=NOW, at=NOW)
    key = f"reconcile:{DEMO}-{REP.user}-{NOW:%Y%m%dT%H%M}"
    world.crm.fail_next(POLICY)
    run_errand(world.services, key, at=NOW)

    (found,) = queue(world, operator)
    assert (found.key, found.quote, found.number, found.status) == (key, None, "", None)
    with world.services.database.reading() as tx:
        assert watch.watch(tx, DEMO, at=SOON).queue == {FailureClass.POLICY: 1}
    reconciled(world)
    assert queue(world, operator) == ()


def test_the_way_of_a_quote_tells_its_errands_and_their_attempts(
    world: World, rep: Call, operator: Call
) -> None:
    key = stopped(world, rep)
    retry_errand(world.services, operator, key)
    run_errand(world.services, key, at=SOON)

    lineage = trace_quote(world.services, operator, key.partition(":")[2].partition("-")[0])

    ((errand, attempts),) = lineage.errands
    assert (errand.key, errand.state) == (key, WriteBackState.WRITTEN)
    assert [(one.outcome.value, one.code) for one in attempts] == [("failed", "crm_refused"), ("done", "")]


def test_settled_errands_are_forgotten_and_open_ones_kept(world: World, rep: Call, operator: Call) -> None:
    skipped, kept = stopped(world, rep), stopped(world, rep)
    skip_errand(world.services, operator, skipped, reason="Enough")

    with world.services.database.transaction() as tx:
        errands.forget_done(tx, before=SOON)
        assert errands.load(tx, kept).state is WriteBackState.FAILED
        with pytest.raises(ErrandMissing):
            errands.load(tx, skipped)


def test_others_than_operators_touch_no_errand(world: World, rep: Call) -> None:
    key = stopped(world, rep)
    for deed in (retry_errand, skipped):
        with pytest.raises(NotOperator):
            deed(world.services, rep, key)
