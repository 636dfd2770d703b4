"""An offer stands to the end of its last day, everywhere on earth."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quoting import (
    OFFERED,
    Status,
    ValidityInvalid,
    ValidityOver,
    check_valid_until,
    check_validity,
    ends_at,
    last_day_over,
    quote_at,
    status_at,
)
from tests.quoting.test_quote import NOW, quote

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 3),  # noqa: DTZ001 - hypothesis wants naive bounds and adds the zone itself
    max_value=datetime(2099, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([UTC]),
)


@given(day=DAYS, at=MOMENTS)
def test_both_ways_to_ask_whether_it_is_over_agree(day: date, at: datetime) -> None:
    assert (ends_at(day) <= at) == (day <= last_day_over(at))


@given(day=DAYS, hours=st.integers(-12, 12))
def test_in_no_time_zone_does_it_end_before_its_day_has(day: date, hours: int) -> None:
    """``hours``: east of Greenwich."""
    midnight_there = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=UTC) - timedelta(
        hours=hours
    )
    assert midnight_there <= ends_at(day)


def test_it_ends_twelve_hours_after_its_day_in_utc() -> None:
    assert ends_at(date(2028, 2, 28)) == datetime(2028, 2, 29, 12, tzinfo=UTC)


@given(day=DAYS, at=MOMENTS, status=st.sampled_from(Status))
def test_only_what_waits_for_an_answer_expires(day: date, at: datetime, status: Status) -> None:
    over = status in OFFERED and ends_at(day) <= at
    assert status_at(status, day, at=at) is (Status.EXPIRED if over else status)
    stored = replace(quote(status), valid_until=day)
    shown = quote_at(stored, at=at)
    assert replace(shown, status=status) == stored
    assert quote_at(shown, at=at) == shown


@pytest.mark.parametrize("days", [-1, 366, 100_000])
def test_a_day_out_of_bounds_is_refused_with_the_bounds(days: int) -> None:
    with pytest.raises(ValidityInvalid) as refusal:
        check_valid_until(NOW.date() + timedelta(days=days), at=NOW)
    assert refusal.value.facts == {"earliest": "2026-11-21", "latest": "2027-11-21"}


def test_today_and_a_year_on_are_within() -> None:
    check_valid_until(NOW.date(), at=NOW)
    check_valid_until(NOW.date() + timedelta(days=365), at=NOW)


def test_a_draft_that_is_over_is_not_offered() -> None:
    check_validity(quote(), at=ends_at(quote().valid_until) - timedelta(seconds=1))
    with pytest.raises(ValidityOver):
        check_validity(quote(), at=ends_at(quote().valid_until))
