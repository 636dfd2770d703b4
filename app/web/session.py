"""Who calls: what a page holds and sends as ``Authorization: Bearer``, a session's token or a sealed arrival.

No cookie exists, so there is no ambient credential that another site could make a browser send.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast

from flask import Flask, current_app, g, request

from app.actions import Arrival, Call, open_opportunity, sealed_arrival
from app.errors import Unverified
from app.services import Services
from app.web.tokens import Tokens

_EXTENSION: Final = "quotewright"
_BEARER = re.compile(r"[Bb]earer ([A-Za-z0-9._-]+=*)")
# An arrival holds the CRM's token, which may have 4096 characters, and a name in any script.
_TOKEN_LIMIT: Final = 10_000
_CORRELATION = re.compile(r"[A-Za-z0-9._-]{8,64}")


class SessionRequired(Unverified):
    """No session, or one that cannot be read: the page renews it through the CRM, then repeats the call."""

    code = "session_required"


@dataclass(frozen=True, slots=True)
class Held:
    """What the web process holds. ``clock`` tells an aware time."""

    services: Services
    tokens: Tokens
    clock: Callable[[], datetime]


def hold(app: Flask, services: Services, *, secret_key: str, clock: Callable[[], datetime] | None) -> None:
    """Puts the resources within reach of the requests. Raises ValueError for a key that could be guessed."""
    app.extensions[_EXTENSION] = Held(services, Tokens(secret_key), clock or _utc_now)


def services() -> Services:
    return _held().services


def tokens() -> Tokens:
    return _held().tokens


def now() -> datetime:
    return _held().clock()


def correlation() -> str:
    """The id that ties this request's answers, log lines and audit entries together.

    The caller's own from ``X-Correlation-Id`` if it is well-formed, else a fresh one.
    """
    if "correlation" not in g:
        given = request.headers.get("X-Correlation-Id", "")
        g.correlation = given if _CORRELATION.fullmatch(given) else secrets.token_hex(8)
    return cast(str, g.correlation)


def own_correlation() -> str:
    """A fresh id in any case: a caller whom nobody knows yet gets nothing of theirs echoed."""
    g.correlation = secrets.token_hex(8)
    return cast(str, g.correlation)


def current_call() -> Call:
    """Who calls, when, and under which correlation id. Raises SessionRequired."""
    if "call" not in g:
        at = now()
        session = tokens().read(_bearer())
        if session is None or session.expires_at <= at:
            raise _required()
        g.call = Call(session, at, correlation())
    return cast(Call, g.call)


def is_arriving() -> bool:
    """Whether the caller is a page without content yet: what it holds has no periods, as tokens have."""
    return "call" not in g and bool(_bearer()) and "." not in _bearer()


def current_arrival() -> Arrival:
    """Raises ArrivalEnded."""
    if "arrival" not in g:
        g.arrival = sealed_arrival(services(), _bearer(), at=now())
    return cast(Arrival, g.arrival)


def open_arrival() -> str:
    """Opens the opportunity of the page that has arrived. The session's token; the rest of the request is in
    that session. Raises what ``open_opportunity`` raises.
    """
    at = now()
    signed_in = open_opportunity(services(), current_arrival(), at=at, correlation=correlation())
    g.call = Call(signed_in.session, at, correlation())
    return tokens().issue(signed_in.session)


def _bearer() -> str:
    """Empty without one."""
    found = _BEARER.fullmatch(request.headers.get("Authorization", "")[:_TOKEN_LIMIT])
    return found[1] if found else ""


def _required() -> SessionRequired:
    return SessionRequired(
        "The session is missing or has ended. Open the panel again from the record in your CRM."
    )


def _held() -> Held:
    return cast(Held, current_app.extensions[_EXTENSION])


def _utc_now() -> datetime:
    return datetime.now(UTC)
