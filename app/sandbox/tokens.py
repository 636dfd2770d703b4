"""Bearer tokens and one-time codes."""

import secrets
import time
from dataclasses import dataclass

from .database import Database
from .failures import session_invalid
from .work import READ_ONLY_PROFILE, Caller

LIFE = 2 * 60 * 60


class Tokens:
    """Kept in the database, so that a restart of the sandbox ends nobody's session."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def issue(self, organization: str, user_id: str, *, life: float = LIFE, kind: str = "access") -> str:
        token = f"{organization[:15]}!AQ{secrets.token_urlsafe(48)}"
        with self._database.transaction():
            self._database.execute("DELETE FROM _token WHERE expires < ?", (time.time() - 86_400,))
            self._database.execute(
                "INSERT INTO _token VALUES (?, ?, ?, ?)", (token, user_id, time.time() + life, kind)
            )
        return token

    def user_of(self, token: str) -> str | None:
        rows = self._database.select("SELECT user_id, expires FROM _token WHERE token = ?", (token,))
        return str(rows[0][0]) if rows and rows[0][1] > time.time() else None

    def caller(self, authorization: str) -> Caller:
        """Raises INVALID_SESSION_ID for a header that names no living token."""
        scheme, _, token = authorization.partition(" ")
        user_id = self.user_of(token.strip()) if scheme.lower() in ("bearer", "oauth") else None
        user = None if user_id is None else self._database.row("User", user_id)
        if user is None or not user["IsActive"]:
            raise session_invalid()
        profile = self._database.row("Profile", user["ProfileId"]) or {}
        return Caller(user["Id"], profile.get("Name") != READ_ONLY_PROFILE)

    def revoke(self, token: str) -> bool:
        with self._database.transaction():
            return self._database.execute("DELETE FROM _token WHERE token = ?", (token,)) > 0

    def expire_all(self) -> int:
        with self._database.transaction():
            return self._database.execute("UPDATE _token SET expires = 0")


@dataclass(frozen=True, slots=True)
class Grant:
    """What a one-time code stands for."""

    user_id: str
    client_id: str
    redirect_uri: str
    challenge: str
    expires: float
