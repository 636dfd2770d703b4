"""Answers of the engine beyond a click: reasons, ways out, the best completions; on the demo's products.

In CPU time. Each is asked for every value that the defaults of a product exclude, and for what follows on the
way there.
"""

import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from app.assembly import soonest
from app.catalog import Product, Release, Value
from app.configuration import Configurator, configurator_for
from app.pricing import Deal, Terms, best_margin, price_weights
from app.store.catalogs import load_release, shipped_catalog
from benchmarks.figures import Figure

Question: TypeAlias = tuple[str, Callable[[], object]]

_WANTED_MS = {"why not": 50.0, "why so": 50.0}
_MOST_VALUES, _MOST_REASONS = 20, 20
_REFERENCE = "all domains, median"
_DEAL = Deal(10, Terms("EUR", None))


def measure() -> list[Figure]:
    return figures(load_release(shipped_catalog("telecom")), "telecom")


def figures(release: Release, catalog: str) -> list[Figure]:
    taken: dict[str, list[float]] = {}
    for product in release.products.values():
        engine = configurator_for("bench", product)
        for name, call in [*_about_excluded(engine, product), *_about_choices(engine, product)]:
            started = time.process_time()
            call()
            taken.setdefault(name, []).append((time.process_time() - started) * 1000)
    reference = statistics.median(taken.pop(_REFERENCE))
    return [
        Figure(f"{catalog}, {name}, {which}", value, "ms", _REFERENCE, reference, wanted=_WANTED_MS.get(name))
        for name, each in taken.items()
        for which, value in (("median", statistics.median(each)), ("worst", max(each)))
    ]


def _about_excluded(engine: Configurator, product: Product) -> Iterator[Question]:
    defaults, weights = engine.complete({}), price_weights(product, Terms("EUR"))
    for key, value in _excluded(engine, product, defaults):
        yield "why not", partial(engine.why_not, defaults, key, value)
        yield "all reasons", partial(engine.all_why_not, defaults, key, value, limit=_MOST_REASONS)
        yield "ways out", partial(engine.repairs, defaults, key, value, weights=weights)


def _about_choices(engine: Configurator, product: Product) -> Iterator[Question]:
    weights = price_weights(product, Terms("EUR"))
    choices: dict[str, Value] = {}
    for key, value in engine.complete({}).items():
        choices = {**choices, key: value}
        yield _REFERENCE, partial(engine.configure, choices)
        yield "cheapest completion", partial(engine.complete_for_least, choices, weights)
        yield "highest margin", partial(best_margin, engine, product, choices, deal=_DEAL)
        yield "fastest delivery", partial(soonest, engine, product, choices)
        for follows in engine.configure(choices).implied:
            yield "why so", partial(engine.why, choices, follows)


def _excluded(
    engine: Configurator, product: Product, choices: Mapping[str, Value]
) -> Iterator[tuple[str, Value]]:
    domains = engine.configure(choices).domains
    for attribute in product.attributes:
        possible = set(domains[attribute.key].values)
        for value in [one for one in attribute.values if one not in possible][:_MOST_VALUES]:
            yield attribute.key, value
