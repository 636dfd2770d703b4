"""What is measured, one after the other, each in a process of its own."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from app.store.catalogs import load_release, shipped_catalog
from benchmarks import answers, check, numbers
from benchmarks.engine.clicking import click_figures, seconds
from benchmarks.engine.loading import load_figures
from benchmarks.engine.subjects import DEMOS, subjects
from benchmarks.figures import Figure
from benchmarks.large_catalog import large_product

ONLY = "QUOTEWRIGHT_BENCH_ONLY"

COMPILING = 60.0
"""The most seconds of CPU time that compiling may take, reading the product included."""

Compiled: TypeAlias = Callable[[], None]
"""Called when what there is to compile is compiled."""


@dataclass(frozen=True, slots=True)
class Part:
    """``seconds``: the most CPU time that it may take once it is compiled."""

    name: str
    figures: Callable[[Compiled], Iterable[Figure]]
    seconds: float = 300


def parts() -> Iterator[Part]:
    """Those whose names have what the environment asks for, if it asks."""
    asked = [_plain(one) for one in os.environ.get(ONLY, "").splitlines()]
    for part in _all():
        if not asked or any(one in _plain(part.name) for one in asked):
            yield part


def _plain(name: str) -> str:
    """As somebody would type it."""
    return name.lower().replace("×", "x").replace(",", "").replace(" ", "")


def _all() -> Iterator[Part]:
    for subject in subjects():
        yield Part(subject.name, partial(click_figures, subject), 5 * seconds() + 60)
    yield Part("laptops", lambda compiled: numbers.measure())
    for demo in DEMOS:
        yield Part(f"{demo}, reasons and ways out", partial(_answers, demo))
        yield Part(f"{demo}, catalog check", partial(_check, demo))
    yield Part("1,000 × 10,000, catalog check", _check_large)
    yield Part("1,000 × 10,000, loaded", load_figures)


def _answers(demo: str, compiled: Compiled) -> Iterable[Figure]:
    return answers.figures(load_release(shipped_catalog(demo)), demo)


def _check(demo: str, compiled: Compiled) -> Iterator[Figure]:
    products = list(load_release(shipped_catalog(demo)).products.values())
    yield check.figure(f"{demo}, catalog check", products, wanted=5)


def _check_large(compiled: Compiled) -> Iterator[Figure]:
    product = large_product()
    compiled()
    yield check.figure("1,000 × 10,000, catalog check", [product], wanted=60)
