"""An administrator's commands against an org in which nobody has installed us, over TLS."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
import structlog
from click.testing import CliRunner

from app.actor import ConnectionName, OrgId
from app.cli.main import commands
from app.crm import Access, Connection, ConsumerSecret
from app.crm.installation import Installer
from app.crm.salesforce.connector import members_of, metadata_files
from app.errors import AppError
from app.settings import read_settings
from app.store import Database, audit
from app.wiring import connector_of, installer_of, open_database
from tests.crm.connector.made import fields_of, source
from tests.fixtures_sandbox import Sandbox
from tests.sandbox.packages import zipped
from tests.store.servers import migrated_file

Json = dict[str, Any]
APP = "Quotewright_acme"
OBJECTS = ("Account", "Opportunity", "Quote", "QuoteLineItem")
DEPLOY = "metadata/deployRequest"
NAMES = [name for names in members_of(source()).values() for name in names]
ALL = len(NAMES)
SETS = sorted(members_of(source())["PermissionSet"])
SHARED = len([name for name in NAMES if APP not in name])
FIELDS = len(fields_of(source()))
# With a field goes the role that has rights on it, with the object what lists and reports its records.
OF_QUOTES = (
    len([name for name in fields_of(source()) if name.startswith("Quote")])
    + len([name for name in NAMES if name.startswith("QW_") and "." not in name])
    + len([name for name in members_of(source())["Report"] if "/" in name])
    + len(members_of(source())["ListView"])
)


@dataclass(frozen=True, slots=True)
class Site:
    """The org, and an installation of ours with its own database."""

    org: Sandbox
    folder: Path

    def run(self, *words: str, answer: str = "") -> tuple[int, str]:
        """Exit status and all that is said; an expected failure as the command says it."""
        done = CliRunner().invoke(commands, list(words), input=answer)
        if isinstance(done.exception, AppError):
            return 1, f"{done.output}{done.exception.code}: {done.exception.detail}"
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    def fails(self, *words: str) -> str:
        status, said = self.run(*words)
        assert status == 1, said
        return said.rpartition("\n")[2]

    def database(self) -> Database:
        return open_database(read_settings())

    def entries(self) -> list[tuple[str, str]]:
        """(verb, correlation id) of the audit of acme, oldest first."""
        with self.database().reading() as tx:
            return [(one.verb, one.correlation_id) for one in audit.read(tx, "acme")]

    def token(self) -> str:
        return os.environ["QUOTEWRIGHT_ORG_TOKEN"]

    def installer(self) -> Installer:
        settings = read_settings()
        name = ConnectionName("acme")
        made = connector_of(name, settings, label="Quotewright", contact="", app="external")
        return installer_of(name, made, settings, access=Access(self.token(), self.org.tls))

    def get(self, path: str) -> Any:
        headers = {"Authorization": f"Bearer {self.token()}"}
        address = f"{self.org.tls}/services/data/v67.0/{path}"
        return requests.get(address, headers=headers, verify=self.org.ca, timeout=30).json()

    def look(self) -> Json:
        """What of the org an installation could change: fields, components, permission sets, who has them."""
        described = {name: self.get(f"sobjects/{name}/describe")["fields"] for name in OBJECTS}
        held = self.installer().held(tuple(self.installer().components))
        sets = sorted(one["Name"] for one in self.org.records("PermissionSet"))
        return {
            "fields": described,
            "components": {str(one): its.digest for one, its in held.items()},
            "sets": sets,
            "given": len(self.org.records("PermissionSetAssignment")),
            "apps": [(one["name"], one["key"]) for one in self.org.ask("GET", "/apps")["apps"]],
        }

    def deploys(self) -> int:
        return len([one for one in self.org.calls() if one["path"].endswith(DEPLOY)])

    def deploy(self, data: bytes) -> None:
        """By other means than ours."""
        parts: Json = {"json": (None, '{"deployOptions": {}}', "application/json"), "file": ("d.zip", data)}
        headers = {"Authorization": f"Bearer {self.token()}"}
        address = f"{self.org.tls}/services/data/v67.0/{DEPLOY}"
        assert requests.post(address, files=parts, headers=headers, verify=self.org.ca, timeout=30).ok

    def edit(self, member: tuple[str, str], path: str, old: str, new: str) -> None:
        """An administrator changes a component in Setup: deployed as ours, but for that."""
        text = metadata_files(source())[path].decode()
        assert old in text
        self.deploy(zipped({member[0]: [member[1]]}, {path: text.replace(old, new)}))

    def copy(self, path: str, member: tuple[str, str], to: str) -> None:
        """An administrator makes another component after the model of one of ours."""
        self.deploy(zipped({member[0]: [member[1]]}, {to: metadata_files(source())[path]}))


def connection(org: str) -> Connection:
    return Connection(
        name=ConnectionName("acme"),
        org=OrgId(org),
        consumer_key="key",
        secrets=(ConsumerSecret("the-consumer-secret"),),
        instance_hosts=(),
        frame_ancestors=("https://acme.lightning.force.com",),
        catalog="telecom",
        price_book="Network Equipment",
    )


@pytest.fixture(autouse=True)
def no_lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A logger keeps what was settled when it was first used: the tests behind these want their lines."""
    monkeypatch.setattr("app.telemetry.configure_logs", lambda *_given, **_named: None)
    before = structlog.get_config()
    silent = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=silent, cache_logger_on_first_use=False)
    yield
    structlog.configure(**before)


@pytest.fixture
def site(empty_sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    empty_sandbox.reset()
    (tmp_path / "quotes.db").write_bytes(migrated_file())
    given = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'quotes.db'}",
        "QUOTEWRIGHT_SECRET_KEY": "s" * 40,
        "QUOTEWRIGHT_ENCRYPTION_KEYS": "A" * 43 + "=",
        "QUOTEWRIGHT_PUBLIC_URL": "https://quotes.example.com",
    }
    env = empty_sandbox.env()
    told = ("QUOTEWRIGHT_ORG_URL", "QUOTEWRIGHT_ORG_TOKEN", "QUOTEWRIGHT_CRM_CA_FILE")
    for name, value in {**given, **{name: env[name] for name in told}}.items():
        monkeypatch.setenv(name, value)
    return Site(empty_sandbox, tmp_path)
