"""The call log and the API allowance."""

import threading
from collections import deque
from dataclasses import asdict, dataclass, replace
from typing import Any

DAILY_LIMIT = 15_000
PAYLOADS = 200


@dataclass(frozen=True, slots=True)
class Allowance:
    """Calls of a day: how many there were, and how many may be."""

    used: int = 0
    daily: int = DAILY_LIMIT

    @property
    def left(self) -> int:
        return max(0, self.daily - self.used)


@dataclass(frozen=True, slots=True)
class Call:
    """`counted` says whether it went against the allowance; `path` carries no query (it may hold a code);
    `fault` is the one that hit it, empty for none."""

    n: int
    at: str
    method: str
    path: str
    status: int
    counted: bool
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Payload:
    """What was asked and answered, as far as it is told: for people who look at it."""

    asked: str
    answered: str


class CallLog:
    """The last 20,000 calls, the payloads of the last 200; counting goes on for ever."""

    def __init__(self) -> None:
        self._payloads: dict[int, Payload] = {}
        self._lock = threading.Lock()
        self._calls: deque[Call] = deque(maxlen=20_000)
        self._n = 0
        self._used = 0
        self._daily = DAILY_LIMIT

    @property
    def allowance(self) -> Allowance:
        return Allowance(self._used, self._daily)

    def allow(self, daily: int) -> None:
        self._daily = daily

    def count(self, calls: int = 1) -> None:
        with self._lock:
            self._used += calls

    def add(self, call: Call, payload: Payload | None = None) -> None:
        """With the next number in place of its own."""
        with self._lock:
            self._n += 1
            self._calls.append(replace(call, n=self._n))
            if payload is not None:
                self._payloads[self._n] = payload
            self._payloads.pop(self._n - PAYLOADS, None)

    def payload(self, n: int) -> Payload | None:
        with self._lock:
            return self._payloads.get(n)

    def listed(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(call) for call in self._calls]

    def clear(self) -> None:
        with self._lock:
            self._calls.clear()
            self._payloads.clear()
            self._n = 0
            self._used = 0
