"""Services: the open resources that one process holds, handed to every verb."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from app.crm import Connection, CrmGateway
from app.crm.examination import Examiners
from app.crm.trial import Trials
from app.mail import PostOffice
from app.pricing import KnownCosts, KnownMargins
from app.store import Database, HeldReleases
from app.store.looks import SharedLooks

_FRESH = timedelta(seconds=5)
_MOST_CONNECTIONS = 256
# Seconds between two looks at one connection for requests that did not fit.
_APART_S = 0.01


@dataclass(frozen=True, slots=True)
class Periods:
    """How long things live.

    ``reuse``: a signed request may come again for so long (a reload, the back button). ``arrival``: the page
    that answers it may ask for its content for so long. ``access``: a token of the CRM is kept at most so
    long. ``session``: a session of the panel.
    """

    session: timedelta = timedelta(minutes=15)
    reuse: timedelta = timedelta(minutes=5)
    arrival: timedelta = timedelta(minutes=5)
    access: timedelta = timedelta(hours=2)


class RecentConnections:
    """Connections that this process looked up last, each for a few seconds: a rotated secret stays valid
    for longer than that. What does not exist is not remembered, so nobody can fill it."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Connection, datetime]] = {}
        self._looks: SharedLooks[Connection] = SharedLooks(apart=_APART_S)

    def find(self, name: str, *, at: datetime) -> Connection | None:
        connection, read_at = self._found.get(name, (None, at))
        return connection if read_at <= at < read_at + _FRESH else None

    def keep(self, connection: Connection, *, at: datetime) -> None:
        if len(self._found) >= _MOST_CONNECTIONS:
            self._found.clear()
        self._found[connection.name] = (connection, at)

    def shared(self, name: str, look: Callable[[], Connection]) -> Connection:
        """What a look finds that begins after this was called; raises what it raises."""
        return self._looks.look(name, look)


@dataclass(frozen=True, slots=True)
class Services:
    """``public_url`` has no slash at its end. ``letter_key`` signs links in letters; each process has to have
    the same. Without a ``post_office`` nobody gets letters; without ``examiners`` and ``trials`` no CRM is
    examined, and no mapping tried.
    """

    database: Database
    catalogs: HeldReleases
    gateway: CrmGateway
    fonts: Path
    public_url: str
    periods: Periods = Periods()
    recent: RecentConnections = field(default_factory=RecentConnections)
    letter_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    post_office: PostOffice | None = None
    examiners: Examiners | None = None
    trials: Trials | None = None
    costs: KnownCosts = field(default_factory=KnownCosts)
    margins: KnownMargins = field(default_factory=KnownMargins)
