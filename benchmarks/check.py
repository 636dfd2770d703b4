"""``catalog check``: every proof about a catalog, CPU time, beside reading and encoding the same."""

import time
from collections.abc import Callable

from app.catalog import Product
from app.configuration.proofs import prove
from app.configuration.proofs.subject import subject
from app.store.catalogs import load_release, shipped_catalog
from benchmarks.figures import Figure
from benchmarks.large_catalog import large_product

_REFERENCE = "encoding it alone"


def measure() -> list[Figure]:
    demo = list(load_release(shipped_catalog("telecom")).products.values())
    return [
        figure("catalog check, telecom", demo, wanted=5),
        figure("catalog check, 1000 attributes, 10000 rules", [large_product()], wanted=60),
    ]


def figure(name: str, products: list[Product], *, wanted: int) -> Figure:
    proven = _seconds(lambda: [prove(product) for product in products])
    encoded = _seconds(lambda: [subject(product) for product in products])
    return Figure(name, proven, "s", _REFERENCE, encoded, wanted=wanted)


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started
