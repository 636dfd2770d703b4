"""Signing as the CRM does, for tests of what verifies it."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from app.actor import ConnectionName, OrgId
from app.crm import Connection, ConsumerSecret

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECRET = "ABCDEF0123456789"
ORG = "00Dx00000001hxyEAA"
USER = "005x0000001SyyEAAS"
OPPORTUNITY = "006x0000001SyyEAAS"
HOST = "acme.my.salesforce.com"

CONNECTION = Connection(
    name=ConnectionName("acme"),
    org=OrgId(ORG),
    consumer_key="key",
    secrets=(ConsumerSecret(SECRET),),
    instance_hosts=("127.0.0.1:8443",),
    frame_ancestors=("https://*.lightning.force.com", "http://127.0.0.1:8001"),
    catalog="demo",
    price_book="Network Equipment",
)


def envelope(**changes: Any) -> dict[str, Any]:
    """A full envelope; ``changes`` replace members, a member that is ``...`` is left out."""
    whole = {
        "algorithm": "HMACSHA256",
        "issuedAt": -246115464,
        "userId": USER,
        "client": {
            "refreshToken": None,
            "instanceId": "_:CPQ_ECA:",
            "targetOrigin": "https://acme.lightning.force.com",
            "instanceUrl": f"https://{HOST}",
            "oauthToken": "00Dx00000001hxy!token",
        },
        "context": {
            "user": {"userId": USER, "fullName": "Zoë", "language": "de", "locale": "de_AT"},
            "organization": {"organizationId": ORG, "name": "Acme"},
            "environment": {"record": {"Id": OPPORTUNITY}, "parameters": {}, "displayLocation": "Aura"},
        },
    }
    return {name: value for name, value in {**whole, **changes}.items() if value is not ...}


def client(**changes: Any) -> dict[str, Any]:
    return {**envelope()["client"], **changes}


def context(**changes: Any) -> dict[str, Any]:
    merged = {**envelope()["context"], **changes}
    return {name: value for name, value in merged.items() if value is not ...}


def sign(content: object, *, secret: str = SECRET) -> str:
    """A signed request around anything: bytes as they are, the rest as JSON."""
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    text = base64.b64encode(raw)
    mac = hmac.new(secret.encode(), text, hashlib.sha256).digest()
    return f"{base64.b64encode(mac).decode()}.{text.decode()}"


def form(content: object, *, secret: str = SECRET) -> dict[str, str]:
    return {"signed_request": sign(content, secret=secret)}
