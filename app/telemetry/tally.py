"""What one attempt cost: how long it took, how many calls of a CRM, what the CRM told beside its answers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Final

_LONGEST_WISH: Final = 86_400


@dataclass(slots=True)
class Tally:
    """``used`` and ``allowed`` as in ``CrmCall``. ``retry_after``: for so many seconds the CRM wants to be
    left alone, as its last answer said; None if it said nothing.
    """

    calls: int = 0
    used: int = -1
    allowed: int = -1
    retry_after: int | None = None
    _began: float = field(default_factory=time.perf_counter)

    @property
    def took_ms(self) -> int:
        """So far."""
        return round((time.perf_counter() - self._began) * 1000)

    def called(self, *, used: int, allowed: int, retry_after: str) -> None:
        self.calls += 1
        self.retry_after = _seconds(retry_after)
        if allowed >= 0:
            self.used, self.allowed = used, allowed


_CURRENT: Final = ContextVar[Tally | None]("quotewright_tally", default=None)


@contextmanager
def counted() -> Iterator[Tally]:
    """Counts what this thread calls within the block."""
    tally = Tally()
    token = _CURRENT.set(tally)
    try:
        yield tally
    finally:
        _CURRENT.reset(token)


def current_tally() -> Tally | None:
    return _CURRENT.get()


def _seconds(header: str) -> int | None:
    """The header may hold a date instead: then the pause is as long as without it."""
    return min(int(header), _LONGEST_WISH) if header.isascii() and header.isdigit() else None
