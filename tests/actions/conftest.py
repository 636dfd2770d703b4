"""The verbs over a real database file and the shipped catalog; only the CRM is in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.actions import Call, SignedIn, add_line, complete_line, sign_in, start_quote, submit_quote
from app.actions.connected import add_connection
from app.actor import Actor, ConnectionName, OrgId, UserId
from app.catalog import Release
from app.crm import Access, Connection, ConsumerSecret, Frame, Launch, Opportunity, PriceEntry
from app.crm.fake import FakeCrm, FakeGateway
from app.quoting import Quote, WriteBack
from app.services import Services
from app.store import Database, HeldReleases, Vault
from app.store.catalogs import load_release, shipped_catalog
from tests.store.servers import migrated_file

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
DEMO = ConnectionName("demo")
OPPORTUNITY = "006x0000001a2b3AAA"
OTHER_OPPORTUNITY = "006x0000001a2b4AAA"
REP = Actor(DEMO, OrgId("00Dx00000001hxyEAA"), UserId("005x0000001SyyEAAS"), "Rita Rep")
COLLEAGUE = replace(REP, user=UserId("005x0000001SyzEAAS"), name="Carl Colleague")
FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"


@dataclass(slots=True)
class World:
    """The services with the CRM behind them, and a rep who can walk through the verbs."""

    services: Services
    crm: FakeCrm
    gateway: FakeGateway
    launches: int = 0

    def open(
        self,
        actor: Actor = REP,
        *,
        opportunity: str | None = OPPORTUNITY,
        at: datetime = NOW,
        token: str = "",
    ) -> SignedIn:
        """A launch of its own each time."""
        self.launches += 1
        request = f"request {self.launches}"
        self.gateway.prepare(request, self.launch(actor, opportunity, token or f"token of {actor.user}"))
        return self.enter(request, at=at)

    def launch(self, actor: Actor, opportunity: str | None, token: str) -> Launch:
        return Launch(
            actor=actor,
            fingerprint=self.launches.to_bytes(32, "big"),
            access=Access(token, "https://crm.example.com") if token != "none" else None,
            record=opportunity,
            frame=Frame("frame", ""),
            language="en",
            secret_is_previous=False,
        )

    def enter(self, request: str, *, at: datetime = NOW) -> SignedIn:
        return sign_in(
            self.services, connection=DEMO, form={"signed_request": request}, at=at, correlation="test-launch"
        )

    def call(self, signed_in: SignedIn | None = None, *, at: datetime = NOW) -> Call:
        return Call((signed_in or self.open(at=at)).session, at, "test-call")

    def quote(self, call: Call, *products: str) -> Quote:
        """A quote with complete lines."""
        quote = start_quote(self.services, call)
        for product in products:
            line = add_line(self.services, call, quote.id, product=product, choices={}).line
            quote = complete_line(self.services, call, quote.id, line.n).quote
        return quote

    def submitted(self, call: Call, *products: str) -> WriteBack:
        quote = self.quote(call, *(products or ("sc300",)))
        return submit_quote(self.services, call, quote.id, idempotency_key=quote.id)


@pytest.fixture(scope="session")
def release() -> Release:
    return load_release(shipped_catalog("telecom"))


@pytest.fixture
def world(tmp_path: Path, release: Release) -> Iterator[World]:
    with made_world(tmp_path, crm=FakeCrm(), release=release) as made:
        yield made


@contextmanager
def made_world(folder: Path, *, crm: FakeCrm, release: Release | None = None) -> Iterator[World]:
    """With a database of its own in the folder. ``release``: the shipped one."""
    release = release or load_release(shipped_catalog("telecom"))
    file = folder / "quotes.db"
    file.write_bytes(migrated_file())
    database = Database.open(f"sqlite:///{file}", vault=Vault((Fernet.generate_key().decode(),)))
    crm.opportunities = {
        OPPORTUNITY: opportunity(OPPORTUNITY),
        OTHER_OPPORTUNITY: replace(opportunity(OTHER_OPPORTUNITY), currency="SEK"),
    }
    crm.entries = [
        PriceEntry(product.code, currency, f"01u{currency}{product.code}", f"01t{product.code}")
        for product in release.products.values()
        for currency in release.currencies
    ]
    gateway = FakeGateway(crms={DEMO: crm})
    services = Services(
        database=database,
        catalogs=HeldReleases((release,)),
        gateway=gateway,
        fonts=FONTS,
        public_url="https://quotes.example.com",
    )
    add_connection(database, connection(), replace_known=False, at=NOW - timedelta(days=1))
    yield World(services, crm, gateway)
    database.close()


def opportunity(record: str) -> Opportunity:
    return Opportunity(
        id=record,
        name="5G rollout",
        account_name='Nordtel "AG" <b>',
        currency="EUR",
        close_date=date(2027, 3, 31),
        stage="Proposal",
        customer_tier="Key",
        price_book_id="01sx0000000001AAA",
        account="001x0000001a2b3AAA",
    )


def connection() -> Connection:
    return Connection(
        name=DEMO,
        org=REP.org,
        consumer_key="key",
        secrets=(ConsumerSecret("the-secret"),),
        instance_hosts=("crm.example.com",),
        frame_ancestors=("https://crm.example.com",),
        catalog="telecom",
        price_book="Network Equipment",
    )
