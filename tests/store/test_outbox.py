"""Whose turn it is: fair between connections, oldest first on each opportunity, none on a closed road."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from app.actor import ConnectionName
from app.delivery import Road
from app.quoting import Deed, Failure, WriteBack, WriteBackState
from app.store import Database, Start, outbox, quotes, roads, write_backs
from app.store.outbox import AT_ONCE
from app.store.roads import Allowance, KnownRoad
from tests.store.examples import AT, DEMO, USER, a_quote, a_write_back

OTHER = ConnectionName("other")
MINUTE = timedelta(minutes=1)


def submit(
    database: Database, n: int, *, connection: ConnectionName = DEMO, opportunity: str = ""
) -> WriteBack:
    """The n-th of its connection, n seconds after ``AT``; on an opportunity of its own if none is named."""
    at = AT + timedelta(seconds=n)
    quote = replace(
        a_quote(number=f"Q-{n:05d}"), connection=connection, opportunity=opportunity or f"opportunity {n}"
    ).moved(Deed.SUBMIT, at=at)
    with database.transaction() as tx:
        quotes.insert(tx, quote)
        write_backs.insert(tx, a_write_back(quote, at=at), quote=quote, requested_by=USER)
    return a_write_back(quote, at=at)


def due(database: Database, *, limit: int = 100, after: timedelta = timedelta(hours=1)) -> list[str]:
    with database.reading() as tx:
        return [start.key for start in outbox.due(tx, at=AT + after, limit=limit)]


def hand_over(database: Database, key: str, *, number: int = 1) -> None:
    with database.transaction() as tx:
        outbox.hand_over(tx, Start(key, number), at=AT)  # type: ignore[arg-type]  # a key is a text


def end(database: Database, write_back: WriteBack) -> None:
    with database.transaction() as tx:
        write_backs.update(tx, replace(write_back, state=WriteBackState.WRITTEN))


def close(database: Database, connection: ConnectionName, *, minutes: int) -> None:
    known = KnownRoad(connection, Road(3, 1, AT + minutes * MINUTE), Allowance())
    with database.transaction() as tx:
        roads.save(tx, known, at=AT)


def keys(write_backs: Sequence[WriteBack]) -> list[str]:
    return [one.key for one in write_backs]


def test_one_connection_with_hundreds_queued_does_not_starve_another(database: Database) -> None:
    many = [submit(database, n) for n in range(60)]
    late = submit(database, 100, connection=OTHER)
    assert due(database, limit=2) == [many[0].key, late.key]


def test_one_connection_takes_no_more_than_its_share_at_once(database: Database) -> None:
    many = [submit(database, n) for n in range(AT_ONCE + 3)]
    assert due(database) == keys(many[:AT_ONCE])
    for key in due(database):
        hand_over(database, key)
    assert due(database) == []
    end(database, many[2])
    assert due(database) == [many[AT_ONCE].key]


def test_on_one_opportunity_the_oldest_goes_first_and_the_next_when_it_has_ended(database: Database) -> None:
    first, second, third = (submit(database, n, opportunity="the same") for n in range(3))
    assert due(database) == [first.key]
    hand_over(database, first.key)
    assert due(database) == []
    end(database, first)
    assert due(database) == [second.key]
    end(database, second)
    assert due(database) == [third.key]


def test_a_later_one_does_not_overtake_an_earlier_one_that_is_still_trying(database: Database) -> None:
    first, second = (submit(database, n, opportunity="the same") for n in range(2))
    with database.transaction() as tx:
        outbox.postpone(tx, Start(first.key, 1), until=AT + timedelta(minutes=90))
    assert due(database) == []
    assert due(database, after=timedelta(minutes=91)) == [first.key]
    end(database, first)
    assert due(database) == [second.key]


def test_one_that_waits_for_its_user_holds_nobody_up(database: Database) -> None:
    first, second = (submit(database, n, opportunity="the same") for n in range(2))
    hand_over(database, first.key)
    waiting = replace(first, failure=Failure("crm_session_expired", "Come back.", "user", AT))
    with database.transaction() as tx:
        write_backs.update(tx, waiting)
    assert due(database) == [second.key]


def test_the_same_opportunity_in_two_orgs_is_two(database: Database) -> None:
    here, there = (
        submit(database, 1, opportunity="one"),
        submit(database, 2, connection=OTHER, opportunity="one"),
    )
    assert due(database) == [here.key, there.key]


def test_where_the_road_is_closed_nothing_starts_and_the_others_go_on(database: Database) -> None:
    here, there = submit(database, 1), submit(database, 2, connection=OTHER)
    close(database, DEMO, minutes=10)
    assert due(database, after=MINUTE) == [there.key]
    assert due(database, after=11 * MINUTE) == [here.key, there.key]


def test_a_half_open_road_is_tried_by_one(database: Database) -> None:
    many = [submit(database, n) for n in range(4)]
    close(database, DEMO, minutes=10)
    assert due(database, after=11 * MINUTE) == [many[0].key]
    hand_over(database, many[0].key)
    assert due(database, after=11 * MINUTE) == []


def test_whoever_tries_the_road_and_died_goes_on_although_another_sleeps(database: Database) -> None:
    tries, sleeps, other = (submit(database, n) for n in range(3))
    hand_over(database, sleeps.key)
    at = AT + 11 * MINUTE
    road = Road(3, 1, AT + 10 * MINUTE, trial=tries.key, trial_until=at + MINUTE)
    with database.transaction() as tx:
        roads.save(tx, KnownRoad(DEMO, road, Allowance()), at=AT)
    assert due(database, after=11 * MINUTE) == [tries.key]
    end(database, tries)
    end(database, sleeps)
    assert due(database, after=11 * MINUTE) == []
    assert due(database, after=13 * MINUTE) == [other.key]


def test_a_clock_that_was_set_back_strands_nothing(database: Database) -> None:
    kept = submit(database, 1)
    close(database, DEMO, minutes=10)
    assert due(database, after=timedelta(days=-400)) == [kept.key]
    hand_over(database, kept.key)
    with database.reading() as tx:
        assert outbox.handed_over(tx, before=AT - timedelta(days=400)) == (Start(kept.key, 1),)
