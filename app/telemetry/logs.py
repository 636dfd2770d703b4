"""One line for each thing that is told, in one form for our code and for libraries.

JSON where a program reads, text on a terminal where a person looks. What libraries say is masked: they do not
know what must not be told.
"""

import json
import logging
import os
import re
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from app.telemetry.failures import described
from app.telemetry.trail import current_trail

_OURS: Final = "quotewright"
_ENGINE: Final = "dbos"
_SERVER: Final = "_granian"

_HIDDEN: Final = re.compile(
    r"00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]+"  # a session of Salesforce
    r"|gAAAA[A-Za-z0-9_=-]{20,}"  # what the vault has sealed
    r"|(?<=[Bb]earer )\S+"
    r"|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"  # name and password of an address
    r"|(?<=signed_request=)\S+"
)


def configure_logs(
    file: TextIO | None = None, *, form: str = "auto", process: str = "", least: int = logging.INFO
) -> None:
    """For the whole process, on standard output unless a file is given.

    ``form``: ``json``, ``text``, or ``auto``, which is text on a terminal alone. ``process`` stands in each
    line. ``least``: what is told at all, a level of ``logging``.
    """
    stream = file or sys.stdout
    steps = _steps(stream, form=form, process=process)
    # A step, and no property of loggers, which would keep it for as long as they live.
    first = [_at_least(least)] if least > logging.INFO else []
    structlog.configure(
        processors=[*first, *steps],
        logger_factory=lambda *_named: _Out(stream.buffer),
        cache_logger_on_first_use=True,
    )
    _adopt_libraries(_Lines(steps, _Out(stream.buffer)))
    sys.excepthook = _died
    threading.excepthook = lambda told: _died(told.exc_type, told.exc_value, told.exc_traceback)


def _at_least(least: int) -> Processor:
    def told(_logger: Any, name: str, event: EventDict) -> EventDict:
        if logging.getLevelNamesMapping().get(name.upper(), logging.CRITICAL) < least:
            raise structlog.DropEvent
        return event

    return told


def server_lines() -> logging.Handler:
    """For the server of the web process, which starts before the application (``server_logs.json``)."""
    # The server knows no settings; the command that starts it has checked this one.
    form = os.environ.get("QUOTEWRIGHT_LOG_FORM", "auto")
    steps = _steps(sys.stdout, form=form, process="web")
    return _Lines(steps, _Out(sys.stdout.buffer))


def _steps(stream: TextIO, *, form: str, process: str) -> list[Processor]:
    as_text = form == "text" or (form == "auto" and stream.isatty())
    return [_Placed(process), _AsText() if as_text else as_line]


def as_line(_logger: WrappedLogger, level: str, line: EventDict) -> bytes:
    line["level"] = level
    line["timestamp"] = _now()
    return _ENCODER.encode(line).encode()


# Of its own: the one that is made with each line otherwise costs more than the line.
_ENCODER: Final = json.JSONEncoder(default=repr)


def masked(text: str) -> str:
    """Without what looks like a token or a password."""
    return _HIDDEN.sub("(hidden)", text)


class _Out(structlog.BytesLogger):
    """Where lines go. A disk that is full loses lines, and stops no work."""

    lost = 0

    def msg(self, message: bytes) -> None:
        try:
            super().msg(message)
        except OSError:
            self.lost += 1

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


class _Placed:
    """Says where a line comes from and to which request it belongs."""

    def __init__(self, process: str) -> None:
        self._process = process

    def __call__(self, _logger: WrappedLogger, _level: str, line: EventDict) -> EventDict:
        if "exc_info" in line and line.pop("exc_info") and (error := sys.exc_info()[1]) is not None:
            line["causes"] = described(error)
        if self._process:
            line["process"] = self._process
        if "correlation" not in line and (correlation := current_trail().correlation):
            line["correlation"] = correlation
        return line


class _AsText:
    def __init__(self) -> None:
        self._render = structlog.dev.ConsoleRenderer(sort_keys=False)

    def __call__(self, logger: WrappedLogger, level: str, line: EventDict) -> bytes:
        line["level"] = level
        line["timestamp"] = datetime.now().astimezone().strftime("%H:%M:%S")
        return self._render(logger, level, line).encode(errors="replace")


class _Lines(logging.Handler):
    """What libraries tell by the standard library's logging."""

    def __init__(self, steps: list[Processor], out: structlog.BytesLogger) -> None:
        super().__init__()
        self._steps = steps
        self._out = out

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line: Any = {"event": masked(record.getMessage()), "logger": record.name}
            if record.exc_info and record.exc_info[1] is not None:
                line["causes"] = described(record.exc_info[1])
            for step in self._steps:
                line = step(None, record.levelname.lower(), line)
            self._out.msg(line)
        except Exception:
            self.handleError(record)


def _adopt_libraries(lines: logging.Handler) -> None:
    logging.basicConfig(level=logging.WARNING, handlers=[lines], force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    # Each of them would bring a handler of its own, with another form.
    for name, level in ((_ENGINE, logging.WARNING), (_SERVER, logging.INFO)):
        library = logging.getLogger(name)
        library.handlers[:] = [lines]
        library.propagate = False
        library.setLevel(level)


def _died(kind: type[BaseException], error: BaseException | None, _trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt | SystemExit) or error is None:
        return
    structlog.get_logger().critical("unexpected", causes=described(error))


def _now() -> str:
    return datetime.now(UTC).isoformat().replace("+00:00", "Z")
