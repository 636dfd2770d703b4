"""The request that is being answered, and what the edge has found out about it."""

import secrets
import time
from typing import Any, cast

from flask import Request
from flask.globals import request_ctx

from app.actions import Arrival, Call
from app.telemetry import NOBODY, Trail, follow, is_safe


class Visit(Request):
    """``ancestors`` are the origins whose pages may frame the answer: nobody's, if nothing is said."""

    call: Call | None = None
    arrival: Arrival | None = None
    ancestors: tuple[str, ...] = ()
    _correlation: str = ""

    def __init__(self, environ: Any, **options: Any) -> None:
        self.started = time.perf_counter()
        # Threads answer one request after the other: nothing is done in the name of the one before.
        follow(NOBODY)
        super().__init__(environ, **options)

    @property
    def correlation(self) -> str:
        """The id that ties this request's answers, log lines and audit entries together.

        The caller's own from ``X-Correlation-Id`` if it is well-formed, else a fresh one.
        """
        if not self._correlation:
            given = self.headers.get("X-Correlation-Id", "")
            self._correlation = given if is_safe(given) else secrets.token_hex(8)
            follow(Trail(self._correlation))
        return self._correlation

    def refuse_correlation(self) -> None:
        """A fresh id in any case: a caller whom nobody knows yet gets nothing of theirs echoed."""
        self._correlation = secrets.token_hex(8)
        follow(Trail(self._correlation))


def visit() -> Visit:
    """Looked up once and passed on: each look through Flask's proxies costs as much as a small function."""
    return cast(Visit, request_ctx.request)
