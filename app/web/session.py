"""The session of one page: a short signed token, held by the page and sent as ``Authorization: Bearer``.

No cookie exists, so there is no ambient credential that another site could make a browser send. The token
names a stored session; what that session may see is read from the database with each request.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, cast

import jwt
from flask import Flask, current_app, g, request

from app.actions import Call, SignedIn, resume_session
from app.errors import Unverified
from app.services import Services

ISSUER: Final = "quotewright"
AUDIENCE: Final = "quotewright-panel"
ALGORITHM: Final = "HS256"

_EXTENSION: Final = "quotewright"
_BEARER = re.compile(r"[Bb]earer ([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)")
_TOKEN_LIMIT: Final = 1024
_CORRELATION = re.compile(r"[A-Za-z0-9._-]{8,64}")
_SESSION_ID = re.compile(r"[0-9a-f]{32}")


class SessionRequired(Unverified):
    """No session, or one that cannot be read: the page renews it through the CRM, then repeats the call."""

    code = "session_required"


@dataclass(frozen=True, slots=True)
class Held:
    """What the web process holds. ``clock`` tells an aware time."""

    services: Services
    signing_key: bytes
    clock: Callable[[], datetime]


def hold(app: Flask, services: Services, *, secret_key: str, clock: Callable[[], datetime] | None) -> None:
    """Puts the resources within reach of the requests. Raises ValueError for a key that could be guessed."""
    if len(secret_key.encode()) < 32:
        raise ValueError("The secret key of the web process has at least 32 bytes.")
    # A key of its own, so that no other use of the process's secret can ever produce a session.
    key = hmac.digest(secret_key.encode(), b"panel session", hashlib.sha256)
    app.extensions[_EXTENSION] = Held(services, key, clock or _utc_now)


def services() -> Services:
    return _held().services


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


def issue(signed_in: SignedIn) -> str:
    """A token for the session, valid as long as the session itself."""
    session = signed_in.session
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": int(session.created_at.timestamp()),
        "exp": int(session.expires_at.timestamp()),
        "sid": session.id,
    }
    return jwt.encode(claims, _held().signing_key, algorithm=ALGORITHM)


def current_call() -> Call:
    """Who calls, when, and under which correlation id. Raises SessionRequired or SessionExpired."""
    if "call" not in g:
        at = now()
        session = resume_session(services(), _session_id(at), at=at)
        g.call = Call(session, at, correlation())
    return cast(Call, g.call)


def _session_id(at: datetime) -> str:
    found = _BEARER.fullmatch(request.headers.get("Authorization", "")[:_TOKEN_LIMIT])
    claims = _claims(found[1]) if found else {}
    expires, sid = claims.get("exp"), claims.get("sid")
    if not isinstance(expires, int) or expires <= at.timestamp():
        raise _required()
    if not isinstance(sid, str) or not _SESSION_ID.fullmatch(sid):
        raise _required()
    return sid


def _claims(token: str) -> dict[str, object]:
    """Expiry is compared by the caller, with the process's own clock."""
    try:
        claims: dict[str, object] = jwt.decode(
            token,
            _held().signing_key,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            audience=AUDIENCE,
            options={"require": ["exp", "iat", "sid"], "verify_exp": False, "verify_iat": False},
        )
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        return {}
    return claims


def _required() -> SessionRequired:
    return SessionRequired(
        "The session is missing or has ended. Open the panel again from the record in your CRM."
    )


def _held() -> Held:
    return cast(Held, current_app.extensions[_EXTENSION])


def _utc_now() -> datetime:
    return datetime.now(UTC)
