"""Services: the open resources that one process holds, handed to every verb."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from app.catalog import Release
from app.crm import CrmGateway
from app.store import Database


@dataclass(frozen=True, slots=True)
class Periods:
    """How long things live.

    ``reuse``: a signed request may come again for so long (a reload, the back button). ``access``: a token of
    the CRM is kept at most so long. ``session``: a session of the panel.
    """

    session: timedelta = timedelta(minutes=15)
    reuse: timedelta = timedelta(minutes=5)
    access: timedelta = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Services:
    """``catalogs``: the current release of each by its key; ``public_url`` has no slash at its end."""

    database: Database
    catalogs: Mapping[str, Release]
    gateway: CrmGateway
    fonts: Path
    public_url: str
    periods: Periods = Periods()
