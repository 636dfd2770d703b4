"""The trail of one request: its correlation id, through every process that works for it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, NamedTuple

_SAFE: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")


class Trail(NamedTuple):
    """``attempt`` counts from 1 where the same is tried again, and is 0 elsewhere."""

    correlation: str = ""
    attempt: int = 0


NOBODY: Final = Trail()
_CURRENT: Final = ContextVar("quotewright_trail", default=NOBODY)


def current_trail() -> Trail:
    """The one that this thread follows; without a correlation if there is none."""
    return _CURRENT.get()


def follow(trail: Trail) -> None:
    """From here on, in this thread, until it follows another one."""
    _CURRENT.set(trail)


@contextmanager
def following(trail: Trail) -> Iterator[None]:
    """For the block alone."""
    token = _CURRENT.set(trail)
    try:
        yield
    finally:
        _CURRENT.reset(token)


def is_safe(correlation: str) -> bool:
    """Whether an id that somebody sent may stand in logs: it cannot break a line or hide in one."""
    return _SAFE.fullmatch(correlation) is not None
