"""Who may reach a route. Each blueprint is attached with its guard; a route without one is never served."""

from enum import StrEnum
from typing import Final, cast

from flask import Blueprint, Flask

from app.web.session import current_arrival, current_call, is_arriving
from app.web.visit import visit

_EXTENSION: Final = "quotewright.guards"


class Guard(StrEnum):
    """``session``: only with a valid session token. ``arrival``: also by a page that has just arrived.
    ``public``: anybody, so the route checks for itself.
    """

    PUBLIC = "public"
    ARRIVAL = "arrival"
    SESSION = "session"


def guarded(app: Flask) -> None:
    app.extensions[_EXTENSION] = {}
    app.before_request(lambda: _check(app))


def attach(app: Flask, blueprint: Blueprint, guard: Guard) -> None:
    assign(app, blueprint, guard)
    app.register_blueprint(blueprint)


def assign(app: Flask, blueprint: Blueprint, guard: Guard) -> None:
    """For a blueprint that something else registers."""
    _guards(app)[blueprint.name] = guard


def guard_of(app: Flask, endpoint: str) -> Guard | None:
    """The guard of a route, by its endpoint; ``None`` for a route that nobody attached one to.

    A blueprint inside another has the outer one's guard.
    """
    outermost, dot, _rest = endpoint.partition(".")
    return _guards(app).get(outermost) if dot else None


def _check(app: Flask) -> None:
    endpoint = visit().endpoint
    if endpoint is None:
        return
    guard = guard_of(app, endpoint)
    if guard is None:
        raise RuntimeError(f"The route {endpoint} has no guard.")
    if guard is Guard.SESSION:
        current_call()
    elif guard is Guard.ARRIVAL and is_arriving():
        current_arrival()
    elif guard is Guard.ARRIVAL:
        current_call()


def _guards(app: Flask) -> dict[str, Guard]:
    return cast(dict[str, Guard], app.extensions[_EXTENSION])
