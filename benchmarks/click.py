"""One click in the panel: choice, domains, price, stored, fragment; as the server takes it.

The reference is a route behind the same guard that reads the session and answers with a fixed fragment of
the same size. Both are called as WSGI applications, turn about, over the same database file.
"""

import statistics
import time
from collections.abc import Callable, Mapping
from functools import partial
from itertools import islice

from flask import Blueprint
from werkzeug.test import TestResponse

from app.catalog import Value
from app.configuration import configurator_for
from app.web.guards import Guard, attach
from benchmarks.figures import Figure
from benchmarks.opened import Opened, opened_panel
from benchmarks.walk import Walk

_CLICKS, _WARM = 300, 20
_WANTED_MS = 25.0
_REFERENCE = "session read, fixed fragment"


def measure() -> list[Figure]:
    with opened_panel() as opened:
        panel, json, fixed = _measured(opened)
    reference = statistics.median(fixed)
    return [
        Figure("click, median", statistics.median(panel), "ms", _REFERENCE, reference, wanted=_WANTED_MS),
        Figure("click, 99 %", statistics.quantiles(panel, n=100)[98], "ms", _REFERENCE, reference),
        Figure("click by JSON, median", statistics.median(json), "ms", _REFERENCE, reference),
    ]


def prepared(opened: Opened) -> tuple[str, Walk]:
    """The address of a fresh line of the base station, and a walk over it."""
    product = opened.release.product("mx900")
    walk = Walk(product, configurator_for("plan", product))
    quote = opened.told("/quotes", {})["id"]
    n = opened.told(f"/quotes/{quote}/lines", {"product": product.key, "quantity": 1})["n"]
    return f"/quotes/{quote}/lines/{n}", walk


def _measured(opened: Opened) -> tuple[list[float], list[float], list[float]]:
    line, walk = prepared(opened)
    page = opened.client.get(f"/panel{line}", headers=opened.headers).text
    _add_fixed(opened, page)
    panel, json, fixed = [], [], []
    for n, (attribute, value) in enumerate(islice(walk.clicks(), _CLICKS + _WARM)):
        _forget(opened, line, walk)
        if n % 3:
            form = {"attribute": attribute, "value": _text(value)}
            panel.append(_timed(partial(_choose, opened, line, form)))
        else:
            json.append(_timed(partial(_patch, opened, line, {attribute: value})))
        fixed.append(_timed(partial(opened.client.get, "/fixed", headers=opened.headers)))
    return panel[_WARM:], json[_WARM:], fixed[_WARM:]


def _forget(opened: Opened, line: str, walk: Walk) -> None:
    """A walk that began anew took its choices back."""
    known = opened.client.get(f"/api/v1{line}", headers=opened.headers).get_json()["choices"]
    if gone := {key: None for key in known if key not in walk.choices}:
        _patch(opened, line, gone)


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _add_fixed(opened: Opened, page: str) -> None:
    fixed = Blueprint("fixed", __name__)
    fixed.get("/fixed")(lambda: page)
    # The benchmark's own requests came before; a server adds no route after its first one.
    opened.app._got_first_request = False  # noqa: SLF001
    attach(opened.app, fixed, Guard.SESSION)


def _choose(opened: Opened, line: str, form: dict[str, str]) -> TestResponse:
    return opened.client.post(f"/panel{line}/choose", data=form, headers=opened.headers)


def _patch(opened: Opened, line: str, choices: Mapping[str, Value | None]) -> TestResponse:
    return opened.client.patch(f"/api/v1{line}", json={"choices": choices}, headers=opened.headers)


def _timed(call: Callable[[], TestResponse]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    answer = call()
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise SystemExit(f"A click was answered with {answer.status_code}: {answer.text[:300]}")
    return took
