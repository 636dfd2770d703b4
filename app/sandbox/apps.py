"""The external client apps of the org, as its administrator set them up, kept in the database."""

import hmac
import json
import secrets
from dataclasses import asdict, dataclass, replace
from typing import Any

from .database import Database

SCOPES = ("api", "id", "refresh_token", "offline_access", "web", "full", "profile", "email")
SELF_AUTHORIZE, ADMIN_APPROVED = "self_authorize", "admin_approved"
REQUIRED, OPTIONAL = "required", "optional"
KEEP, ROTATE = "keep", "rotate"
CHOICES = {
    "users": (SELF_AUTHORIZE, ADMIN_APPROVED),
    "pkce": (REQUIRED, OPTIONAL),
    "client_secret": (REQUIRED, OPTIONAL),
    "refresh": (KEEP, ROTATE),
}
ACTIVE, ROTATED = "active", "rotated"
MOST = 50


@dataclass(frozen=True, slots=True)
class App:
    """`certificate` is a PEM, empty for none; `run_as` the id of the client-credentials user, empty for none.

    `pkce` and `client_secret` are about the exchange of codes (the latter about refreshing too); `refresh`
    says whether a refresh token stays or is replaced at each use.

    `kind` is that of the component that it was deployed as, empty for one that was registered. `canvas`: the
    address that frames are opened at, empty where it has none, or for an app of the start, its usual one;
    `places`: where it may be framed, all if none is said. `sets`: permission sets whose holders are approved.

    The staged pair is as good as the first one for signing in; what a frame is opened with is signed by the
    first. `staged_status` is ACTIVE before the two change places, ROTATED behind it, empty for no such pair.
    `given`: key and secret that an app of the start was last started with.
    """

    name: str
    key: str
    secret: str
    label: str = ""
    callbacks: tuple[str, ...] = ()
    certificate: str = ""
    run_as: str = ""
    scopes: tuple[str, ...] = ("api", "id", "refresh_token")
    users: str = SELF_AUTHORIZE
    pkce: str = REQUIRED
    client_secret: str = REQUIRED
    refresh: str = KEEP
    kind: str = ""
    canvas: str = ""
    places: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    staged_key: str = ""
    staged_secret: str = ""
    staged_status: str = ""
    given: str = ""

    def granted(self, asked: str) -> tuple[str, ...] | None:
        """The scopes of a request: all where it names none, None where it names one the app has not got."""
        wanted = tuple(dict.fromkeys(asked.split())) or self.scopes
        known = {*self.scopes, "offline_access"} if "refresh_token" in self.scopes else set(self.scopes)
        return wanted if known.issuperset(wanted) else None


def new_key() -> str:
    return f"3MVG9{secrets.token_urlsafe(48)}"


def new_secret() -> str:
    return secrets.token_hex(32).upper()


class Apps:
    def __init__(self, database: Database) -> None:
        self._database = database

    def listed(self) -> list[App]:
        rows = self._database.select("SELECT settings FROM _app ORDER BY name")
        return [_read(str(row[0])) for row in rows]

    def named(self, name: str) -> App | None:
        rows = self._database.select("SELECT settings FROM _app WHERE name = ?", (name,))
        return _read(str(rows[0][0])) if rows else None

    def with_key(self, key: str) -> App | None:
        """With that pair of key and secret which the key is of."""
        given = key.encode("utf-8", "surrogatepass")
        for one in self.listed():
            if hmac.compare_digest(one.key.encode(), given):
                return one
            if one.staged_key and hmac.compare_digest(one.staged_key.encode(), given):
                return replace(one, key=one.staged_key, secret=one.staged_secret)
        return None

    def stage(self, app: App) -> App:
        """A new pair beside the first, in the place of one that was staged before."""
        return self._kept(
            replace(app, staged_key=new_key(), staged_secret=new_secret(), staged_status=ACTIVE)
        )

    def rotate(self, app: App) -> App:
        """The two change places; both stay good. Raises LookupError where none is staged."""
        if app.staged_status != ACTIVE:
            raise LookupError("there is no new pair of key and secret: stage one")
        first = replace(app, key=app.staged_key, secret=app.staged_secret)
        return self._kept(replace(first, staged_key=app.key, staged_secret=app.secret, staged_status=ROTATED))

    def unstage(self, app: App) -> App:
        """From now on the staged pair is good for nothing."""
        return self._kept(replace(app, staged_key="", staged_secret="", staged_status=""))

    def _kept(self, app: App) -> App:
        self.put(app)
        return app

    def put(self, app: App) -> None:
        with self._database.transaction():
            self._database.execute("INSERT OR REPLACE INTO _app VALUES (?, ?)", (app.name, _written(app)))

    def remove(self, name: str) -> None:
        """With everything that was issued to it; the approvals are taken back as well."""
        with self._database.transaction():
            self._database.execute("DELETE FROM _app WHERE name = ?", (name,))
            self._database.execute("DELETE FROM _bearer WHERE app = ?", (name,))
            approvals = "DELETE FROM _approval WHERE instr(user_id, ' ') AND substr(user_id, 20) = ?"
            self._database.execute(approvals, (name,))


def _written(app: App) -> str:
    return json.dumps(asdict(app))


def _read(text: str) -> App:
    said = json.loads(text)
    kept: Any = {name: tuple(value) if isinstance(value, list) else value for name, value in said.items()}
    return App(**kept)
