"""However many ask at one time, one looks; and nobody is told what was so before they asked."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from app.store.looks import SharedLooks


def test_those_who_come_while_one_looks_share_the_next_look() -> None:
    looks: SharedLooks[int] = SharedLooks(apart=0)
    began, go_on, count = threading.Event(), threading.Event(), iter(range(10))

    def look() -> int:
        found = next(count)
        if found == 0:
            began.set()
            assert go_on.wait(10)
        return found

    with ThreadPoolExecutor(9) as people:
        first = people.submit(looks.look, "acme", look)
        assert began.wait(10)
        others = [people.submit(looks.look, "acme", look) for _ in range(8)]
        # They have come once one of them leads the rest: nothing else can be seen of that.
        time.sleep(0.2)
        go_on.set()
        assert first.result(10) == 0
        assert {one.result(10) for one in others} == {1}


def test_an_answer_is_never_older_than_the_question() -> None:
    looks: SharedLooks[int] = SharedLooks(apart=0)
    truth, asked = [0], []

    def ask() -> None:
        for _ in range(200):
            before = truth[0]
            asked.append(looks.look("acme", lambda: truth[0]) >= before)

    people = [threading.Thread(target=ask) for _ in range(8)]
    for one in people:
        one.start()
    for n in range(1, 2000):
        truth[0] = n
    for one in people:
        one.join()
    assert all(asked)
    assert len(asked) == 1600


def test_looks_are_apart_whoever_asks_and_other_names_do_not_wait() -> None:
    looks: SharedLooks[float] = SharedLooks(apart=0.05)
    began: list[float] = []

    def look() -> float:
        began.append(time.monotonic())
        return began[-1]

    with ThreadPoolExecutor(8) as people:
        list(people.map(lambda _: looks.look("acme", look), range(24)))
    assert all(late - early >= 0.05 for early, late in pairwise(began))
    assert len(began) < 24
    assert looks.look("other", lambda: -1.0) == -1.0


def test_what_a_look_raises_is_raised_to_all_and_the_next_one_looks_anew() -> None:
    looks: SharedLooks[int] = SharedLooks(apart=0)

    def fail() -> int:
        raise LookupError("gone")

    with pytest.raises(LookupError):
        looks.look("acme", fail)
    assert looks.look("acme", lambda: 7) == 7
