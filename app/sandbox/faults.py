"""Failures on demand: which call they hit, how often, and what then happens."""

import itertools
import threading
from dataclasses import asdict, dataclass, replace
from typing import Any

from .wire import Reply, Request, json_reply

KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "latency": ("waits `seconds`, then does the call", {"fault": "latency", "seconds": 2, "times": 3}),
    "invalid_session": ("401 INVALID_SESSION_ID, nothing done", {"fault": "invalid_session", "times": 1}),
    "limit": ("403 REQUEST_LIMIT_EXCEEDED, nothing done", {"fault": "limit"}),
    "lock": ("400 UNABLE_TO_LOCK_ROW, nothing done", {"fault": "lock", "match": "composite", "times": 2}),
    "server_error": ("500 UNKNOWN_EXCEPTION, nothing done", {"fault": "server_error", "method": "POST"}),
    "unavailable": (
        "503 with an HTML page and Retry-After, nothing done",
        {"fault": "unavailable", "times": 2},
    ),
    "truncated_json": (
        "does the call, then cuts its JSON in half",
        {"fault": "truncated_json", "match": "query"},
    ),
    "reset": ("resets the connection before anything is done", {"fault": "reset", "match": "composite"}),
    "commit_then_drop": (
        "does and commits the call, then drops the connection without an answer",
        {"fault": "commit_then_drop", "match": "composite"},
    ),
}
_PAGE = (
    "<html><head><title>Server Unavailable</title></head><body><h1>We are down for maintenance.</h1>"
    "<p>Sorry for the inconvenience. We'll be back shortly.</p></body></html>"
)
_ERRORS = {
    "invalid_session": (401, "INVALID_SESSION_ID", "Session expired or invalid"),
    "limit": (403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
    "lock": (
        400,
        "UNABLE_TO_LOCK_ROW",
        "unable to obtain exclusive access to this record or 1 records: 006Qw0000000001",
    ),
    "server_error": (
        500,
        "UNKNOWN_EXCEPTION",
        "An unexpected error occurred. Please include this ErrorId if you contact support: 123-456 (789)",
    ),
}


class FaultRefused(Exception):
    """The order of a fault cannot be carried out; the text says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`match` is a part of the path (empty: every path), `times` how many calls are left (None: all)."""

    id: int
    fault: str
    match: str = ""
    method: str = ""
    times: int | None = 1
    seconds: float = 1.0

    def hits(self, request: Request) -> bool:
        return self.match in request.path and self.method in ("", request.method)


def error_reply(kind: str) -> Reply | None:
    """The answer of a fault that does nothing else, or None."""
    if kind == "unavailable":
        headers = {"Content-Type": "text/html; charset=utf-8", "Retry-After": "1"}
        return Reply(503, _PAGE.encode(), headers)
    if kind == "reset":
        return Reply(0, drop="reset")
    if kind not in _ERRORS:
        return None
    status, code, message = _ERRORS[kind]
    return json_reply(status, [{"message": message, "errorCode": code}])


def spoiled(kind: str, reply: Reply) -> Reply:
    """What becomes of the answer of a call that was carried out."""
    if kind == "commit_then_drop":
        return Reply(0, drop="silence")
    if kind == "truncated_json":
        return replace(reply, body=reply.body[: len(reply.body) // 2])
    return reply


def _number(order: dict[str, Any], name: str, default: float | None) -> float | None:
    value = order.get(name, default)
    if value is None:
        return None
    if isinstance(value, bool) or (not isinstance(value, int | float) and not hasattr(value, "as_tuple")):
        raise FaultRefused(f"{name} is a number")
    if not 0 < value <= 1_000_000:
        raise FaultRefused(f"{name} lies between 0 and 1000000")
    return float(value)


class Faults:
    """The faults that are switched on, oldest first; the first that fits a call is used."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on: list[Fault] = []
        self._ids = itertools.count(1)

    def add(self, order: dict[str, Any]) -> Fault:
        kind = order.get("fault")
        if kind not in KINDS:
            raise FaultRefused(f"fault is one of {', '.join(KINDS)}")
        if unknown := set(order) - {"fault", "match", "method", "times", "seconds"}:
            raise FaultRefused(f"unknown: {', '.join(sorted(unknown))}")
        times, seconds = _number(order, "times", 1), _number(order, "seconds", 1)
        match, method = str(order.get("match") or ""), str(order.get("method") or "").upper()
        fault = Fault(
            next(self._ids), kind, match, method, None if times is None else int(times), seconds or 1.0
        )
        with self._lock:
            self._on.append(fault)
        return fault

    def taken(self, request: Request) -> Fault | None:
        """The fault for this call, counted down."""
        with self._lock:
            for place, fault in enumerate(self._on):
                if not fault.hits(request):
                    continue
                left = None if fault.times is None else fault.times - 1
                self._on[place : place + 1] = [] if left == 0 else [replace(fault, times=left)]
                return fault
        return None

    def listed(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._on]

    def clear(self) -> None:
        with self._lock:
            self._on.clear()
