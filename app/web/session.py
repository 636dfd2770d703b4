"""Who calls: what a page holds and sends as ``Authorization: Bearer``, a session's token or a sealed arrival.

No cookie is read here, so there is no ambient credential that another site could make a browser send.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, cast

from flask import Flask, current_app

from app.actions import Arrival, Call, open_opportunity, sealed_arrival
from app.errors import Unverified
from app.services import Services
from app.web.pace import Pace
from app.web.tokens import Tokens
from app.web.visit import Visit, visit

_EXTENSION: Final = "quotewright"
_BEARER = re.compile(r"[Bb]earer ([A-Za-z0-9._-]+=*)")
# An arrival holds the CRM's token, which may have 4096 characters, and a name in any script.
_TOKEN_LIMIT: Final = 10_000


class SessionRequired(Unverified):
    """No session, or one that cannot be read: the page renews it through the CRM, then repeats the call."""

    code = "session_required"


@dataclass(frozen=True, slots=True)
class Held:
    """What the web process holds. ``clock`` tells an aware time; ``metrics_token`` opens the metrics to
    callers on other machines, empty to nobody."""

    services: Services
    tokens: Tokens
    clock: Callable[[], datetime]
    metrics_token: str = ""
    pace: Pace = field(default_factory=Pace)


def hold(
    app: Flask,
    services: Services,
    *,
    secret_key: str,
    clock: Callable[[], datetime] | None,
    metrics_token: str = "",
) -> None:
    """Puts the resources within reach of the requests. Raises ValueError for a key that could be guessed."""
    app.extensions[_EXTENSION] = Held(services, Tokens(secret_key), clock or _utc_now, metrics_token)


def held() -> Held:
    """For a caller that needs several of them; the functions below each look it up anew."""
    return cast(Held, current_app.extensions[_EXTENSION])


def services() -> Services:
    return held().services


def tokens() -> Tokens:
    return held().tokens


def now() -> datetime:
    return held().clock()


def correlation() -> str:
    """The id that ties this request's answers, log lines and audit entries together."""
    return visit().correlation


def current_call() -> Call:
    """Who calls, when, and under which correlation id. Raises SessionRequired."""
    request = visit()
    if request.call is None:
        at = now()
        session = tokens().read(_bearer(request))
        if session is None or session.expires_at <= at:
            raise _required()
        request.call = Call(session, at, request.correlation)
    return request.call


def language() -> str:
    """The language of whoever calls, as ``de-DE``; empty where that is not known."""
    call = visit().call
    return call.session.language if call else ""


def is_arriving() -> bool:
    """Whether the caller is a page without content yet: what it holds has no periods, as tokens have."""
    request = visit()
    bearer = _bearer(request)
    return request.call is None and bool(bearer) and "." not in bearer


def current_arrival() -> Arrival:
    """Raises ArrivalEnded."""
    request = visit()
    if request.arrival is None:
        request.arrival = sealed_arrival(services(), _bearer(request), at=now())
    return request.arrival


def open_arrival() -> str:
    """Opens the opportunity of the page that has arrived. The session's token; the rest of the request is in
    that session. Raises what ``open_opportunity`` raises.
    """
    request, at = visit(), now()
    signed_in = open_opportunity(services(), current_arrival(), at=at, correlation=request.correlation)
    request.call = Call(signed_in.session, at, request.correlation)
    return tokens().issue(signed_in.session)


def _bearer(request: Visit) -> str:
    """Empty without one."""
    found = _BEARER.fullmatch(request.headers.get("Authorization", "")[:_TOKEN_LIMIT])
    return found[1] if found else ""


def _required() -> SessionRequired:
    return SessionRequired(
        "The session is missing or has ended. Open the panel again from the record in your CRM."
    )


def _utc_now() -> datetime:
    return datetime.now(UTC)
