"""The web application over a real database and real signatures; only the CRM is in memory."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.actions.connected import add_connection
from app.services import Services
from app.store import Database, HeldReleases, Vault
from app.web import make_app
from app.web.session import hold
from tests.store.servers import migrated_file
from tests.web.samples import CONNECTIONS, RELEASE, SECRET, Json, SignedGateway, signed_request

SECRET_KEY = "a secret key of the web process, only for tests"
FONTS = Path(__file__).resolve().parents[2] / "static" / "vendor" / "fonts"


@dataclass(slots=True)
class Clock:
    time: datetime = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **parts: float) -> None:
        self.time += timedelta(**parts)


@dataclass(slots=True)
class Web:
    """The application with all that a test turns and looks at."""

    app: Flask
    client: FlaskClient
    gateway: SignedGateway
    clock: Clock
    catalogs: HeldReleases
    database: Database
    nonces: Iterator[int] = field(default_factory=count)

    def post_launch(self, request: str, *, connection: str = "first") -> TestResponse:
        return self.client.post(f"/canvas/{connection}", data={"signed_request": request})

    def open_panel(self, page: TestResponse) -> TestResponse:
        """The first request of the page, as its script makes it."""
        found = re.search(r'data-token="([^"]+)"', page.text)
        assert found, page.text
        headers = {"Authorization": f"Bearer {found[1]}", "HX-Request": "true"}
        return self.client.get("/panel/", headers=headers)

    def sign_in(self, *, connection: str = "first", secret: str = SECRET, **changes: object) -> "Caller":
        request = signed_request(secret, **{"nonce": next(self.nonces), **changes})
        answer = self.client.post(
            "/api/v1/sessions", json={"connection": connection, "signed_request": request}
        )
        assert answer.status_code == 201, answer.text
        return Caller(self.client, answer.get_json()["token"])


@dataclass(frozen=True, slots=True)
class Caller:
    """A client with a session."""

    client: FlaskClient
    token: str

    def call(self, method: str, path: str, json: object = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.open(
            f"/api/v1{path}",
            method=method,
            json=json,
            headers={"Authorization": f"Bearer {self.token}", **named},
        )

    def quote(self) -> str:
        answer = self.call("POST", "/quotes", {})
        assert answer.status_code == 201, answer.text
        return str(answer.get_json()["id"])

    def line(self, quote: str, **choices: object) -> Json:
        answer = self.call("POST", f"/quotes/{quote}/lines", {"product": "mast", "choices": choices})
        assert answer.status_code == 201, answer.text
        found: Json = answer.get_json()
        return found


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    file = tmp_path / "quotes.db"
    file.write_bytes(migrated_file())
    database = Database.open(f"sqlite:///{file}", vault=Vault((Fernet.generate_key().decode(),)))
    yield database
    database.close()


@pytest.fixture(scope="session")
def application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Made once, which takes longer than most tests: they differ in what it holds, not in routes or pages."""
    file = tmp_path_factory.mktemp("web") / "nothing.db"
    database = Database.open(f"sqlite:///{file}", vault=Vault((Fernet.generate_key().decode(),)))
    yield make_app(services_of(database, HeldReleases(), SignedGateway()), secret_key=SECRET_KEY)
    database.close()


def services_of(database: Database, catalogs: HeldReleases, gateway: SignedGateway) -> Services:
    return Services(
        database=database,
        catalogs=catalogs,
        gateway=gateway,
        fonts=FONTS,
        public_url="https://quotes.example.com",
    )


@pytest.fixture
def web(database: Database, application: Flask) -> Web:
    clock = Clock()
    for connection in CONNECTIONS:
        add_connection(database, connection, replace_known=False, at=clock())
    gateway = SignedGateway()
    catalogs = HeldReleases((RELEASE,))
    services = services_of(database, catalogs, gateway)
    hold(application, services, secret_key=SECRET_KEY, clock=clock)
    return Web(application, application.test_client(), gateway, clock, catalogs, database)


@pytest.fixture
def rep(web: Web) -> Caller:
    return web.sign_in()
