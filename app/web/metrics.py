"""Figures of the business as Prometheus reads them. ``docs/operations.md`` lists them with alerts."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from prometheus_client.core import GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from app.actions import STEPS_MS, Figures, take_figures
from app.errors import Outside
from app.services import Services

NEVER: Final = -1
"""For the age of something that is not there, where none is bad."""


class Business(Collector):
    """Read from the database when asked. Where that does not answer, ``quotewright_database_up`` says so."""

    def __init__(self, services: Services, *, at: datetime) -> None:
        self._services = services
        self._at = at

    def collect(self) -> Iterator[Metric]:
        try:
            figures = take_figures(self._services)
        except Outside:
            yield _gauge("database_up", "Whether the database answers.", 0)
            return
        yield _gauge("database_up", "Whether the database answers.", 1)
        yield from self._counts(figures)
        yield from self._ages(figures)
        yield from _roads(figures, at=self._at)
        yield _times(figures)

    def _counts(self, figures: Figures) -> Iterator[Metric]:
        yield _by("quotes", "Quotes by status.", "status", figures.quotes)
        yield _by("write_backs", "Quotes on their way to the CRM, by state.", "state", figures.write_backs)
        yield _by(
            "errands", "Other work on its way to the CRM, and there, by state.", "state", figures.errands
        )
        yield _failures(figures)
        yield _gauge("waiting_approvals", "Quotes that somebody has to agree to.", figures.waiting_approvals)

    def _ages(self, figures: Figures) -> Iterator[Metric]:
        oldest = GaugeMetricFamily(
            "quotewright_oldest_unwritten_seconds",
            "Age of the oldest quote that is to be written and is not, by what it waits for.",
            labels=["waits_for"],
        )
        oldest.add_metric(["user"], self._age(figures.oldest_for_user, otherwise=0))
        oldest.add_metric(["system"], self._age(figures.oldest, otherwise=0))
        yield oldest
        yield _gauge(
            "worker_seen_seconds",
            "Since any worker gave its last sign of life; -1 if none ever did.",
            self._age(figures.worker_seen, otherwise=NEVER),
        )

    def _age(self, since: datetime | None, *, otherwise: float) -> float:
        return otherwise if since is None else max(0.0, (self._at - since).total_seconds())


def _failures(figures: Figures) -> Metric:
    found = GaugeMetricFamily(
        "quotewright_write_back_failures",
        "Quotes that are not in the CRM because something failed, by class and code.",
        labels=["class", "code"],
    )
    for (failure_class, code), count in figures.failures.items():
        found.add_metric([failure_class or "unknown", code], count)
    return found


def _roads(figures: Figures, *, at: datetime) -> Iterator[Metric]:
    left = GaugeMetricFamily(
        "quotewright_crm_allowance_left",
        "Calls that a CRM still allows today, as it said last.",
        labels=["connection"],
    )
    closed = GaugeMetricFamily(
        "quotewright_crm_closed", "Whether a CRM is left alone for now (1).", labels=["connection"]
    )
    for known in figures.roads:
        if known.allowance.allowed >= 0:
            left.add_metric([known.connection], max(0, known.allowance.allowed - known.allowance.used))
        until = known.road.closed_until
        closed.add_metric([known.connection], float(until is not None and until > at))
    yield left
    yield closed


def _times(figures: Figures) -> Metric:
    ends = [*(f"{end / 1000:g}" for end in STEPS_MS), "+Inf"]
    counts = [float(count) for count in figures.times.counts]
    found = HistogramMetricFamily(
        "quotewright_write_back_seconds", "From saving a quote to its record in the CRM."
    )
    found.add_metric([], list(zip(ends, counts, strict=True)), sum_value=figures.times.sum_ms / 1000)
    return found


def _by(name: str, words: str, label: str, counts: Mapping[str, int]) -> Metric:
    found = GaugeMetricFamily(f"quotewright_{name}", words, labels=[label])
    for value, count in counts.items():
        found.add_metric([value], count)
    return found


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"quotewright_{name}", words, value=value)
