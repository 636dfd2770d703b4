"""One subject after the other, and the figures of each."""

import statistics
import sys
import time
from collections.abc import Iterator

from app.catalog import Product
from app.configuration import Configurator
from benchmarks.engine.peers import Heard, flamapy, python_constraint
from benchmarks.engine.plain import Plain
from benchmarks.engine.sessions import Clicks, clicked
from benchmarks.engine.shapes import many_rules
from benchmarks.engine.subjects import Subject, subjects
from benchmarks.figures import Figure

_SESSIONS, _SECONDS, _SAMPLES = 200, 20.0, 5
_PLAIN_SECONDS = 10.0
_PLAIN = "each value asked alone"
_LOAD_MS = 300.0


def measure() -> list[Figure]:
    figures = [figure for subject in subjects() for figure in _measured(subject)]
    return [*figures, _loaded()]


def _measured(subject: Subject) -> Iterator[Figure]:
    product = subject.product()
    clicks = clicked(product, subject.look, sessions=_SESSIONS, seconds=_SECONDS, samples=_SAMPLES)
    times, differing = Plain(product).compared(clicks.samples, seconds=_PLAIN_SECONDS)
    _say(f"{subject.name}: {clicks.sessions} sessions, {len(clicks.times)} clicks, {len(times)} compared")
    if differing:
        raise SystemExit(f"{subject.name}: {differing} domains differ from those of the plain way")
    reference = statistics.median(times)
    middle = clicks.at(0.5)
    yield Figure(f"{subject.name}, median", middle, "ms", _PLAIN, reference, wanted=subject.median)
    yield Figure(f"{subject.name}, 99 %", clicks.at(0.99), "ms", _PLAIN, reference, wanted=subject.most)
    yield Figure(
        f"{subject.name}, first", max(clicks.firsts), "ms", "its 99 %", clicks.at(0.99), ratio_wanted=1.0
    )
    yield from _peers(subject, product, clicks)


def _peers(subject: Subject, product: Product, clicks: Clicks) -> Iterator[Figure]:
    if subject.file is None or subject.file.suffix != ".uvl":
        return
    factor = subject.peer_factor
    yield from _peer(subject, "flamapy", flamapy(subject.file, product, clicks.samples), clicks, factor)
    if len(product.attributes) <= 200:
        heard = python_constraint(product, clicks.samples)
        yield from _peer(subject, "python-constraint2", heard, clicks, 50.0)


def _peer(
    subject: Subject, name: str, heard: Heard | None, clicks: Clicks, factor: float | None
) -> Iterator[Figure]:
    if heard is None:
        return
    _say(f"{subject.name}: {name} differs in {heard.differing} of {len(heard.times)} answers")
    wanted = 1 / factor if factor else None
    reference = statistics.median(heard.times)
    yield Figure(f"{subject.name}, median", clicks.at(0.5), "ms", name, reference, ratio_wanted=wanted)


def _loaded() -> Figure:
    """A compiled product of 1,000 attributes and 10,000 rules, against compiling it."""
    product = many_rules(1_000, 10_000)
    started = time.process_time()
    start = Configurator(product).start()
    compiled = (time.process_time() - started) * 1_000
    started = time.process_time()
    if Configurator(product, start).starts_anew:
        raise SystemExit("a compiled product was not taken")
    loaded = (time.process_time() - started) * 1_000
    return Figure("1,000 × 10,000 loaded", loaded, "ms", "compiled", compiled, wanted=_LOAD_MS)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
