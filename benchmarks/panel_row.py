"""One line changed in the table of a long quote: stored, priced, and the parts of the page that differ.

    python -m benchmarks.panel_row [lines]

CPU time of this process for the whole request, as a WSGI application over a database file. The reference is a
route behind the same guard that answers with a fixed fragment of the same size; both are called turn about.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from flask import Blueprint
from werkzeug.test import TestResponse

from app.web.guards import Guard, attach
from benchmarks.figures import Figure, heads, row
from benchmarks.opened import Opened, opened_panel

LINES = 1000
_ROUNDS, _WARM = 60, 5
_WANTED_MS = 60.0
_REFERENCE = "session read, fixed parts"


def measure(lines: int = LINES) -> list[Figure]:
    with opened_panel() as opened:
        quote = long_quote(opened, lines)
        page = opened.client.get(f"/panel/quotes/{quote}", headers=opened.headers)
        first = _change(opened, quote, 1)
        _add_fixed(opened, first.text)
        changed, discounted, fixed = [], [], []
        for n in range(_ROUNDS + _WARM):
            changed.append(_timed(partial(_change, opened, quote, n)))
            discounted.append(_timed(partial(_discount, opened, quote, n)))
            fixed.append(_timed(lambda: opened.client.get("/fixed-row", headers=opened.headers)))
        whole = [_timed(lambda: opened.client.get(f"/panel/quotes/{quote}", headers=opened.headers))]
    reference = statistics.median(fixed[_WARM:])
    shown = f"of {lines} lines"
    return [
        Figure(
            f"quantity changed, {shown}",
            statistics.median(changed[_WARM:]),
            "ms",
            _REFERENCE,
            reference,
            wanted=_WANTED_MS,
        ),
        Figure(
            f"discount changed, {shown}",
            statistics.median(discounted[_WARM:]),
            "ms",
            _REFERENCE,
            reference,
            wanted=_WANTED_MS,
        ),
        Figure(f"its page opened, {shown}", whole[0], "ms", _REFERENCE, reference),
        Figure("answer to a change", len(first.data) / 1024, "KB", "whole page", len(page.data) / 1024),
    ]


def long_quote(opened: Opened, lines: int) -> str:
    """The id of a quote of so many complete lines of the base station."""
    quote = opened.told("/quotes", {})["id"]
    opened.told(f"/quotes/{quote}/lines", {"product": "mx900", "quantity": 1})
    choices = opened.told(f"/quotes/{quote}/lines/1/complete", {})["choices"]
    row = {"product": "mx900", "quantity": 1, "choices": choices}
    opened.told(f"/quotes/{quote}/lines/bulk", {"lines": [row] * (lines - 1), "take": "all"})
    return str(quote)


def _change(opened: Opened, quote: str, n: int) -> TestResponse:
    form = {"cell": f"quantity-{n % 90 + 2}", "quantity": str(n % 40 + 2)}
    path = f"/panel/quotes/{quote}/lines/{n % 90 + 2}/quantity"
    return opened.client.post(path, data=form, headers=opened.headers)


def _discount(opened: Opened, quote: str, n: int) -> TestResponse:
    form = {"cell": f"discount-{n % 90 + 2}", "figure": f"{n % 7 + 1} %", "reason": "Frame contract"}
    path = f"/panel/quotes/{quote}/lines/{n % 90 + 2}/discount"
    return opened.client.post(path, data=form, headers=opened.headers)


def _add_fixed(opened: Opened, parts: str) -> None:
    fixed = Blueprint("fixed_row", __name__)
    fixed.get("/fixed-row")(lambda: parts)
    # The benchmark's own requests came before; a server adds no route after its first one.
    opened.app._got_first_request = False  # noqa: SLF001
    attach(opened.app, fixed, Guard.SESSION)


def _timed(call: Callable[[], TestResponse]) -> float:
    """Milliseconds of CPU."""
    started = time.process_time()
    answer = call()
    took = (time.process_time() - started) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"A change was answered with {answer.status_code}: {answer.text[:300]}")
    return took


def main() -> int:
    found = measure(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
    print(heads())
    for figure in found:
        print(row(figure))
    return 1 if any(figure.verdict == "MISSED" for figure in found) else 0


if __name__ == "__main__":
    raise SystemExit(main())
