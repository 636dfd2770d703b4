"""What one running sandbox holds: its database, its addresses, its log and its switches."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from . import seed
from .calls import CallLog
from .cursors import Cursors
from .database import Database, Row
from .faults import Faults
from .ids import numbered
from .schema import load_schema
from .tokens import Grant, Tokens
from .values import moment
from .work import Caller, Work

API_VERSION = "67.0"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Origins without a slash at the end; `ca` is the path of the certificate that `tls` is checked with."""

    org: str
    tls: str
    control: str
    app: str
    connection: str
    ca: str

    @property
    def canvas(self) -> str:
        return f"{self.app}/canvas/{self.connection}"


@dataclass(frozen=True, slots=True)
class Consumer:
    """The external client app as the org knows it."""

    key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Org:
    database: Database
    addresses: Addresses
    consumer: Consumer
    tokens: Tokens
    faults: Faults = field(default_factory=Faults)
    calls: CallLog = field(default_factory=CallLog)
    cursors: Cursors = field(default_factory=Cursors)
    grants: dict[str, Grant] = field(default_factory=dict)

    def now(self) -> str:
        return moment(datetime.now(UTC))

    def work(self, caller: Caller, version: str = API_VERSION) -> Work:
        return Work(self.database, load_schema(), caller, self.now(), version)

    def system_work(self) -> Work:
        """For what the org does by itself: pages and the control port."""
        rows = self.database.rows("User", '1 ORDER BY "Id" LIMIT 1')
        return self.work(Caller(rows[0]["Id"] if rows else numbered("005", 1), True))

    def organization(self) -> Row:
        return self.database.rows("Organization", '1 ORDER BY "Id" LIMIT 1')[0]

    def users(self) -> list[Row]:
        return self.database.rows("User", '"IsDeleted" = 0 ORDER BY "Id"')

    def user(self, name: str) -> Row | None:
        """By id, alias or username; an empty name is the first user, the rep."""
        users = self.users()
        if not name:
            return users[0]
        return next((u for u in users if name in (u["Id"], u["Id"][:15], u["Alias"], u["Username"])), None)

    def approved(self, user_id: str) -> bool:
        return bool(self.database.select("SELECT 1 FROM _approval WHERE user_id = ?", (user_id,)))

    def approve(self, user_id: str, *, yes: bool) -> None:
        statement = (
            "INSERT OR IGNORE INTO _approval VALUES (?)" if yes else "DELETE FROM _approval WHERE user_id = ?"
        )
        with self.database.transaction():
            self.database.execute(statement, (user_id,))

    def identity(self, user_id: str) -> str:
        return f"{self.addresses.tls}/id/{self.organization()['Id']}/{user_id}"

    def reset(self) -> None:
        """The records of the first day; no tokens, no faults, an empty log."""
        with self.database.transaction():
            self.database.clear()
            seed.sow(self.system_work())
        self.faults.clear()
        self.calls.clear()
        self.grants.clear()


def open_org(data: Path, addresses: Addresses, consumer: Consumer) -> Org:
    """Keeps the records of an earlier start; a new place is seeded."""
    database = Database(data / "org.sqlite", load_schema())
    org = Org(database, addresses, consumer, Tokens(database))
    if database.is_empty():
        org.reset()
    return org
