"""One line for each request: what was called, what came of it, how long it took.

Never the path itself (it holds ids), never the query string, headers or body.
"""

import time
from typing import Final

import structlog
from flask import Flask, Response

from app.telemetry.measures import answered
from app.telemetry.traces import is_traced, span
from app.web.visit import visit

log = structlog.get_logger("quotewright.web")
_QUIET: Final = frozenset({"health.live", "health.ready", "assets.file"})


def log_requests(app: Flask) -> None:
    def write(response: Response) -> Response:
        request = visit()
        if request.endpoint not in _QUIET:
            seconds = time.perf_counter() - request.started
            status = response.status_code
            answered(status, seconds=seconds)
            log.info(
                "request",
                method=request.method,
                route=request.url_rule.rule if request.url_rule else None,
                status=status,
                ms=round(seconds * 1000, 1),
                correlation=request.correlation,
            )
        return response

    app.after_request(write)
    if is_traced():
        _trace_requests(app)


def _trace_requests(app: Flask) -> None:
    """Every request is a trace of its own: from a caller none is taken over."""
    answer = app.full_dispatch_request

    def traced() -> Response:
        request = visit()
        route = request.url_rule.rule if request.url_rule else "(none)"
        with span(f"{request.method} {route}", correlation=request.correlation) as found:
            response = answer()
            found.set_attribute("status", response.status_code)
            return response

    app.full_dispatch_request = traced  # type: ignore[method-assign]  # around all that Flask does for it
