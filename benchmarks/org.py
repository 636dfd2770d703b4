"""The org that the measurements open the panel from: its connection, its signed requests, its opportunity.

Everything is real but the CRM, which answers from memory: its time is the CRM's.
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.fernet import Fernet
from flask import Flask

from app.actions.connected import add_connection
from app.actor import ConnectionName, OrgId
from app.catalog import Release, Seller
from app.crm import Connection, ConsumerSecret, Crm, Launch, Opportunity, UserApproval
from app.crm.fake import FakeCrm
from app.crm.salesforce import SalesforceGateway
from app.services import Services
from app.store import Database, HeldReleases, Vault, migrate
from app.telemetry import configure_logs
from app.web import make_app

SECRET = "the-consumer-secret-of-the-benchmark"  # noqa: S105 - signs nothing but this benchmark
ORG = "00Dx00000001hxyEAA"
OPPORTUNITY = "006x0000001a2b3AAA"
# Never closed: a logger keeps the file that it was first given for as long as the process lives.
_NOWHERE = Path(os.devnull).open("w")  # noqa: SIM115 - see above


@dataclass(slots=True)
class MemoryGateway:
    """Verifies for real; behind it stands a CRM in memory."""

    memory: FakeCrm
    real: SalesforceGateway = field(default_factory=SalesforceGateway)
    user_approval: UserApproval | None = None

    def verify(self, form: Mapping[str, str], connection: Connection, *, at: datetime) -> Launch:
        return self.real.verify(form, connection, at=at)

    def crm(self, connection: Connection) -> Crm:
        return self.memory


def application(folder: Path, release: Release) -> Flask:
    """The real application over a database file in the folder, with its log switched on and thrown away."""
    configure_logs(_NOWHERE)
    url = f"sqlite:///{folder / 'quotes.db'}"
    migrate(url)
    database = Database.open(url, vault=Vault((Fernet.generate_key().decode(),)))
    add_connection(database, _connection(release), replace_known=False, at=datetime.now(UTC))
    services = Services(
        database=database,
        catalogs=HeldReleases((release,)),
        gateway=MemoryGateway(FakeCrm(opportunities={OPPORTUNITY: _opportunity()})),
        fonts=folder,
        public_url="http://localhost:8000",
    )
    return make_app(services, secret_key="x" * 32)


def signed_request(n: int) -> str:
    """The n-th user's, about 2.5 kB as the CRM's are."""
    text = base64.b64encode(json.dumps(_envelope(n)).encode())
    mac = base64.b64encode(hmac.digest(SECRET.encode(), text, hashlib.sha256))
    return f"{mac.decode()}.{text.decode()}"


def _envelope(n: int) -> dict[str, object]:
    user = f"005x{n:011d}"
    links = {f"link{place}": f"/services/data/v67.0/{'x' * 30}/{place}" for place in range(18)}
    return {
        "algorithm": "HMACSHA256",
        "issuedAt": n,
        "userId": user,
        "client": {
            "oauthToken": f"{ORG}!{'t' * 90}{n}",
            "instanceUrl": "https://acme.my.salesforce.com",
            "targetOrigin": "https://acme.lightning.force.com",
            "instanceId": "_:CPQ:",
            "refreshToken": None,
        },
        "context": {
            "user": {"userId": user, "fullName": "Rita Rep", "language": "en_US", "locale": "en_US"},
            "links": links,
            "organization": {"organizationId": ORG, "name": "Acme", "currencyIsoCode": "EUR"},
            "environment": {"record": {"Id": OPPORTUNITY}, "parameters": {"recordId": OPPORTUNITY}},
        },
    }


def _connection(release: Release) -> Connection:
    return Connection(
        name=ConnectionName("bench"),
        org=OrgId(ORG),
        consumer_key="key",
        secrets=(ConsumerSecret(SECRET),),
        instance_hosts=(),
        frame_ancestors=("https://acme.lightning.force.com",),
        catalog=release.key,
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


def empty_release() -> Release:
    return Release(
        key="empty",
        version="1",
        fingerprint="0" * 64,
        name="Empty",
        currencies=("EUR",),
        products={},
        customer_tiers={},
        seller=Seller("Seller", (), "", ""),
        terms=(),
        validity_days=30,
    )
