"""What is submitted is done, whatever happens to the workers."""

import random
import signal
import time
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from app.quoting import Quote, Status, WriteBackState
from app.store import Start, outbox, quotes, worker_beats
from app.store.outbox import AT_ONCE
from tests.store.examples import DEMO, USER, a_line, a_quote
from tests.workflows.yard import Yard, ended, kill, now


def test_what_is_submitted_while_a_worker_runs_is_attempted_once(yard: Yard) -> None:
    yard.ready()
    for _ in range(3):
        key = yard.submit()
        yard.until(partial(yard.written, key))
        assert yard.count("try", key) == 1


def test_what_was_submitted_while_no_worker_ran_is_done_later(yard: Yard) -> None:
    keys = [yard.submit() for _ in range(5)]
    yard.worker()
    yard.until(lambda: all(yard.written(key) for key in keys))
    assert [yard.count("deed", key) for key in keys] == [1] * 5


def test_an_attempt_that_a_crash_interrupted_is_made_again(yard: Yard) -> None:
    worker = yard.ready("die-before")
    key = yard.submit()
    assert ended(worker) == -signal.SIGKILL
    yard.worker("die-before")
    yard.until(lambda: yard.written(key))
    assert (yard.count("try", key), yard.count("deed", key)) == (2, 1)


def test_a_crash_after_the_deed_repeats_the_attempt_under_the_same_key(yard: Yard) -> None:
    worker = yard.ready("die-after")
    key = yard.submit()
    assert ended(worker) == -signal.SIGKILL
    yard.worker("die-after")
    yard.until(lambda: yard.written(key))
    assert (yard.count("try", key), yard.count("deed", key)) == (2, 2)


def test_a_finished_attempt_is_not_repeated_and_its_pause_goes_on_where_it_was(yard: Yard) -> None:
    worker = yard.ready("later:4")
    key = yard.submit()
    yard.until(lambda: yard.count("end", key) == 1)
    time.sleep(0.7)
    kill(worker)
    yard.worker("later:4")
    yard.until(lambda: yard.written(key))
    first, second = yard.lines("try", key)
    assert second - first >= 4


def test_write_backs_survive_kills_at_random_moments(yard: Yard) -> None:
    chance = random.Random(20260304)
    keys = [yard.submit() for _ in range(6)]
    for _ in range(6):
        worker = yard.worker("later:0.1,slow:0.2")
        keys.append(yard.submit())
        time.sleep(chance.uniform(0.3, 2.0))
        keys.append(yard.submit())
        kill(worker)
    yard.worker("later:0.1,slow:0.2")
    yard.until(lambda: all(yard.written(key) for key in keys), seconds=60)
    time.sleep(0.5)
    for key in keys:
        # Each kill may interrupt one attempt; none follows the one whose end was stored.
        assert 2 <= yard.count("try", key) <= 9
        assert yard.lines("try", key)[-1] <= yard.lines("deed", key)[-1]


def test_the_flow_ends_when_it_waits_for_its_user_and_goes_on_when_the_user_comes(yard: Yard) -> None:
    yard.ready("user")
    key = yard.submit()
    yard.until(lambda: yard.found(key).failure is not None)
    time.sleep(0.5)
    assert yard.count("try", key) == 1
    with yard.database.transaction() as tx:
        assert outbox.wake_for_user(tx, connection=DEMO, user=USER, at=now()) == 1
    yard.until(lambda: yard.written(key))
    assert yard.count("try", key) == 2


def test_a_long_pause_is_not_slept_in_the_flow(yard: Yard) -> None:
    yard.ready("later:3600")
    key = yard.submit()

    def due_in(pause: timedelta) -> tuple[Start, ...]:
        with yard.database.reading() as tx:
            return outbox.due(tx, at=now() + pause)

    yard.until(lambda: due_in(timedelta(minutes=61)) == (Start(key, 2),))
    assert due_in(timedelta(minutes=58)) == ()
    with yard.database.transaction() as tx:
        outbox.postpone(tx, Start(key, 2), until=now())
    yard.until(lambda: yard.written(key))
    assert yard.count("try", key) == 2


def test_a_defect_is_logged_and_the_write_back_tried_again_later(sqlite_yard: Yard) -> None:
    yard = sqlite_yard
    yard.ready("defect")
    key = yard.submit()
    other = yard.submit()
    yard.until(lambda: yard.log.count('"RuntimeError"') == 2)

    def due() -> tuple[Start, ...]:
        with yard.database.reading() as tx:
            return outbox.due(tx, at=now())

    # A moment after it was logged.
    yard.until(lambda: due() == ())
    yard.until(lambda: {start.key for start in due_within_two_minutes(yard)} == {key, other})


def test_sigterm_lets_the_running_attempt_finish(yard: Yard) -> None:
    worker = yard.ready("slow:1")
    key = yard.submit()
    yard.until(lambda: yard.count("try", key) == 1)
    worker.terminate()
    assert ended(worker, seconds=10) == 0
    assert yard.written(key)
    assert "Worker stopped" in yard.log
    yard.ready()
    time.sleep(0.7)
    assert yard.count("try", key) == 1


def test_sigterm_does_not_wait_for_pauses(sqlite_yard: Yard) -> None:
    yard = sqlite_yard
    worker = yard.ready("later:90")
    key = yard.submit()
    yard.until(lambda: yard.count("end", key) == 1)
    time.sleep(0.3)
    worker.terminate()
    # Far sooner than the pause is over; and running attempts alone are waited for, twenty seconds at most.
    assert ended(worker, seconds=15) == 0


def test_a_second_worker_on_one_sqlite_file_is_refused_in_words(sqlite_yard: Yard) -> None:
    yard = sqlite_yard
    yard.ready()
    second = yard.worker()
    assert ended(second) == 2
    assert "Stop that one first" in yard.log


def test_a_worker_gives_signs_of_life(yard: Yard) -> None:
    yard.ready()
    with yard.database.reading() as tx:
        beat = worker_beats.last(tx)
    yard.until(lambda: last_beat_is_after(yard, beat or now()), seconds=10)


def test_what_the_engine_has_forgotten_is_begun_anew(sqlite_yard: Yard) -> None:
    yard = sqlite_yard
    worker = yard.ready("slow:30")
    key = yard.submit()
    yard.until(lambda: yard.count("try", key) == 1)
    kill(worker)
    for file in yard.folder.glob("quotes-flows.db*"):
        file.unlink()
    hand_over_long_ago(yard, Start(key, 1))
    yard.worker("slow:30")
    yard.until(lambda: yard.written(key))


def test_what_an_earlier_version_left_unfinished_is_begun_anew(yard: Yard) -> None:
    worker = yard.ready("slow:30", version="0")
    key = yard.submit()
    yard.until(lambda: yard.count("try", key) == 1)
    kill(worker)
    hand_over_long_ago(yard, Start(key, 1))
    yard.worker("slow:30")
    yard.until(lambda: yard.written(key))
    assert yard.count("deed", key) == 1


def test_a_survivor_takes_over_from_a_dead_worker(postgres_yard: Yard) -> None:
    yard = postgres_yard
    first, second = yard.ready("slow:30"), yard.ready("slow:30")
    keys = [yard.submit() for _ in range(AT_ONCE)]
    yard.until(lambda: all(yard.count("try", key) == 1 for key in keys))
    third = yard.ready()
    kill(first)
    kill(second)
    yard.until(lambda: all(yard.written(key) for key in keys), seconds=20)
    assert [yard.count("deed", key) for key in keys] == [1] * AT_ONCE
    assert third.is_alive()
    assert yard.log.count("Took over") == 2


def test_the_worker_speaks_to_nobody_and_advertises_nothing(sqlite_yard: Yard) -> None:
    yard = sqlite_yard
    worker = yard.ready()
    yard.until(partial(yard.written, yard.submit()))
    inodes = {
        str(link.readlink()).removeprefix("socket:[").removesuffix("]")
        for link in Path(f"/proc/{worker.pid}/fd").iterdir()
        if str(link.readlink()).startswith("socket:")
    }
    connections = "".join(
        Path(f"/proc/{worker.pid}/net/{kind}").read_text() for kind in ("tcp", "tcp6", "udp")
    )
    assert not [line for line in connections.splitlines() if inodes & set(line.split())]
    assert "http" not in yard.log
    assert "onductor" not in yard.log


def due_within_two_minutes(yard: Yard) -> tuple[Start, ...]:
    with yard.database.reading() as tx:
        return outbox.due(tx, at=now() + timedelta(minutes=2))


def last_beat_is_after(yard: Yard, moment: object) -> bool:
    with yard.database.reading() as tx:
        last = worker_beats.last(tx)
    return last is not None and last != moment


def hand_over_long_ago(yard: Yard, start: Start) -> None:
    with yard.database.transaction() as tx:
        outbox.hand_over(tx, start, at=now() - timedelta(minutes=11))
    assert yard.found(start.key).state is WriteBackState.QUEUED


def test_offers_that_are_over_are_noted_by_whichever_worker_runs(yard: Yard) -> None:
    over = a_quote(a_line(1), status=Status.SENT)
    stands = replace(
        a_quote(a_line(1), number="Q-00002", status=Status.SENT), valid_until=now().date() + timedelta(days=1)
    )
    with yard.database.transaction() as tx:
        for quote in (over, stands):
            quotes.insert(tx, quote)
    yard.worker()

    def status(quote: Quote) -> Status:
        with yard.database.reading() as tx:
            return quotes.load(tx, quote.id, connection=DEMO).status

    yard.until(lambda: status(over) is Status.EXPIRED)
    assert status(stands) is Status.SENT


def test_an_older_and_a_newer_version_work_side_by_side(postgres_yard: Yard) -> None:
    yard = postgres_yard
    older = yard.ready("slow:2", version="0")
    first = yard.submit()
    yard.until(lambda: yard.count("try", first) == 1)
    yard.ready()
    second = yard.submit()
    yard.until(lambda: yard.written(second))
    # The older one is told to end while it works: it finishes that, and nobody else has begun it again.
    older.terminate()
    assert ended(older) == 0
    assert yard.written(first)
    assert [yard.count("deed", key) for key in (first, second)] == [1, 1]
    third = yard.submit()
    yard.until(lambda: yard.written(third))
