"""As whom a browser is known: a signed cookie that only the pages behind links of letters get.

By itself it opens nothing. With the link of a letter to that person it decides, as a code from their mail
does.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

import jwt
from flask import Request, Response

from app.actor import ConnectionName, UserId
from app.approvals import Reader

NAME: Final = "quotewright_reader"
LIFE: Final = timedelta(days=90)
_AUDIENCE: Final = "quotewright-reader"
_ALGORITHM: Final = "HS256"
_LONGEST: Final = 1_000


def known_reader(request: Request, key: bytes, *, at: datetime) -> Reader | None:
    """``key``: that of links."""
    token = request.cookies.get(NAME, "")
    if not token or len(token) > _LONGEST:
        return None
    try:
        claims = jwt.decode(
            token,
            _own(key),
            algorithms=[_ALGORITHM],
            audience=_AUDIENCE,
            options={"require": ["exp", "sub", "connection"], "verify_exp": False},
        )
    except jwt.InvalidTokenError:
        return None
    known = Reader(ConnectionName(claims["connection"]), UserId(claims["sub"]))
    return known if at.timestamp() < claims["exp"] else None


def make_known(response: Response, reader: Reader, key: bytes, *, at: datetime, secure: bool) -> None:
    """``secure``: over HTTPS alone."""
    claims = {
        "aud": _AUDIENCE,
        "sub": reader.user,
        "connection": reader.connection,
        "exp": int((at + LIFE).timestamp()),
    }
    response.set_cookie(
        NAME,
        jwt.encode(claims, _own(key), algorithm=_ALGORITHM),
        max_age=LIFE,
        path="/decide",
        secure=secure,
        httponly=True,
        # A form that another site sends does not bring it.
        samesite="Strict",
    )


def _own(key: bytes) -> bytes:
    return hmac.digest(key, b"browsers of readers", hashlib.sha256)
