"""The exception queue: every class of failure is shown and brought back, nothing is lost or doubled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions import (
    Call,
    LineChange,
    change_line,
    show_quote,
    show_write_back,
    submit_quote,
    write_back_quote,
)
from app.actions.exceptions import (
    FlowStep,
    OperatorDeed,
    Stopped,
    Wanted,
    do_many,
    list_exceptions,
    list_roads,
    replay_write_back,
    retry_write_back,
    return_quote,
    skip_write_back,
    trace_quote,
)
from app.actions.exceptions.flow import FlowSettled, FlowUnderWay, OutcomeUnknown, ReasonNeeded
from app.actor import Role
from app.amounts import Money
from app.crm import CrmBusy, CrmRefused, CrmUnavailable
from app.delivery import FailureClass
from app.errors import AppError
from app.quoting import NotOperator, Outcome, Status, WriteBack, WriteBackState
from app.store import Start, WriteBackMissing, outbox
from app.store.attempts import Ended
from tests.actions.conftest import COLLEAGUE, NOW, World

SOON = NOW + timedelta(seconds=5)


@pytest.fixture
def rep(world: World) -> Call:
    return world.call()


@pytest.fixture
def operator(world: World) -> Call:
    return as_role(world, Role.OPERATOR)


def as_role(world: World, *roles: Role) -> Call:
    call = world.call(world.open(COLLEAGUE))
    actor = replace(call.actor, roles=frozenset(roles))
    return replace(call, session=replace(call.session, actor=actor))


def attempted(world: World, write_back: WriteBack) -> Outcome:
    """As the worker does it: handed over, tried, postponed if it has to be."""
    with world.services.database.transaction() as tx:
        starts = [start for start in outbox.due(tx, at=SOON) if start.key == write_back.key]
        for start in starts:
            outbox.hand_over(tx, start, at=SOON)
    outcome = write_back_quote(world.services, write_back.key, at=SOON)
    if outcome.retry_in is not None:
        with world.services.database.transaction() as tx:
            for start in starts:
                outbox.postpone(tx, start, until=SOON + outcome.retry_in)
    return outcome


def stopped(world: World, rep: Call, failure: AppError | None = None) -> WriteBack:
    write_back = world.submitted(rep)
    world.crm.fail_next(failure or CrmRefused("a rule of the org says no"))
    attempted(world, write_back)
    return write_back


def queue(world: World, operator: Call, **wanted: object) -> tuple[Stopped, ...]:
    return list_exceptions(world.services, operator, Wanted(**wanted))  # type: ignore[arg-type]  # as its caller names them


def state(world: World, rep: Call, write_back: WriteBack) -> tuple[WriteBackState, Status]:
    quote = show_quote(world.services, rep, write_back.quote)
    return show_write_back(world.services, rep, write_back.quote).state, quote.status


def test_what_stopped_is_listed_with_its_class_until_it_is_brought_back(
    world: World, rep: Call, operator: Call
) -> None:
    policy = CrmRefused("no right", facts={"failure_class": "policy"})
    first, second = stopped(world, rep), stopped(world, rep, policy)
    third = stopped(world, rep, CrmUnavailable("down"))
    fourth = stopped(world, rep, CrmBusy("locked"))
    found = queue(world, operator)
    assert [flow.key for flow in found] == sorted(
        (one.key for one in (first, second, third, fourth)),
        key=[flow.key for flow in found].index,
    )
    assert {flow.failure_class for flow in found} == set(FailureClass)
    (only,) = queue(world, operator, failure_class=FailureClass.POLICY)
    assert only.key == second.key
    retry_write_back(world.services, operator, second.key)
    assert attempted(world, second).state is WriteBackState.WRITTEN
    assert queue(world, operator, failure_class=FailureClass.POLICY) == ()


def test_a_page_of_the_queue_goes_on_where_the_one_before_ended(
    world: World, rep: Call, operator: Call
) -> None:
    for _ in range(3):
        stopped(world, rep)
    whole = queue(world, operator)
    first = queue(world, operator, limit=2)
    assert first + queue(world, operator, limit=2, after=first[-1].key) == whole
    assert len(whole) == 3


def test_a_retried_one_is_written_once_under_the_key_it_had(world: World, rep: Call, operator: Call) -> None:
    write_back = stopped(world, rep)
    retry_write_back(world.services, operator, write_back.key)
    assert state(world, rep, write_back) == (WriteBackState.QUEUED, Status.SUBMITTED)
    assert attempted(world, write_back).state is WriteBackState.WRITTEN
    assert list(world.crm.quotes) == [write_back.key]
    assert state(world, rep, write_back) == (WriteBackState.WRITTEN, Status.WRITTEN)


def test_one_that_waits_for_the_crm_is_tried_at_once(world: World, rep: Call, operator: Call) -> None:
    write_back = stopped(world, rep, CrmBusy("locked"))
    with world.services.database.reading() as tx:
        assert outbox.due(tx, at=NOW) == ()
    retry_write_back(world.services, operator, write_back.key)
    assert attempted(world, write_back).state is WriteBackState.WRITTEN


def test_a_returned_quote_is_a_draft_whose_author_reads_why_and_submits_it_anew(
    world: World, rep: Call, operator: Call
) -> None:
    write_back = stopped(world, rep)
    return_quote(world.services, operator, write_back.key, reason="The quantity is too high")
    assert show_quote(world.services, rep, write_back.quote).status is Status.DRAFT
    assert queue(world, operator) == ()
    change_line(world.services, rep, write_back.quote, 1, change=LineChange(quantity=2))
    again = submit_quote(world.services, rep, write_back.quote, idempotency_key="again")
    assert attempted(world, again).state is WriteBackState.WRITTEN
    assert list(world.crm.quotes) == [again.key]
    with pytest.raises(WriteBackMissing):
        retry_write_back(world.services, operator, "nothing")
    with pytest.raises(FlowSettled):
        return_quote(world.services, operator, write_back.key, reason="once more")


def test_one_that_waits_for_a_user_who_left_is_given_up(world: World, rep: Call, operator: Call) -> None:
    write_back = world.submitted(rep)
    world.crm.expired_tokens.add(f"token of {rep.actor.user}")
    assert attempted(world, write_back).waits_for == "user"
    skip_write_back(world.services, operator, write_back.key, reason="Rita has left")
    assert state(world, rep, write_back) == (WriteBackState.FAILED, Status.FAILED)
    assert queue(world, operator) == ()
    assert attempted(world, write_back).state is WriteBackState.FAILED
    assert world.crm.quotes == {}


@pytest.mark.parametrize("deed", [skip_write_back, return_quote])
def test_what_may_be_in_the_crm_is_never_given_up(
    world: World, rep: Call, operator: Call, deed: Callable[..., None]
) -> None:
    write_back = world.submitted(rep)
    world.crm.lose_next_answer()
    attempted(world, write_back)
    with pytest.raises(OutcomeUnknown):
        deed(world.services, operator, write_back.key, reason="Enough")
    retry_write_back(world.services, operator, write_back.key)
    assert attempted(world, write_back).state is WriteBackState.WRITTEN
    assert len(world.crm.quotes) == 1


def test_other_amounts_in_the_crm_are_mended_there_and_replayed(
    world: World, rep: Call, operator: Call
) -> None:
    write_back = world.submitted(rep)
    world.crm.add_to_totals(Money.of("0.01", "EUR"))
    attempted(world, write_back)
    with pytest.raises(OutcomeUnknown):
        return_quote(world.services, operator, write_back.key, reason="Wrong")
    world.crm.add_to_totals(Money.zero("EUR"))
    replay_write_back(world.services, operator, write_back.key, step=FlowStep.WRITE)
    assert attempted(world, write_back).state is WriteBackState.WRITTEN
    receipt = show_write_back(world.services, rep, write_back.quote).receipt
    assert receipt is not None
    assert (receipt.repeated, len(world.crm.quotes)) == (True, 1)


def test_what_is_written_is_replayed_without_a_second_one(world: World, rep: Call, operator: Call) -> None:
    write_back = world.submitted(rep)
    attempted(world, write_back)
    replay_write_back(world.services, operator, write_back.key, step=FlowStep.WRITE)
    assert attempted(world, write_back).state is WriteBackState.WRITTEN
    assert len(world.crm.quotes) == 1
    assert state(world, rep, write_back) == (WriteBackState.WRITTEN, Status.WRITTEN)
    with pytest.raises(OutcomeUnknown):
        replay_write_back(world.services, operator, write_back.key, step=FlowStep.DOCUMENT)


def test_one_that_is_being_tried_is_left_alone(world: World, rep: Call, operator: Call) -> None:
    write_back = world.submitted(rep)
    with world.services.database.transaction() as tx:
        outbox.hand_over(tx, Start(write_back.key, 1), at=NOW)
    with pytest.raises(FlowUnderWay):
        retry_write_back(world.services, operator, write_back.key)


def test_a_reason_is_needed(world: World, rep: Call, operator: Call) -> None:
    write_back = stopped(world, rep)
    with pytest.raises(ReasonNeeded):
        skip_write_back(world.services, operator, write_back.key, reason="  ")


def test_many_are_done_each_for_itself(world: World, rep: Call, operator: Call) -> None:
    first, second = stopped(world, rep), stopped(world, rep)
    done = do_many(
        world.services, operator, [first.key, "nothing", second.key, first.key], deed=OperatorDeed.RETRY
    )
    assert [(one.key, one.code) for one in done] == [
        (first.key, ""),
        ("nothing", "write_back_not_found"),
        (second.key, ""),
    ]


def test_the_lineage_tells_each_attempt_and_each_deed(world: World, rep: Call, operator: Call) -> None:
    write_back = stopped(world, rep, CrmBusy("locked"))
    retry_write_back(world.services, operator, write_back.key)
    attempted(world, write_back)
    lineage = trace_quote(world.services, operator, write_back.quote)
    ((_, attempts),) = lineage.flows
    assert [(one.n, one.outcome, one.code, one.calls) for one in attempts] == [
        (1, Ended.POSTPONED, "crm_busy", 1),
        (2, Ended.DONE, "", 1),
    ]
    verbs = [entry.verb for entry in lineage.told]
    assert verbs.index("submit_quote") < verbs.index("retry_write_back") < verbs.index("write_back_written")
    assert next(entry.user for entry in lineage.told if entry.verb == "retry_write_back") == COLLEAGUE.user


@pytest.mark.parametrize("role", [Role.REP, Role.APPROVER, Role.MANAGER])
def test_only_operators_and_admins_see_or_touch_it(world: World, rep: Call, role: Role) -> None:
    write_back = stopped(world, rep)
    other = as_role(world, role)
    for refused in (
        lambda: list_exceptions(world.services, other, Wanted()),
        lambda: list_roads(world.services, other),
        lambda: trace_quote(world.services, other, write_back.quote),
        lambda: retry_write_back(world.services, other, write_back.key),
        lambda: return_quote(world.services, other, write_back.key, reason="no"),
        lambda: skip_write_back(world.services, other, write_back.key, reason="no"),
        lambda: replay_write_back(world.services, other, write_back.key, step=FlowStep.WRITE),
        lambda: do_many(world.services, other, [write_back.key], deed=OperatorDeed.RETRY),
    ):
        with pytest.raises(NotOperator):
            refused()
    assert len(queue(world, as_role(world, Role.ADMIN))) == 1
