"""An org and an installation that are sound, for tests that break one thing of them."""

import io
import json
import os
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests
from cryptography.fernet import Fernet
from sqlalchemy import delete
from werkzeug.serving import make_server

from app.actions.connected import add_connection
from app.actions.examine_connection import Wish, examine_connection
from app.actions.examining import Examined
from app.actor import ConnectionName, OrgId
from app.catalog import Release
from app.cli.org_access import ORG_TOKEN, ORG_URL
from app.crm import Access, Connection, ConsumerSecret
from app.crm.examination import Result
from app.crm.salesforce import SalesforceGateway, Transport, project_files
from app.crm.salesforce import Wish as Project
from app.crm.salesforce.connector import deployment_zip, source_of
from app.services import Services
from app.store import Database, HeldReleases, Vault, worker_beats
from app.store.flow_tables import believed_clock, errands
from app.web import make_app
from tests.actions.conftest import FONTS
from tests.examination.fronts import closed_port
from tests.fixtures_sandbox import Sandbox
from tests.store.servers import migrated_file

Json = dict[str, Any]
DEMO = ConnectionName("demo")
BOOK = "Network Equipment"
SETS = ("QW_Rep", "QW_Approver", "QW_Operator", "Quotewright_demo")
_DATA = "/services/data/v67.0"


@dataclass(slots=True)
class Administrator:
    """Of the sandbox's org, by its API."""

    sandbox: Sandbox
    token: str = ""

    def __post_init__(self) -> None:
        self.token = self.sandbox.token("admin")

    def call(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.token}"}
        answer = requests.request(
            method, f"{self.sandbox.org}{_DATA}{path}", headers=headers, timeout=20, **more
        )
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def deploy(self, zipped: bytes) -> None:
        told = json.dumps({"deployOptions": {}})
        parts = {
            "json": (None, told, "application/json"),
            "file": ("deploy.zip", zipped, "application/zip"),
        }
        job = self.call("POST", "/metadata/deployRequest", files=parts)["id"]
        result = self.call("GET", f"/metadata/deployRequest/{job}?includeDetails=true")["deployResult"]
        assert result["status"] == "Succeeded", result["details"]["componentFailures"]

    def query(self, soql: str) -> list[Json]:
        found: list[Json] = self.call("GET", "/query", params={"q": soql})["records"]
        return found

    def give(self, name: str, alias: str) -> None:
        person = self.query(f"SELECT Id FROM User WHERE Alias = '{alias}'")[0]["Id"]  # noqa: S608 (of a test)
        held = self.query(f"SELECT Id FROM PermissionSet WHERE Name = '{name}'")[0]["Id"]  # noqa: S608 (of a test)
        body = {"AssigneeId": person, "PermissionSetId": held}
        self.call("POST", "/sobjects/PermissionSetAssignment", json=body)


def connector(url: str = "https://quotes.example.com") -> dict[str, bytes]:
    return source_of(project_files(Project(DEMO, url, label="Quote")))


def package(kind: str, name: str, path: str, text: str) -> bytes:
    """A zip that deploys one component, or only the file where no kind is named."""
    types = f"<types><members>{name}</members><name>{kind}</name></types>" if kind else ""
    listed = f"{types}<version>67.0</version>"
    space = 'xmlns="http://soap.sforce.com/2006/04/metadata"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("package.xml", f"<Package {space}>{listed}</Package>")
        made.writestr(path, text)
    return out.getvalue()


@dataclass(slots=True)
class Sound:
    """``connection`` is stored in the database of ``services``; ``admin`` asks."""

    sandbox: Sandbox
    services: Services
    connection: Connection
    admin: Administrator
    key: str
    moved: timedelta = field(default_factory=timedelta)

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.moved

    def wish(self, **more: Any) -> Wish:
        access = Access(self.admin.token, self.sandbox.tls)
        return replace(Wish(access, self.sandbox.tls, "Sign in."), **more)

    def examined(self, wish: Wish | None = None, **more: Any) -> Examined:
        return examine_connection(
            self.services, self.connection.name, wish or self.wish(**more), clock=self.clock
        )

    def stored(self, **changes: Any) -> None:
        """The connection with these changes."""
        changed = replace(self.connection, **changes)
        add_connection(self.services.database, changed, replace_known=True, at=self.clock())

    def environment(self) -> dict[str, str]:
        """Of somebody who types commands."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
            "DATABASE_URL": self.services.database.url.render_as_string(hide_password=False),
            "QUOTEWRIGHT_SECRET_KEY": "s" * 40,
            "QUOTEWRIGHT_ENCRYPTION_KEYS": self.key,
            "QUOTEWRIGHT_PUBLIC_URL": self.services.public_url,
            "QUOTEWRIGHT_CRM_CA_FILE": self.sandbox.ca,
            ORG_URL: self.sandbox.tls,
            ORG_TOKEN: self.admin.token,
        }

    def restore(self) -> None:
        """Org, connection and worker as on the first day."""
        self.moved = timedelta()
        prepared(self.sandbox, self.services.public_url)
        self.admin = Administrator(self.sandbox)
        self.stored()
        with self.services.database.transaction() as tx:
            tx.execute(delete(errands))
            tx.execute(delete(believed_clock))
        self.beat()

    def beat(self) -> None:
        with self.services.database.transaction() as tx:
            worker_beats.beat(tx, "1", at=self.clock())


def found(examined: Examined) -> dict[str, str]:
    """What is not sound, by code."""
    wrong = (Result.FAULT, Result.WARNING)
    return {
        check.question.code: check.answer.result.value
        for check in examined.checks
        if check.answer.result in wrong
    }


def lost(examined: Examined) -> set[str]:
    """What could not be asked."""
    return {one.question.code for one in examined.checks if one.answer.result is Result.UNKNOWN}


def prepared(sandbox: Sandbox, url: str) -> None:
    """The org of the first day with the connector in it, and people who have its sets."""
    sandbox.reset()
    sandbox.allow(15_000)
    admin = Administrator(sandbox)
    admin.deploy(deployment_zip(connector(url)))
    for name, alias in (("QW_Rep", "rep"), ("Quotewright_demo", "rep")):
        admin.give(name, alias)
    sandbox.app("Quotewright_demo", sets=["Quotewright_demo"])


@contextmanager
def sound_installation(sandbox: Sandbox, folder: Path, release: Release) -> Iterator[Sound]:
    """A prepared org, a database that sells its articles, a web process that answers."""
    file = folder / "quotes.db"
    file.write_bytes(migrated_file())
    key = Fernet.generate_key().decode()
    database = Database.open(f"sqlite:///{file}", vault=Vault((key,)))
    gateway = SalesforceGateway(Transport(ca_file=sandbox.ca))
    port = closed_port()
    services = Services(
        database=database,
        catalogs=HeldReleases([release]),
        gateway=gateway,
        fonts=FONTS,
        public_url=f"http://localhost:{port}",
        examiners=gateway,
        trials=gateway,
    )
    with _served(services, port):
        prepared(sandbox, services.public_url)
        sound = Sound(sandbox, services, _connection(sandbox), Administrator(sandbox), key)
        sound.stored()
        sound.beat()
        yield sound
    gateway.close()
    database.close()


def _connection(sandbox: Sandbox) -> Connection:
    return Connection(
        name=DEMO,
        org=OrgId(sandbox.organization_id),
        consumer_key=sandbox.consumer_key,
        secrets=(ConsumerSecret(sandbox.consumer_secret),),
        instance_hosts=(sandbox.tls.removeprefix("https://"),),
        frame_ancestors=(sandbox.org,),
        catalog="telecom",
        price_book=BOOK,
        roles={"approver": ("QW_Approver",), "operator": ("QW_Operator",)},
    )


@contextmanager
def _served(services: Services, port: int) -> Iterator[None]:
    """The web process as a thread."""
    app = make_app(services, secret_key="k" * 40)
    server = make_server("localhost", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
