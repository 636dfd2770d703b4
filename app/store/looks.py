"""Looking something up for many at once, one look after the other."""

import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Turn(Generic[T]):
    """Of one name. ``next``: the look that has not begun, which whoever comes now shares. ``began``: the last
    one, by ``time.monotonic``.
    """

    lock: Lock = field(default_factory=Lock)
    next: "Future[T] | None" = None
    began: float = 0.0


class SharedLooks(Generic[T]):
    """For each of a few names one look at a time, each at least ``apart`` seconds behind the one before.

    Whoever asks gets what a look found that began after they asked: of all who wait for the same one, one
    looks. So however many ask, they cost no more than one look in ``apart`` seconds, and nobody is told what
    was true before they came.
    """

    def __init__(self, *, apart: float) -> None:
        self._apart = apart
        self._turns: dict[str, _Turn[T]] = defaultdict(_Turn)
        self._guard = Lock()

    def look(self, name: str, look: Callable[[], T]) -> T:
        """Raises what the look raises, to all who share it."""
        with self._guard:
            turn = self._turns[name]
            shared = turn.next
            leads = shared is None
            if shared is None:
                shared = turn.next = Future()
        if leads:
            self._lead(turn, shared, look)
        return shared.result()

    def _lead(self, turn: _Turn[T], shared: "Future[T]", look: Callable[[], T]) -> None:
        with turn.lock:
            time.sleep(max(0.0, turn.began + self._apart - time.monotonic()))
            with self._guard:
                turn.next = None
            turn.began = time.monotonic()
            try:
                shared.set_result(look())
            except BaseException as failure:
                shared.set_exception(failure)
