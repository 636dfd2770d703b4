"""For the platform: is the process alive, can it work, and how does the business go."""

import secrets
from typing import Final

from flask import Blueprint, Response, abort, request

from app.actions import check_health
from app.telemetry.measures import CONTENT_TYPE, exposition
from app.web.metrics import Business
from app.web.session import held, now, services

health = Blueprint("health", __name__)
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
    """The business and the web processes in Prometheus text: for callers on the same machine, and for those
    who know the installation's token. To anybody else it does not exist."""
    if not (_is_near() or _knows_token()):
        abort(404)
    figures = Business(services(), at=now())
    return Response(exposition(figures), content_type=CONTENT_TYPE)


def _is_near() -> bool:
    near = request.remote_addr in ("127.0.0.1", "::1")
    return near and not any(name in request.headers for name in _FORWARDED)


def _knows_token() -> bool:
    token = held().metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(token) and secrets.compare_digest(given.encode(), token.encode())
