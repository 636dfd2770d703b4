"""The token of a session: short, signed, and it says all about the session, so nothing about it is stored."""

import hashlib
import hmac
from datetime import UTC, datetime
from typing import Any, Final

import jwt

from app.actions import Frame, PanelSession
from app.actor import Actor, ConnectionName, OrgId, Role, UserId

ISSUER: Final = "quotewright"
AUDIENCE: Final = "quotewright-panel"
ALGORITHM: Final = "HS256"


class Tokens:
    """Issues and reads them with a key of their own, made from the process's secret."""

    def __init__(self, secret_key: str) -> None:
        """Raises ValueError for a key that could be guessed."""
        if len(secret_key.encode()) < 32:
            raise ValueError("The secret key of the web process has at least 32 bytes.")
        # So that no other use of the process's secret can ever produce a token.
        self.signing_key = hmac.digest(secret_key.encode(), b"panel session", hashlib.sha256)

    def issue(self, session: PanelSession) -> str:
        actor, frame = session.actor, session.frame
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "iat": int(session.created_at.timestamp()),
            "exp": int(session.expires_at.timestamp()),
            "sub": actor.user,
            "org": actor.org,
            "connection": actor.connection,
            "name": actor.name,
            "roles": sorted(actor.roles),
            "opportunity": session.opportunity,
            "frame": [frame.instance_id, frame.target_origin],
            "language": session.language,
        }
        return jwt.encode(claims, self.signing_key, algorithm=ALGORITHM)

    def read(self, token: str) -> PanelSession | None:
        """What was issued, expired or not: the caller compares ``expires_at``. ``None`` for anything else."""
        try:
            claims = jwt.decode(
                token,
                self.signing_key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                audience=AUDIENCE,
                options={"require": ["exp", "iat", "sub"], "verify_exp": False, "verify_iat": False},
            )
            return _session(claims)
        except (jwt.InvalidTokenError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return None


def _session(claims: dict[str, Any]) -> PanelSession:
    instance_id, target_origin = claims["frame"]
    actor = Actor(
        connection=ConnectionName(claims["connection"]),
        org=OrgId(claims["org"]),
        user=UserId(claims["sub"]),
        name=claims["name"],
        roles=frozenset(map(Role, claims["roles"])),
    )
    return PanelSession(
        actor=actor,
        opportunity=claims["opportunity"],
        frame=Frame(instance_id, target_origin),
        language=claims["language"],
        created_at=datetime.fromtimestamp(claims["iat"], UTC),
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
    )
