"""What a process counts of itself, for Prometheus: requests, calls of CRMs, its own needs.

Several web processes count together where ``PROMETHEUS_MULTIPROC_DIR`` names a folder of theirs. Names of
connections are the only label that an installation chooses, and of those only so many.
"""

import os
import re
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
SHARED: Final = "PROMETHEUS_MULTIPROC_DIR"
MOST_CONNECTIONS: Final = 100

# A series beside each counter that says when it began: nobody asked for those.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library types no such
_OWN: Final = CollectorRegistry()
_ANSWERS: Final = Histogram(
    "quotewright_request_seconds",
    "How long answers took, by class of status.",
    ["status"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
    registry=_OWN,
)
_CALLS: Final = Counter(
    "quotewright_crm_calls", "Calls of CRMs, by what came of them.", ["connection", "outcome"], registry=_OWN
)
_CALL_SECONDS: Final = Histogram(
    "quotewright_crm_call_seconds",
    "How long calls of CRMs took.",
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
    registry=_OWN,
)
_BY_STATUS: Final = {n: _ANSWERS.labels(f"{n}xx") for n in range(2, 6)}
_seen: Final[set[str]] = set()


def answered(status: int, *, seconds: float) -> None:
    """A request got its answer."""
    _BY_STATUS[status // 100].observe(seconds)


def called(connection: str, outcome: str, *, seconds: float) -> None:
    """A CRM was called."""
    _CALLS.labels(_bounded(connection), outcome).inc()
    _CALL_SECONDS.observe(seconds)


def exposition(*more: Collector) -> bytes:
    """All of this process, and of those that it counts together with, in Prometheus text; then ``more``."""
    registry = CollectorRegistry()
    if shared := os.environ.get(SHARED):
        MultiProcessCollector(registry, path=shared)  # type: ignore[no-untyped-call]  # the library types no such
    else:
        registry.register(_Passed(_OWN))
    registry.register(_Processes(shared))
    for collector in more:
        registry.register(collector)
    return generate_latest(registry)


class _Passed(Collector):
    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterable[Metric]:
        return self._registry.collect()


class _Processes(Collector):
    """Memory, CPU time and open files of each process, by its id."""

    def __init__(self, shared: str | None) -> None:
        self._shared = shared

    def collect(self) -> Iterator[Metric]:
        found: dict[str, Metric] = {}
        for process in sorted({os.getpid(), *_counting(self._shared)}):
            for metric in ProcessCollector(pid=partial(int, process), registry=None).collect():
                kept = found.setdefault(metric.name, Metric(metric.name, metric.documentation, metric.type))
                for sample in metric.samples:
                    kept.add_sample(sample.name, {"pid": str(process)}, sample.value)
        yield from found.values()


def _counting(shared: str | None) -> set[int]:
    """The processes that count in the folder and live."""
    files = Path(shared).glob("*.db") if shared else ()
    named = (re.search(r"_(\d+)\.db$", file.name) for file in files)
    return {int(match[1]) for match in named if match and Path(f"/proc/{match[1]}").exists()}


def _bounded(connection: str) -> str:
    if connection not in _seen:
        if len(_seen) >= MOST_CONNECTIONS:
            return "other"
        _seen.add(connection)
    return connection
