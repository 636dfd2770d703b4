"""Figures of the business, counted by the database."""

from dataclasses import replace
from datetime import timedelta

from app.actor import ConnectionName
from app.delivery import Road
from app.quoting import Failure, Status, WriteBackKey, WriteBackState
from app.store import Database, figures, quotes, roads, worker_beats, write_backs
from app.store.figures import MOST_CODES, STEPS_MS, Figures
from app.store.roads import Allowance, KnownRoad
from tests.store.examples import AT, USER, a_quote, a_write_back


def _found(database: Database) -> Figures:
    with database.reading() as tx:
        return figures.figures(tx)


def _submitted(
    database: Database, number: int, *, state: WriteBackState, minutes: int = 0, code: str = ""
) -> WriteBackKey:
    quote = a_quote(number=f"Q-{number}", status=Status.SUBMITTED)
    waits_for = "user" if code == "crm_session_expired" else ""
    failure_class = "policy" if waits_for else "downstream"
    failure = Failure(code, "secret words", waits_for, AT, failure_class) if code else None
    write_back = replace(
        a_write_back(quote, at=AT + timedelta(minutes=minutes)), state=state, failure=failure
    )
    with database.transaction() as tx:
        quotes.insert(tx, quote)
        write_backs.insert(tx, write_back, quote=quote, requested_by=USER)
    return write_back.key


def test_an_empty_database_counts_nothing_of_everything(database: Database) -> None:
    found = _found(database)
    assert set(found.quotes) == {status.value for status in Status}
    assert set(found.write_backs) == {state.value for state in WriteBackState}
    assert not any((*found.quotes.values(), *found.write_backs.values(), *found.failures.values()))
    assert (found.oldest, found.oldest_for_user, found.worker_seen, found.waiting_approvals) == (
        None,
        None,
        None,
        0,
    )
    assert (found.times.sum_ms, set(found.times.counts)) == (0, {0})


def test_each_is_counted_by_what_it_is_and_by_what_it_waits_for(database: Database) -> None:
    _submitted(database, 1, state=WriteBackState.WRITING, minutes=5)
    _submitted(database, 2, state=WriteBackState.QUEUED, minutes=1, code="crm_session_expired")
    _submitted(database, 3, state=WriteBackState.QUEUED, minutes=7, code="crm_limit")
    _submitted(database, 4, state=WriteBackState.FAILED, code="crm_refused")
    _submitted(database, 5, state=WriteBackState.WRITTEN)
    with database.transaction() as tx:
        quotes.insert(tx, a_quote(number="Q-6", status=Status.IN_APPROVAL))
        worker_beats.beat(tx, "slot-1", at=AT)
    found = _found(database)
    assert (found.write_backs["queued"], found.write_backs["written"]) == (2, 1)
    assert (found.quotes["submitted"], found.waiting_approvals) == (5, 1)
    assert found.failures == {
        ("policy", "crm_session_expired"): 1,
        ("downstream", "crm_limit"): 1,
        ("downstream", "crm_refused"): 1,
    }
    assert (found.oldest, found.oldest_for_user) == (AT + timedelta(minutes=5), AT + timedelta(minutes=1))
    assert found.worker_seen == AT


def test_times_are_counted_up_to_each_step_and_the_first_end_counts(database: Database) -> None:
    took = (0, 250, 251, 1_500, 10 * STEPS_MS[-1])
    for number, ms in enumerate(took):
        key = _submitted(database, number, state=WriteBackState.WRITTEN)
        with database.transaction() as tx:
            figures.note_time(tx, key, at=AT + timedelta(milliseconds=ms))
            figures.note_time(tx, key, at=AT + timedelta(days=99))
    times = _found(database).times
    assert times.sum_ms == sum(took)
    assert dict(zip((*STEPS_MS, None), times.counts, strict=True)) == {
        end: sum(ms <= end for ms in took) for end in STEPS_MS
    } | {None: 5}


def test_a_clock_that_went_back_counts_as_no_time(database: Database) -> None:
    key = _submitted(database, 1, state=WriteBackState.WRITTEN)
    with database.transaction() as tx:
        figures.note_time(tx, key, at=AT - timedelta(hours=1))
    assert _found(database).times.sum_ms == 0


def test_codes_beyond_the_bound_count_together(database: Database) -> None:
    for number in range(MOST_CODES + 3):
        _submitted(database, number, state=WriteBackState.FAILED, code=f"code_{number}")
    found = _found(database).failures
    assert (len(found), found["other", "other"], sum(found.values())) == (MOST_CODES + 1, 3, MOST_CODES + 3)


def test_roads_with_the_least_allowance_come_first(database: Database) -> None:
    allowed = {"wide": Allowance(10, 5000, AT), "narrow": Allowance(4990, 5000, AT), "silent": Allowance()}
    with database.transaction() as tx:
        for name, allowance in allowed.items():
            roads.save(tx, KnownRoad(ConnectionName(name), Road(), allowance), at=AT)
    assert [known.connection for known in _found(database).roads] == ["narrow", "wide", "silent"]
