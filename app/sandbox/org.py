"""What one running sandbox holds: its database, its addresses, its log and its switches."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from . import seed
from .apps import App, Apps
from .calls import DAILY_LIMIT, CallLog
from .cursors import Cursors
from .database import Database, Row
from .day import Day
from .faults import Faults, RowFaults
from .ids import numbered
from .metadata import kept as components
from .permissions import Views, sets_of
from .schema import load_schema
from .switches import Switches
from .tokens import Codes, Tokens
from .values import moment
from .work import Caller, Work

API_VERSION = "67.0"


@dataclass(frozen=True, slots=True)
class Addresses:
    """Origins without a slash at the end; `ca` is the path of the certificate that `tls` is checked with,
    `proxy` is empty where there is none.
    """

    org: str
    tls: str
    control: str
    app: str
    ca: str
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Consumer:
    """An app that the org has from the start, and whose button is on its opportunities.

    `name` is its connection's in the app; `price_book`: that of the opportunities whose pages have its
    button, empty for all those that no other has; `certificate`: the PEM it signs with, empty for none.
    """

    name: str
    key: str
    secret: str
    price_book: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class Login:
    """What every user of this installation signs in with, where the org lets them do so by password."""

    password: str
    security_token: str


@dataclass(frozen=True, slots=True)
class Org:
    database: Database
    addresses: Addresses
    consumers: tuple[Consumer, ...]
    login: Login
    tokens: Tokens
    apps: Apps
    switches: Switches
    views: Views
    price_books: tuple[str, ...] = ()
    codes: Codes = field(default_factory=Codes)
    faults: Faults = field(default_factory=Faults)
    calls: CallLog = field(default_factory=CallLog)
    cursors: Cursors = field(default_factory=Cursors)

    def clock(self) -> datetime:
        """What the org takes the time to be."""
        return datetime.now(UTC) + timedelta(seconds=self.faults.skew())

    def now(self) -> str:
        return moment(self.clock())

    def work(self, caller: Caller, version: str = API_VERSION, path: str = "") -> Work:
        """`path` is that of the call, which faults of rows may ask for."""
        hindrance = RowFaults(self.faults, path)
        seen = self.views.of(caller.user_id)
        return Work(self.database, seen, caller, self.now(), version, hindrance=hindrance)

    def system_work(self) -> Work:
        """For what the org does by itself: pages and the control port."""
        rows = self.database.rows("User", '1 ORDER BY "Id" LIMIT 1')
        caller = Caller(rows[0]["Id"] if rows else numbered("005", 1, org=self.database.number))
        return Work(self.database, self.database.schema, caller, self.now(), API_VERSION)

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

    def frames(self) -> list[App]:
        """The apps that can be framed, those of the start before those that were deployed."""
        first = [one.name for one in self.consumers]
        apps = self.apps.listed()
        own = sorted((one for one in apps if one.name in first), key=lambda one: first.index(one.name))
        return [*own, *(one for one in apps if one.canvas and one.name not in first)]

    def frame_named(self, name: str) -> App | None:
        return next((one for one in self.frames() if one.name == name), None)

    def consumer_for(self, record_id: str | None) -> Consumer | None:
        """Of the apps of the start, that whose button the page of the opportunity has."""
        deal = self.database.row("Opportunity", record_id) if record_id else None
        book = self.database.row("Pricebook2", deal["Pricebook2Id"] or "") if deal else None
        name = book["Name"] if book else ""
        first = next(iter(self.consumers), None)
        return next((one for one in self.consumers if name and one.price_book == name), first)

    def canvas(self, app: App) -> str:
        """Where its frame is opened; "" for an app that has none."""
        own = app.name in {one.name for one in self.consumers}
        return app.canvas or (f"{self.addresses.app}/canvas/{app.name}" if own else "")

    def callbacks(self, app: App) -> tuple[str, ...]:
        """Where its codes may go: as registered, else for an app of the start where that receives them."""
        address = self.canvas(app)
        return app.callbacks or ((f"{address}/approval",) if address and not app.kind else ())

    def approved(self, user_id: str, app: App) -> bool:
        """By themselves or by name, or because they hold a permission set that the app is approved for."""
        known = (self._approval(user_id, app),)
        if self.database.select("SELECT 1 FROM _approval WHERE user_id = ?", known):
            return True
        return bool(set(app.sets).intersection(sets_of(self.database, user_id)))

    def approve(self, user_id: str, app: Consumer | App, *, yes: bool) -> None:
        statement = (
            "INSERT OR IGNORE INTO _approval VALUES (?)" if yes else "DELETE FROM _approval WHERE user_id = ?"
        )
        with self.database.transaction():
            self.database.execute(statement, (self._approval(user_id, app),))

    def _approval(self, user_id: str, app: Consumer | App) -> str:
        first = any(one.name == app.name for one in self.consumers[:1])
        return user_id if first else f"{user_id} {app.name}"

    def settle(self) -> None:
        """What belongs to the further apps, where the records do not have it yet."""
        with self.database.transaction():
            seed.sow_more(self.system_work(), self.price_books)
        apps = [self._register(one) for one in self.consumers]
        for further in apps[1:]:
            if not any(self.approved(user["Id"], further) for user in self.users()):
                for user in self.users():
                    self.approve(user["Id"], further, yes=self.approved(user["Id"], apps[0]))

    def _register(self, one: Consumer) -> App:
        """As its administrator left it; key and secret are those of this start, unless rotated since."""
        app = self.apps.named(one.name) or App(one.name, one.key, one.secret, label="Quotewright")
        certificate = one.certificate or app.certificate
        given = f"{one.key} {one.secret}"
        if app.given != given:
            app = replace(app, key=one.key, secret=one.secret, given=given)
        app = replace(app, certificate=certificate)
        self.apps.put(app)
        return app

    def identity(self, user_id: str) -> str:
        return f"{self.addresses.tls}/id/{self.organization()['Id']}/{user_id}"

    def reset(self) -> None:
        """The records and apps of the first day; no tokens, no faults, no scenario, an empty log."""
        with self.database.transaction():
            self.database.clear()
            self.database.adopt(load_schema(self.database.day))
            seed.sow(self.system_work())
        self.settle()
        self.faults.clear()
        self.calls.clear()
        self.calls.allow(DAILY_LIMIT)
        self.codes.clear()


def open_org(
    database: Path,
    addresses: Addresses,
    consumers: tuple[Consumer, ...],
    *,
    login: Login,
    number: int | None = None,
    day: Day | None = None,
    price_books: tuple[str, ...] = (),
) -> Org:
    """Keeps the records of an earlier start; a new place is seeded. `:memory:` is a place too.

    `number`: which org it is, 1 to 62; `day`: its first; `price_books`: those of further businesses.
    Raises OtherOrg where the records are those of another.
    """
    # Fields of ours come with the next line, where the org has them.
    kept = Database(database, load_schema(Day.EMPTY), number=number, day=day)
    with kept.transaction():
        components.adopt(kept)
    faults = Faults(schema=lambda: kept.schema)
    tokens, apps, switches = Tokens(kept), Apps(kept), Switches(kept)
    views = Views(kept, switches)
    if kept.day is Day.EMPTY:
        consumers = ()
    org = Org(kept, addresses, consumers, login, tokens, apps, switches, views, price_books, faults=faults)
    if kept.is_empty():
        org.reset()
    else:
        org.settle()
    return org
