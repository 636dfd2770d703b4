"""One line of JSON for each request: what was called, what came of it, how long it took.

Never the path itself (it holds ids), never the query string, headers or body.
"""

import json
import sys
import time
from datetime import UTC, datetime
from typing import Final, TextIO

import structlog
from flask import Flask, Response
from structlog.typing import EventDict, WrappedLogger

from app.web.visit import visit

log = structlog.get_logger("quotewright.web")
_QUIET: Final = frozenset({"health.live", "health.ready", "assets.file"})


def log_requests(app: Flask) -> None:
    def write(response: Response) -> Response:
        request = visit()
        if request.endpoint not in _QUIET:
            log.info(
                "request",
                method=request.method,
                route=request.url_rule.rule if request.url_rule else None,
                status=response.status_code,
                ms=round((time.perf_counter() - request.started) * 1000, 1),
                correlation=request.correlation,
            )
        return response

    app.after_request(write)


def configure_logs(file: TextIO | None = None) -> None:
    """JSON lines for the whole process, on standard output unless a file is given."""
    structlog.configure(
        processors=[as_line],
        logger_factory=structlog.BytesLoggerFactory((file or sys.stdout).buffer),
        cache_logger_on_first_use=True,
    )


def as_line(_logger: WrappedLogger, level: str, line: EventDict) -> bytes:
    line["level"] = level
    line["timestamp"] = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    return _ENCODER.encode(line).encode()


# Of its own: the one that is made with each line otherwise costs more than the line.
_ENCODER: Final = json.JSONEncoder(default=repr)
