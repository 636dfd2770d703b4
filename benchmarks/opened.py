"""The web application in this process, with the demo's catalog and one rep who has opened the panel.

Everything is real but the CRM, which answers from memory: its time is the CRM's.
"""

import base64
import hashlib
import hmac
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient

from app.actions.connected import add_connection
from app.actor import ConnectionName, OrgId
from app.catalog import Release
from app.crm import Connection, ConsumerSecret, Opportunity
from app.crm.fake import FakeCrm
from app.services import Services
from app.store import Database, Vault, migrate
from app.store.catalogs import load_release, shipped_catalog
from app.web import make_app
from app.web.logs import configure_logs
from benchmarks.canvas_launch import NOWHERE, OPPORTUNITY, ORG, SECRET, MemoryGateway

_USER = "005x0000001a2b3AAA"


@dataclass(frozen=True, slots=True)
class Opened:
    app: Flask
    client: FlaskClient
    headers: dict[str, str]
    release: Release

    def told(self, path: str, body: dict[str, Any]) -> Any:
        """The JSON that answers a POST."""
        answer = self.client.post(f"/api/v1{path}", json=body, headers=self.headers)
        if answer.status_code >= 300:
            raise SystemExit(f"{path} was answered with {answer.status_code}: {answer.text[:300]}")
        return answer.get_json()


@contextmanager
def opened_panel() -> Iterator[Opened]:
    with tempfile.TemporaryDirectory() as folder:
        configure_logs(NOWHERE)
        url = f"sqlite:///{folder}/quotes.db"
        migrate(url)
        database = Database.open(url, vault=Vault((Fernet.generate_key().decode(),)))
        add_connection(database, _connection(), replace_known=False, at=datetime.now(UTC))
        release = load_release(shipped_catalog("telecom"))
        crm = FakeCrm(opportunities={OPPORTUNITY: _opportunity()})
        services = Services(
            database=database,
            catalogs={release.key: release},
            gateway=MemoryGateway(crm),
            fonts=Path(folder),
            public_url="http://localhost:8000",
        )
        app = make_app(services, secret_key="x" * 32)
        try:
            yield _signed_in(app, release)
        finally:
            database.close()


def _signed_in(app: Flask, release: Release) -> Opened:
    client = app.test_client()
    body = {"connection": "bench", "signed_request": _signed_request()}
    token = client.post("/api/v1/sessions", json=body).get_json()["token"]
    return Opened(app, client, {"Authorization": f"Bearer {token}"}, release)


def _signed_request() -> str:
    envelope = {
        "algorithm": "HMACSHA256",
        "issuedAt": 1,
        "userId": _USER,
        "client": {
            "oauthToken": f"{ORG}!{'t' * 90}",
            "instanceUrl": "https://acme.my.salesforce.com",
            "targetOrigin": "https://acme.lightning.force.com",
            "instanceId": "_:CPQ:",
            "refreshToken": None,
        },
        "context": {
            "user": {"userId": _USER, "fullName": "Rita Rep", "language": "en_US", "locale": "en_US"},
            "links": {},
            "organization": {"organizationId": ORG, "name": "Acme", "currencyIsoCode": "EUR"},
            "environment": {"record": {"Id": OPPORTUNITY}, "parameters": {"recordId": OPPORTUNITY}},
        },
    }
    text = base64.b64encode(json.dumps(envelope).encode())
    mac = base64.b64encode(hmac.digest(SECRET.encode(), text, hashlib.sha256))
    return f"{mac.decode()}.{text.decode()}"


def _connection() -> Connection:
    return Connection(
        name=ConnectionName("bench"),
        org=OrgId(ORG),
        consumer_key="key",
        secrets=(ConsumerSecret(SECRET),),
        instance_hosts=(),
        frame_ancestors=("https://acme.lightning.force.com",),
        catalog="telecom",
        price_book="Standard",
    )


def _opportunity() -> Opportunity:
    return Opportunity(
        id=OPPORTUNITY,
        name="5G rollout",
        account_name="Acme",
        currency="EUR",
        close_date=date(2026, 12, 24),
        stage="Proposal",
        customer_tier="Key",
        price_book_id="01sx0000001a2b3AAA",
    )
