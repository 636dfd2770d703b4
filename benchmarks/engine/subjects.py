"""What is measured, and what is wanted of each."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from pathlib import Path

from app.catalog import Product
from app.store.catalogs import load_release, shipped_catalog
from app.store.feature_models import feature_model_file, product_of
from benchmarks.engine import shapes
from benchmarks.engine.renault import read_xcsp
from benchmarks.engine.rows import many_rows
from benchmarks.engine.sessions import Look, at_every_domain, at_what_is_open

DEMOS = ("telecom", "machinery")
MODELS = "QUOTEWRIGHT_BENCH_MODELS"


@dataclass(frozen=True, slots=True)
class Subject:
    """``median`` and ``most``: milliseconds wanted of a click, at 50 % and 99 %. ``file``: what a peer reads;
    ``peer_factor``: how much slower that one is wanted to be; ``opening``: milliseconds wanted of
    opening what was compiled.
    """

    name: str
    product: Callable[[], Product]
    median: float | None = None
    most: float | None = None
    file: Path | None = None
    peer_factor: float | None = None
    opening: float | None = None
    look: Look = at_every_domain


_PUBLIC = {
    "mobile_phone_10.uvl": (None, None, None),
    "eshop_173.uvl": (None, None, None),
    "busybox_2010.uvl": (1.0, 3.0, None),
    "ecos_i386pc.uvl": (2.0, 4.0, 8.0),
    "automotive01_2513.uvl": (15.0, 45.0, 8.0),
    "renault_medium_domainsorted.xml": (0.5, 4.0, None),
}


def subjects() -> Iterator[Subject]:
    yield from _public()
    for demo in DEMOS:
        release = load_release(shipped_catalog(demo))
        for key in release.products:
            yield Subject(f"{demo} {key}", partial(release.product, key), 5.0, 15.0)
    yield _grid(10, 10)
    yield _grid(60, 10)
    yield _grid(2, 2_000)
    yield Subject("industrial", shapes.industrial, 30.0, 80.0)
    yield Subject("industrial, rows by chance", shapes.industrial_random, 30.0, 80.0)
    yield Subject("industrial, ranges", shapes.industrial_ranges, 30.0, 80.0)
    for rows in (8, 64):
        yield Subject(f"component of {rows} rows", partial(many_rows, rows), None, 30.0)
    yield Subject("6000 features", partial(shapes.feature_tree, 6_000), None, 250.0, look=at_what_is_open)
    entangled = partial(shapes.entangled_tree, 14_000, 3_000)
    yield Subject("14000 features, 3000 across", entangled, None, 250.0, look=at_what_is_open)


def _grid(count: int, values: int) -> Subject:
    made = partial(shapes.grid, count, values, exclusions=590)
    return Subject(f"{count} × {values}", made, 10.0, 10.0, opening=100.0)


def _public() -> Iterator[Subject]:
    """The files of the folder that the environment names; others than the known ones too."""
    folder = os.environ.get(MODELS)
    if not folder:
        print(f"public models are skipped: {MODELS} names no folder", file=sys.stderr)
        return
    for file in sorted([*Path(folder).glob("*.uvl"), *Path(folder).glob("*.xml")]):
        median, most, factor = _PUBLIC.get(file.name, (None, 250.0, None))
        read = _feature_model if file.suffix == ".uvl" else read_xcsp
        yield Subject(file.stem, partial(read, file), median, most, file, factor, look=at_what_is_open)


def _feature_model(file: Path) -> Product:
    return product_of(feature_model_file(file), key="model", prices={"EUR": Decimal(0)})
