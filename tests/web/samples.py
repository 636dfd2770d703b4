"""A small catalog, two connections, and launches signed as the CRM signs them."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from app.actor import ConnectionName, OrgId
from app.catalog import (
    Article,
    Attribute,
    AttributeKey,
    CustomerTier,
    Option,
    Product,
    ProductKey,
    Release,
    Rule,
    Seller,
    Step,
    WorkCentre,
)
from app.catalog.assembly import Assembly, AssemblyRule, CutRule, Occurrence, OperationRule, PartRule
from app.catalog.expressions import parse
from app.catalog.expressions.tree import Constant, Name
from app.crm import Connection, ConsumerSecret, Crm, Launch, Opportunity, PriceEntry, UserApproval
from app.crm.fake import FakeCrm
from app.crm.salesforce import SalesforceGateway

Json = dict[str, object]

SECRET = "the-consumer-secret-of-the-first-org"
OTHER_SECRET = "the-consumer-secret-of-the-second-org"
ORG = "00Dx00000001hxyEAA"
OTHER_ORG = "00Dx00000001hxzEAA"
USER = "005x0000001SyyEAAS"
OTHER_USER = "005x0000001SyzEAAS"
OPPORTUNITY = "006x0000001a2b3AAA"
OTHER_OPPORTUNITY = "006x0000001a2b4AAA"
HOSTILE = "<script>alert(1)</script>\u202e\x00"


def _prices(eur: str) -> dict[str, Decimal]:
    return {"EUR": Decimal(eur), "USD": Decimal(eur) * 2}


def _assembly() -> Assembly:
    """Radios with a rail for each sector, and a heater if there is one."""
    rail = Article(
        "R-1", "Rail", unit="m", costs=_prices("8.00"), stock_lengths=(Decimal(6000),), kerf=Decimal(3)
    )
    radio = Article("X-1", "Radio <small>", costs=_prices("80.00"), lead_time_days=20)
    heater = Article("H-1", "Heater", costs=_prices("9.50"), lead_time_days=30)
    bench = WorkCentre("bench", "Bench", _prices("60.00"))
    heads = AssemblyRule(
        "head",
        "Head",
        Occurrence(Name("sectors")),
        number="HEAD-{band}",
        days=2,
        parts=(PartRule(Occurrence(), radio),),
        operations=(OperationRule("Fit", bench, Decimal(30), Constant(10)),),
    )
    return Assembly(
        version="1",
        root=AssemblyRule(
            "mast",
            "Mast radio",
            number="MAST-{band}-{sectors}",
            parts=(heads, PartRule(Occurrence(when=Name("heater")), heater)),
            cuts=(CutRule("Rail", rail, Constant(1500), Name("sectors")),),
        ),
    )


def _product() -> Product:
    band = Attribute(
        AttributeKey("band"),
        "Band",
        "choice",
        options=(Option("low", "Low"), Option("mid", "Mid", prices=_prices("40.00")), Option("high", "High")),
        default="low",
    )
    sectors = Attribute(
        AttributeKey("sectors"),
        "Sectors",
        "integer",
        minimum=1,
        maximum=6,
        step=1,
        unit="pcs",
        prices=_prices("10.00"),
        default=3,
    )
    heater = Attribute(AttributeKey("heater"), "Heater", "boolean", prices=_prices("25.50"), default=False)
    rules = (
        Rule("high_heated", "The high band needs a heater.", parse('band = "high" implies heater'), ""),
        Rule("no_four", "There is no bracket for four sectors.", parse("sectors != 4"), ""),
    )
    steps = (Step("radio", "Radio", (band.key, sectors.key)), Step("site", "Site", (heater.key,)))
    return Product(
        ProductKey("mast"),
        "MAST-1",
        "Mast radio",
        "A radio for a mast",
        "Radios",
        attributes=(band, sectors, heater),
        steps=steps,
        rules=rules,
        tables=(),
        prices=_prices("1000.00"),
        maximum_quantity=500,
        assembly=_assembly(),
    )


RELEASE = Release(
    key="small",
    version="1",
    fingerprint=hashlib.sha256(b"small").hexdigest(),
    name="Small catalog",
    currencies=("EUR", "USD"),
    products={"mast": _product()},
    customer_tiers={"gold": CustomerTier("gold", "Gold", Decimal(5))},
    seller=Seller("Seller", ("Street 1",), "a@example.com", "+49 1"),
    terms=("Payable in 30 days.",),
    validity_days=30,
)


def connection(name: str, *, org: str, secret: str) -> Connection:
    return Connection(
        name=ConnectionName(name),
        org=OrgId(org),
        consumer_key="key",
        secrets=(ConsumerSecret(secret),),
        instance_hosts=("127.0.0.1:8443",),
        frame_ancestors=(f"https://{name}.lightning.force.com", "http://127.0.0.1:8001"),
        catalog="small",
        price_book="Standard",
    )


CONNECTIONS = (
    connection("first", org=ORG, secret=SECRET),
    connection("second", org=OTHER_ORG, secret=OTHER_SECRET),
)


def opportunity(record: str, *, name: str = "New masts", currency: str = "EUR") -> Opportunity:
    return Opportunity(
        id=record,
        name=name,
        account_name="Acme",
        currency=currency,
        close_date=date(2026, 12, 24),
        stage="Proposal",
        customer_tier="gold",
        price_book_id="01sx0000000abcdAAA",
    )


def fake_crm() -> FakeCrm:
    crm = FakeCrm()
    for record in (OPPORTUNITY, OTHER_OPPORTUNITY):
        crm.opportunities[record] = opportunity(record)
    crm.entries = [
        PriceEntry("MAST-1", currency, f"01ux000000{currency}aaAAA", "01tx0000000abcdAAA")
        for currency in ("EUR", "USD")
    ]
    return crm


@dataclass(slots=True)
class SignedGateway:
    """Signatures are verified for real; behind them stands a CRM in memory."""

    crms: dict[str, FakeCrm] = field(default_factory=dict)
    user_approval: UserApproval | None = None
    real: SalesforceGateway = field(default_factory=SalesforceGateway)

    def verify(self, form: Mapping[str, str], connection: Connection, *, at: datetime) -> Launch:
        return self.real.verify(form, connection, at=at)

    def crm(self, connection: Connection) -> Crm:
        return self.of(connection.name)

    def of(self, name: str) -> FakeCrm:
        return self.crms.setdefault(name, fake_crm())


def envelope(**changes: object) -> Json:
    """What a CRM would sign; user, language, org, token, record and nonce may be changed."""
    usual: Json = {"user": USER, "language": "en_US", "org": ORG, "token": "token", "record": OPPORTUNITY}
    given = {**usual, "nonce": 1, **changes}
    return {
        "algorithm": "HMACSHA256",
        "issuedAt": given["nonce"],
        "userId": given["user"],
        "client": {
            "oauthToken": given["token"],
            "instanceUrl": "https://127.0.0.1:8443",
            "targetOrigin": "http://127.0.0.1:8001",
            "instanceId": "_:CPQ:",
            "refreshToken": None,
        },
        "context": {
            "user": {"userId": given["user"], "fullName": "Rep", "language": given["language"]},
            "organization": {"organizationId": given["org"]},
            "environment": {"record": {"Id": given["record"]} if given["record"] else {}, "parameters": {}},
        },
    }


def signed(content: Json, secret: str = SECRET) -> str:
    text = base64.b64encode(json.dumps(content).encode())
    mac = base64.b64encode(hmac.digest(secret.encode(), text, hashlib.sha256))
    return f"{mac.decode()}.{text.decode()}"


def signed_request(secret: str = SECRET, **changes: object) -> str:
    return signed(envelope(**changes), secret)
