"""What one running sandbox holds: its database, its addresses, its log and its switches."""

import hmac
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
    ca: str


@dataclass(frozen=True, slots=True)
class Consumer:
    """The external client app as the org knows it.

    `name` is its connection's in the app; `price_book`: that of the opportunities whose pages have its
    button, empty for all those that no other has.
    """

    name: str
    key: str
    secret: str
    price_book: str = ""


@dataclass(frozen=True, slots=True)
class Org:
    database: Database
    addresses: Addresses
    consumers: tuple[Consumer, ...]
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

    @property
    def consumer(self) -> Consumer:
        """The first, which is meant wherever nothing else is said."""
        return self.consumers[0]

    def consumer_named(self, name: str) -> Consumer | None:
        return next((one for one in self.consumers if one.name == name), None)

    def consumer_with(self, key: str) -> Consumer | None:
        return next(
            (one for one in self.consumers if hmac.compare_digest(one.key.encode(), key.encode())), None
        )

    def consumer_for(self, record_id: str | None) -> Consumer:
        """That whose button the page of the opportunity has."""
        deal = self.database.row("Opportunity", record_id) if record_id else None
        book = self.database.row("Pricebook2", deal["Pricebook2Id"] or "") if deal else None
        name = book["Name"] if book else ""
        return next((one for one in self.consumers if name and one.price_book == name), self.consumer)

    def canvas(self, consumer: Consumer) -> str:
        return f"{self.addresses.app}/canvas/{consumer.name}"

    def approved(self, user_id: str, consumer: Consumer) -> bool:
        known = (self._approval(user_id, consumer),)
        return bool(self.database.select("SELECT 1 FROM _approval WHERE user_id = ?", known))

    def approve(self, user_id: str, consumer: Consumer, *, yes: bool) -> None:
        statement = (
            "INSERT OR IGNORE INTO _approval VALUES (?)" if yes else "DELETE FROM _approval WHERE user_id = ?"
        )
        with self.database.transaction():
            self.database.execute(statement, (self._approval(user_id, consumer),))

    def _approval(self, user_id: str, consumer: Consumer) -> str:
        return user_id if consumer == self.consumer else f"{user_id} {consumer.name}"

    def settle(self) -> None:
        """What belongs to the further apps, where the records do not have it yet."""
        with self.database.transaction():
            seed.sow_more(self.system_work(), [one.price_book for one in self.consumers[1:]])
        for further in self.consumers[1:]:
            if not any(self.approved(user["Id"], further) for user in self.users()):
                for user in self.users():
                    self.approve(user["Id"], further, yes=self.approved(user["Id"], self.consumer))

    def identity(self, user_id: str) -> str:
        return f"{self.addresses.tls}/id/{self.organization()['Id']}/{user_id}"

    def reset(self) -> None:
        """The records of the first day; no tokens, no faults, an empty log."""
        with self.database.transaction():
            self.database.clear()
            seed.sow(self.system_work())
        self.settle()
        self.faults.clear()
        self.calls.clear()
        self.grants.clear()


def open_org(data: Path, addresses: Addresses, consumers: tuple[Consumer, ...]) -> Org:
    """Keeps the records of an earlier start; a new place is seeded."""
    database = Database(data / "org.sqlite", load_schema())
    org = Org(database, addresses, consumers, Tokens(database))
    if database.is_empty():
        org.reset()
    else:
        org.settle()
    return org
