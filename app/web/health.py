"""For the platform: is the process alive, can it work, and how much does it use."""

import os
import resource
import time
from typing import Final

from flask import Blueprint, Response, abort, request

from app.actions import check_health
from app.web.session import services

health = Blueprint("health", __name__)
_STARTED: Final = time.time()
_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via")


@health.get("/health/live")
def live() -> dict[str, str]:
    return {"status": "ok"}


@health.get("/health/ready")
def ready() -> dict[str, str]:
    """503 while the database or the installation cannot serve."""
    check_health(services())
    return {"status": "ok"}


@health.get("/metrics")
def metrics() -> Response:
    """This process in Prometheus text, for callers on the same machine; to anybody else it does not exist."""
    if request.remote_addr not in ("127.0.0.1", "::1") or any(name in request.headers for name in _FORWARDED):
        abort(404)
    return Response(_metrics(), mimetype="text/plain; version=0.0.4")


def _metrics() -> str:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    worker = f'{{pid="{os.getpid()}"}}'
    return (
        "# TYPE process_cpu_seconds_total counter\n"
        f"process_cpu_seconds_total{worker} {usage.ru_utime + usage.ru_stime:.3f}\n"
        "# HELP process_peak_memory_bytes The most memory that the process has held.\n"
        "# TYPE process_peak_memory_bytes gauge\n"
        f"process_peak_memory_bytes{worker} {usage.ru_maxrss * 1024}\n"
        "# TYPE process_start_time_seconds gauge\n"
        f"process_start_time_seconds{worker} {_STARTED:.3f}\n"
    )
