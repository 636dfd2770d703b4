"""A quote of 1,000 lines: added in one request, read, one line changed, moved, all discounted, undone.

Each request is made of the WSGI application over a database file, and timed to its whole answer. The
reference is the session's guard around a fixed answer of a line's size, in the same run.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from itertools import count
from typing import Final

from flask import Blueprint
from werkzeug.test import TestResponse

from app.web.guards import Guard, attach
from benchmarks.figures import Figure
from benchmarks.opened import Opened, opened_panel

_SIZES: Final = (1_000, 2_000)
_REPEATS: Final = 15
_REFERENCE: Final = "session read, fixed answer"
_CHANGED_MS: Final = 60.0
_OFF: Final = {"percent": "5", "reason": "benchmark"}


def measure() -> Iterator[Figure]:
    with opened_panel() as opened:
        reference = _reference(opened)
        for size in _SIZES:
            for name, took, wanted in _figures(opened, size):
                yield Figure(f"{size} lines: {name}", took, "ms", _REFERENCE, reference, wanted=wanted)


def _figures(opened: Opened, size: int) -> Iterator[tuple[str, float, float | None]]:
    quote = opened.told("/quotes", {})["id"]
    lines, counts = f"/quotes/{quote}/lines", count(2)
    product = next(iter(opened.release.products))
    alike = [{"product": product, "quantity": n} for n in range(1, size + 1)]
    yield "added in one request", _timed(lambda: _post(opened, f"{lines}/bulk", _all(alike))), None
    yield "the quote read", _median(lambda: _get(opened, f"/quotes/{quote}")), None
    yield "a line read", _median(lambda: _get(opened, f"{lines}/500")), None
    changed = _median(lambda: _patch(opened, f"{lines}/500", {"quantity": next(counts)}))
    yield "a line changed, to the answer", changed, _CHANGED_MS
    _post(opened, f"{lines}/place", {"lines": [size], "before": 2})
    places = count(900, -1)
    moved = _median(lambda: _post(opened, f"{lines}/place", {"lines": [next(places)], "before": 3}))
    yield "a line moved up by hundreds", moved, None
    noted = _median(lambda: _put(opened, f"{lines}/7/note", {"note": f"Note {next(counts)}"}))
    yield "a note on a line", noted, None
    off = {"lines": list(range(1, size + 1)), "discount": _OFF}
    yield "one discount on all", _timed(lambda: _post(opened, f"{lines}/discount", off)), None
    yield "that undone", _timed(lambda: _post(opened, f"/quotes/{quote}/undo", {})), None


def _all(lines: object) -> dict[str, object]:
    return {"lines": lines, "take": "all"}


def _reference(opened: Opened) -> float:
    answer = {"fixed": "x" * 4_000}
    fixed = Blueprint("fixed", __name__)
    fixed.get("/fixed")(lambda: answer)
    opened.app._got_first_request = False  # noqa: SLF001 - a server adds no route after its first request
    attach(opened.app, fixed, Guard.SESSION)
    return _median(lambda: opened.client.get("/fixed", headers=opened.headers))


def _get(opened: Opened, path: str) -> TestResponse:
    return opened.client.get(f"/api/v1{path}", headers=opened.headers)


def _post(opened: Opened, path: str, body: object) -> TestResponse:
    return opened.client.post(f"/api/v1{path}", json=body, headers=opened.headers)


def _put(opened: Opened, path: str, body: object) -> TestResponse:
    return opened.client.put(f"/api/v1{path}", json=body, headers=opened.headers)


def _patch(opened: Opened, path: str, body: object) -> TestResponse:
    return opened.client.patch(f"/api/v1{path}", json=body, headers=opened.headers)


def _median(ask: Callable[[], TestResponse]) -> float:
    return statistics.median(_timed(ask) for _ in range(_REPEATS))


def _timed(ask: Callable[[], TestResponse]) -> float:
    """Milliseconds of this process's CPU: the machine may be busy with others."""
    started = time.process_time()
    answer = ask()
    took = (time.process_time() - started) * 1000
    if answer.status_code not in (200, 201):
        raise SystemExit(f"Answered with {answer.status_code}: {answer.text[:300]}")
    return took
