"""Clicks of random sessions on one product, beside the plain way and peers."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator

from app.catalog import Product
from app.configuration import Configurator
from benchmarks.engine.peers import Heard, flamapy, python_constraint
from benchmarks.engine.plain import Plain
from benchmarks.engine.sessions import Clicks, clicked
from benchmarks.engine.subjects import Subject
from benchmarks.figures import Figure

SECONDS = "QUOTEWRIGHT_BENCH_SECONDS"
_SESSIONS, _SAMPLES = 200, 5
_PLAIN_SECONDS = 20.0
_SOURCE = "measured"
_PLAIN = "each value asked alone"


def seconds() -> float:
    """Of CPU time, for the sessions of each product."""
    return float(os.environ.get(SECONDS, "60"))


def click_figures(subject: Subject, compiled: Callable[[], None]) -> Iterator[Figure]:
    product = subject.product()
    started = time.process_time()
    engine = Configurator(product, source=_SOURCE)
    took = time.process_time() - started
    compiled()
    yield Figure(f"{subject.name}, compiled", took, "s", "a minute", 60, wanted=60)
    yield _opened(subject, product, engine.start(), took)
    clicks = clicked(engine, subject.look, sessions=_SESSIONS, seconds=seconds(), samples=_SAMPLES)
    times, differing, domains = Plain(product).compared(clicks.samples, seconds=_PLAIN_SECONDS)
    reference = statistics.median(times)
    said = f"{subject.name}, {len(clicks.times)} clicks in {clicks.sessions} sessions"
    yield Figure(f"{said}, median", clicks.at(0.5), "ms", _PLAIN, reference, wanted=subject.median)
    yield Figure(f"{subject.name}, 99 %", clicks.at(0.99), "ms", _PLAIN, reference, wanted=subject.most)
    first, most = sorted(clicks.firsts)[int(len(clicks.firsts) * 0.99)], clicks.at(0.99)
    yield Figure(f"{subject.name}, first click, 99 %", first, "ms", "its 99 %", most, ratio_wanted=1.0)
    unlike = f"{subject.name}, unlike a second solver"
    yield Figure(unlike, differing, "domains", "compared", domains, wanted=0)
    yield from _peers(subject, product, clicks)


def _opened(subject: Subject, product: Product, start: bytes, took: float) -> Figure:
    """As by another process, which takes what was compiled and shows the first page."""
    started = time.process_time()
    subject.look(Configurator(product, start, source=_SOURCE).configure({}))
    opened = (time.process_time() - started) * 1_000
    return Figure(f"{subject.name}, opened", opened, "ms", "compiled", took * 1_000, wanted=subject.opening)


def _peers(subject: Subject, product: Product, clicks: Clicks) -> Iterator[Figure]:
    if subject.file is None or subject.file.suffix != ".uvl":
        return
    heard = flamapy(subject.file, product, clicks.samples)
    yield from _peer(subject, "flamapy", heard, clicks, subject.peer_factor)
    if len(product.attributes) <= 200:
        heard = python_constraint(product, clicks.samples)
        yield from _peer(subject, "python-constraint2", heard, clicks, 50.0)


def _peer(
    subject: Subject, name: str, heard: Heard | None, clicks: Clicks, factor: float | None
) -> Iterator[Figure]:
    if heard is None:
        return
    differing = f"differs in {heard.differing} of {len(heard.times)} answers"
    print(f"{subject.name}: {name} {differing}", file=sys.stderr, flush=True)
    wanted = 1 / factor if factor else None
    reference = statistics.median(heard.times)
    yield Figure(
        f"{subject.name}, median beside {name}", clicks.at(0.5), "ms", name, reference, ratio_wanted=wanted
    )
