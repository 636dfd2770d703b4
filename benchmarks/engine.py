"""One click in the engine: all domains after a choice, exact, on the demo's richest product."""

import statistics
import time
from itertools import islice

from app.catalog import Product, Value
from app.configuration import ChoiceImpossible, Configurator, configurator_for
from app.store.catalogs import load_release, shipped_catalog
from benchmarks.figures import Figure
from benchmarks.walk import Walk

_CLICKS = 400
_TRIED = 12
_REFERENCE = "each value tried by itself"


def measure() -> list[Figure]:
    product = load_release(shipped_catalog("telecom")).product("mx900")
    engine, planner = configurator_for("bench", product), configurator_for("plan", product)
    clicks, tried = _measured(engine, Walk(product, planner))
    reference = statistics.median(tried)
    return [
        Figure("engine click, median", statistics.median(clicks), "ms", _REFERENCE, reference),
        Figure("engine click, 99 %", statistics.quantiles(clicks, n=100)[98], "ms", _REFERENCE, reference),
    ]


def _measured(engine: Configurator, walk: Walk) -> tuple[list[float], list[float]]:
    """Milliseconds: of each click, and of now and then trying all values after it."""
    clicks, tried = [], []
    for n, _click in enumerate(islice(walk.clicks(), _CLICKS)):
        choices = dict(walk.choices)
        started = time.perf_counter()
        engine.configure(choices)
        clicks.append((time.perf_counter() - started) * 1000)
        if n % (_CLICKS // _TRIED) == 0:
            started = time.perf_counter()
            _try_all(engine, walk.product, choices)
            tried.append((time.perf_counter() - started) * 1000)
    return clicks, tried


def _try_all(engine: Configurator, product: Product, choices: dict[str, Value]) -> int:
    """How many values are possible, found the plain way: one question a value."""
    return sum(
        _is_possible(engine, {**choices, attribute.key: value})
        for attribute in product.attributes
        for value in attribute.values
    )


def _is_possible(engine: Configurator, choices: dict[str, Value]) -> bool:
    try:
        engine.configure(choices)
    except ChoiceImpossible:
        return False
    return True
