"""Bearer tokens, refresh tokens and one-time codes."""

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace

from .database import Database
from .failures import not_for_api, session_invalid
from .work import Caller

LIFE = 2 * 60 * 60
CODE_LIFE = 15 * 60
ACCESS, REFRESH, ROTATED = "access", "refresh", "rotated"
KINDS = (ACCESS, REFRESH)
_UNTIL_REVOKED = 10 * 365 * 86_400
_ROTATED_KEPT = 30 * 86_400
_APPROVALS_KEPT = 5
_CODES_KEPT = 1_000
_API_SCOPES = {"api", "full", "web"}


@dataclass(frozen=True, slots=True)
class Bearer:
    """What one token stands for. `family` is the approval that it and its relatives come from, or empty."""

    kind: str
    user_id: str
    app: str
    scope: str
    issued: float
    expires: float
    family: str

    def living(self) -> bool:
        return self.kind in KINDS and self.expires > time.time()


class Tokens:
    """Kept in the database, so that a restart of the sandbox ends nobody's session."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def issue(
        self,
        organization: str,
        user_id: str,
        *,
        life: float = LIFE,
        app: str = "",
        scope: str = "full",
        family: str = "",
    ) -> str:
        """An access token."""
        token = f"{organization[:15]}!AQ{secrets.token_urlsafe(48)}"
        now = time.time()
        self._keep(token, Bearer(ACCESS, user_id, app, scope, now, now + life, family))
        return token

    def issue_refresh(self, user_id: str, app: str, *, scope: str, family: str) -> str:
        """A user keeps five approvals of an app: the oldest of more goes, with its access tokens."""
        token = f"5Aep{secrets.token_urlsafe(60)}"
        now = time.time()
        with self._database.transaction():
            held = self._database.select(
                "SELECT family FROM _bearer WHERE user_id = ? AND app = ? AND kind = ? AND family <> ? "
                "ORDER BY issued DESC, rowid DESC",
                (user_id, app, REFRESH, family),
            )
            for (oldest,) in held[_APPROVALS_KEPT - 1 :]:
                self.end_family(str(oldest))
            self._keep(token, Bearer(REFRESH, user_id, app, scope, now, now + _UNTIL_REVOKED, family))
        return token

    def _keep(self, token: str, one: Bearer) -> None:
        values = (token, one.kind, one.user_id, one.app, one.scope, one.issued, one.expires, one.family)
        with self._database.transaction():
            self._database.execute("DELETE FROM _bearer WHERE expires < ?", (time.time() - 86_400,))
            self._database.execute("INSERT INTO _bearer VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)

    def found(self, token: str) -> Bearer | None:
        """Living or not."""
        rows = self._database.select(
            "SELECT kind, user_id, app, scope, issued, expires, family FROM _bearer WHERE token = ?", (token,)
        )
        return Bearer(*rows[0]) if rows else None

    def access(self, authorization: str) -> Bearer:
        """Raises INVALID_SESSION_ID for a header that names no living access token of an active user."""
        scheme, _, token = authorization.partition(" ")
        one = self.found(token.strip()) if scheme.lower() in ("bearer", "oauth") else None
        if one is None or one.kind != ACCESS or not one.living():
            raise session_invalid()
        user = self._database.row("User", one.user_id)
        if user is None or not user["IsActive"]:
            raise session_invalid()
        return one

    def caller(self, authorization: str) -> Caller:
        """Raises INVALID_SESSION_ID, also for a token that was not granted for the API."""
        one = self.access(authorization)
        if not _API_SCOPES.intersection(one.scope.split()):
            raise not_for_api()
        return Caller(one.user_id)

    def rotate(self, token: str) -> bool:
        """Whether this call was the first to use the refresh token up."""
        kept = time.time() + _ROTATED_KEPT
        with self._database.transaction():
            statement = "UPDATE _bearer SET kind = ?, expires = ? WHERE token = ? AND kind = ?"
            return self._database.execute(statement, (ROTATED, kept, token, REFRESH)) > 0

    def revoke(self, token: str) -> bool:
        """An access token goes alone, a refresh token with everything that came of the same approval."""
        with self._database.transaction():
            one = self.found(token)
            if one is not None and one.kind != ACCESS:
                self.end_family(one.family)
            return self._database.execute("DELETE FROM _bearer WHERE token = ?", (token,)) > 0 or bool(one)

    def end_family(self, family: str) -> None:
        if family:
            with self._database.transaction():
                self._database.execute("DELETE FROM _bearer WHERE family = ?", (family,))

    def expire_all(self, kind: str = ACCESS) -> int:
        with self._database.transaction():
            return self._database.execute("UPDATE _bearer SET expires = 0 WHERE kind = ?", (kind,))


@dataclass(frozen=True, slots=True)
class Grant:
    """What a one-time code stands for; `app` is the app's key, `challenge` is empty where none was given."""

    user_id: str
    app: str
    scope: str
    redirect_uri: str
    challenge: str
    expires: float

    def spent(self) -> bool:
        return self.expires <= time.time()


class Codes:
    """The last thousand, used ones too, so that a second use is told from an invention."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._grants: OrderedDict[str, Grant] = OrderedDict()

    def issue(self, grant: Grant) -> str:
        code = f"aPrx{secrets.token_urlsafe(48)}"
        with self._lock:
            self._grants[code] = grant
            while len(self._grants) > _CODES_KEPT:
                self._grants.popitem(last=False)
        return code

    def take(self, code: str, app: str) -> Grant | None:
        """Only the first taker gets a grant that is not spent; None for a code this app was never given."""
        with self._lock:
            grant = self._grants.get(code)
            if grant is None or grant.app != app:
                return None
            self._grants[code] = replace(grant, expires=0)
            return grant

    def expire_all(self) -> int:
        with self._lock:
            living = [code for code, grant in self._grants.items() if not grant.spent()]
            for code in living:
                self._grants[code] = replace(self._grants[code], expires=0)
            return len(living)

    def forget(self, app: str) -> None:
        with self._lock:
            for code in [code for code, grant in self._grants.items() if grant.app == app]:
                del self._grants[code]

    def clear(self) -> None:
        with self._lock:
            self._grants.clear()
