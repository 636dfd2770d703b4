"""One line of JSON for each request: what was called, what came of it, how long it took.

Never the path itself (it holds ids), never the query string, headers or body.
"""

import json
import time
from typing import Final, TextIO

import structlog
from flask import Flask, Response, g, request

from app.web.session import correlation

log = structlog.get_logger("quotewright.web")
_QUIET: Final = frozenset({"health.live", "health.ready", "assets.file"})


def log_requests(app: Flask) -> None:
    def start() -> None:
        g.started = time.perf_counter()

    def write(response: Response) -> Response:
        if request.endpoint not in _QUIET:
            log.info(
                "request",
                method=request.method,
                route=request.url_rule.rule if request.url_rule else None,
                status=response.status_code,
                ms=round((time.perf_counter() - g.started) * 1000, 1),
                correlation=correlation(),
            )
        return response

    app.before_request(start)
    app.after_request(write)


def configure_logs(file: TextIO | None = None) -> None:
    """JSON lines for the whole process, on standard output unless a file is given."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # An encoder of its own: the one that it makes with each line costs more than the line.
            structlog.processors.JSONRenderer(serializer=_in_json),
        ],
        logger_factory=structlog.PrintLoggerFactory(file),
        cache_logger_on_first_use=True,
    )


_ENCODER: Final = json.JSONEncoder(default=repr)


def _in_json(line: object, **_options: object) -> str:
    return _ENCODER.encode(line)
