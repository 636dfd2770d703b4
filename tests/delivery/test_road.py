"""The road to a CRM closes when that fails, is tried by one alone, and opens at the first answer."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.delivery import CODES, LONGEST_REST, STRIKES, Road, failed, tried_now, way

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DOWN, LIMIT, LOCK = CODES["crm_unavailable"], CODES["crm_limit"], CODES["crm_busy"]
SECOND = timedelta(seconds=1)


def closed(*, at: datetime = AT) -> Road:
    road = Road()
    for _ in range(STRIKES):
        road = failed(road, DOWN, code="crm_unavailable", at=at)
    return road


def test_one_outage_does_not_close_it_and_three_in_a_row_do() -> None:
    road = Road()
    for n in range(1, STRIKES + 1):
        road = failed(road, DOWN, code="crm_unavailable", at=AT)
        assert (way(road, "a", at=AT).wait is not None) == (n == STRIKES)


def test_a_used_up_allowance_closes_it_at_once() -> None:
    assert way(failed(Road(), LIMIT, code="crm_limit", at=AT), "a", at=AT).wait == timedelta(minutes=1)


def test_it_stays_closed_for_as_long_as_the_crm_asks_but_not_for_ever() -> None:
    for asked, wanted in ((timedelta(minutes=7), timedelta(minutes=7)), (timedelta(days=3), LONGEST_REST)):
        road = failed(Road(), LIMIT, code="crm_limit", at=AT, asked=asked)
        assert way(road, "a", at=AT).wait == wanted


def test_a_locked_row_says_that_the_crm_is_up() -> None:
    road = failed(Road(), DOWN, code="crm_unavailable", at=AT)
    assert failed(road, LOCK, code="crm_busy", at=AT) == Road()


def test_after_its_rest_one_alone_tries_it_again_and_may_do_so_after_its_own_death() -> None:
    road = closed()
    later = AT + timedelta(seconds=6)
    first = way(road, "a", at=later)
    assert first.wait is None
    assert way(first.road, "b", at=later).wait is not None
    assert way(first.road, "a", at=later).wait is None


def test_whoever_says_that_the_crm_is_back_has_it_tried_at_once_by_one_alone() -> None:
    road = tried_now(closed())
    first = way(road, "a", at=AT)
    assert first.wait is None
    assert way(first.road, "b", at=AT).wait is not None
    again = failed(first.road, DOWN, code="crm_unavailable", at=AT)
    assert way(again, "a", at=AT).wait == timedelta(seconds=10)
    assert tried_now(Road()) == Road()


def test_whoever_died_while_trying_it_blocks_it_for_minutes_only() -> None:
    later = AT + timedelta(seconds=6)
    tried = way(closed(), "a", at=later).road
    assert way(tried, "b", at=later + timedelta(minutes=5, seconds=1)).wait is None


def test_what_was_on_its_way_when_it_closed_is_no_news() -> None:
    road = closed()
    assert failed(road, DOWN, code="crm_unavailable", at=AT + SECOND) == road


@given(st.integers(1, 30))
def test_each_trial_that_fails_doubles_the_rest_up_to_a_minute(trials: int) -> None:
    road, at, rests = closed(), AT, []
    for _ in range(trials):
        at = road.closed_until or at
        road = failed(way(road, "a", at=at).road, DOWN, code="crm_unavailable", at=at)
        rests.append((road.closed_until or at) - at)
    assert rests == sorted(rests)
    assert max(rests) <= timedelta(minutes=1)


@given(st.timedeltas(timedelta(days=-4000), timedelta(days=4000)))
def test_a_clock_that_jumps_keeps_nobody_waiting_longer_than_the_longest_rest(jump: timedelta) -> None:
    road = way(closed(), "a", at=AT + timedelta(seconds=6)).road
    for one in (closed(), road):
        wait = way(one, "b", at=AT + jump).wait
        assert wait is None or wait <= LONGEST_REST
