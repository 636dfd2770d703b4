"""The port's implementations, each with the means to look behind it and to make it fail."""

from dataclasses import replace
from datetime import date
from typing import Any, Protocol

import requests

from app.actor import ConnectionName, OrgId, UserId
from app.approvals import Person
from app.crm import (
    Access,
    Connection,
    ConsumerSecret,
    Crm,
    CrmBusy,
    CrmLimit,
    CrmUnavailable,
    Opportunity,
    PriceEntry,
)
from app.crm.fake import FakeCrm
from app.crm.mapping import read_mapping
from app.crm.salesforce import SalesforceGateway, Transport
from app.crm.salesforce.connector import deployment_zip
from app.crm.salesforce.mapped import shipped_mapping
from tests.contracts.offers import AT
from tests.crm.connector.made import source
from tests.fixtures_sandbox import Sandbox

PRICE_BOOK = "Network Equipment"


class Bench(Protocol):
    """One CRM under test, freshly seeded."""

    access: Access
    opportunity: str
    user: UserId

    @property
    def crm(self) -> Crm: ...

    def calls(self) -> int:
        """API calls so far."""

    def quotes(self, key: str) -> int:
        """How many quotes carry the key."""

    def lines(self) -> int:
        """How many quote lines the CRM holds in all."""

    def delete_quote(self, quote: str) -> None:
        """As a person would, in the CRM."""

    def fail_next(self, how: str) -> None:
        """``limit``, ``lock``, ``unavailable``, ``invalid_session`` or ``commit_then_drop``."""


def deploy(sandbox: Sandbox, zipped: bytes) -> None:
    """As the org's administrator."""
    address = f"{sandbox.org}/services/data/v67.0/metadata/deployRequest"
    headers = {"Authorization": f"Bearer {sandbox.token(user='admin')}"}
    parts: dict[str, Any] = {
        "json": (None, '{"deployOptions": {}}', "application/json"),
        "file": ("deploy.zip", zipped, "application/zip"),
    }
    number = requests.post(address, files=parts, headers=headers, timeout=10).json()["id"]
    told = requests.get(f"{address}/{number}?includeDetails=true", headers=headers, timeout=10).json()
    assert told["deployResult"]["status"] == "Succeeded", told
    (rep,) = (one["Id"] for one in sandbox.records("User") if one["Alias"] == "rep")
    (held,) = (one["Id"] for one in sandbox.records("PermissionSet") if one["Name"] == "QW_Rep")
    rows = f"{sandbox.org}/services/data/v67.0/sobjects/PermissionSetAssignment"
    assigned = {"AssigneeId": rep, "PermissionSetId": held}
    requests.post(rows, json=assigned, headers=headers, timeout=10).raise_for_status()


def sandbox_connection(sandbox: Sandbox) -> Connection:
    return Connection(
        name=ConnectionName("demo"),
        org=OrgId(sandbox.organization_id),
        consumer_key=sandbox.consumer_key,
        secrets=(ConsumerSecret(sandbox.consumer_secret),),
        instance_hosts=(sandbox.tls.removeprefix("https://"),),
        frame_ancestors=(sandbox.org,),
        catalog="demo",
        price_book=PRICE_BOOK,
        roles={"operator": ("QW_Operator",)},
    )


class SandboxBench:
    """The Salesforce adapter against the sandbox's process, over TLS; ``records``: a mapping that ships."""

    def __init__(self, sandbox: Sandbox, records: str = "quotes") -> None:
        sandbox.reset()
        self._sandbox = sandbox
        self._mapping = read_mapping(shipped_mapping(records))
        self.connection = replace(sandbox_connection(sandbox), mapping=shipped_mapping(records))
        if records != "quotes":
            deploy(sandbox, deployment_zip(source(mapping=self._mapping)))
        self.gateway = SalesforceGateway(Transport(ca_file=sandbox.ca, write_seconds=30))
        launch = self.gateway.verify({"signed_request": sandbox.signed_request()}, self.connection, at=AT)
        assert launch.access is not None
        assert launch.record is not None
        self.crm = self.gateway.crm(self.connection)
        self.access = launch.access
        self.opportunity = launch.record
        self.user = launch.actor.user

    def calls(self) -> int:
        return len(self._sandbox.calls(counted=True))

    def quotes(self, key: str) -> int:
        return sum(quote["QW_Key__c"] == key for quote in self._sandbox.records(self._mapping.quote.object))

    def lines(self) -> int:
        return len(self._sandbox.records(self._mapping.lines.object))

    def delete_quote(self, quote: str) -> None:
        headers = {"Authorization": f"Bearer {self.access.token}"}
        address = f"{self._sandbox.org}/services/data/v67.0/sobjects/{self._mapping.quote.object}/{quote}"
        requests.delete(address, headers=headers, timeout=10).raise_for_status()

    def fail_next(self, how: str) -> None:
        self._sandbox.fault(how)

    def close(self) -> None:
        self._sandbox.clear_faults()
        self.gateway.close()


def _person(
    user: str, name: str, *, manager: str = "", groups: tuple[str, ...] = (), roles: tuple[str, ...] = ()
) -> Person:
    return Person(
        user=UserId(user),
        name=name,
        active=True,
        manager=UserId(manager) if manager else None,
        username=f"{user}@sandbox.example",
        groups=frozenset(groups),
        roles=frozenset(roles),
    )


class FakeBench:
    """The CRM in memory, with the same opportunity and price book."""

    def __init__(self) -> None:
        self.crm = self._fake = FakeCrm()
        self.access = Access(token="token", instance_url="https://fake.invalid")
        self.opportunity = "006Qw0000000001IAA"
        self.user = UserId("rep")
        self._fake.people += [
            _person("rep", "Riley Brandt", manager="approver"),
            _person("approver", "Ada Lindqvist", manager="director"),
            _person("admin", "Sam Okafor", roles=("operator",)),
            _person("director", "Ines Moreau", groups=("Sales Director",)),
            _person("readonly", "Kim Larsen"),
        ]
        self._fake.opportunities[self.opportunity] = Opportunity(
            id=self.opportunity,
            name="Nordtel \u2014 5G rollout phase 2",
            account_name="Nordtel AG",
            currency="EUR",
            close_date=date(2027, 3, 31),
            stage="Proposal/Price Quote",
            customer_tier="Key",
            price_book_id="01sQw0000000002IAA",
            account="001Qw0000000003IAA",
        )
        for n, (code, currency) in enumerate((c, k) for c in ("MX900", "SC300") for k in ("EUR", "USD")):
            entry = PriceEntry(code, currency, f"01uQw000000000{n}AAA", f"01tQw000000000{n}AAA")
            self._fake.entries.append(entry)

    def calls(self) -> int:
        return self._fake.calls

    def quotes(self, key: str) -> int:
        return int(key in self._fake.quotes)

    def lines(self) -> int:
        return sum(len(quote.lines) for quote in self._fake.quotes.values())

    def delete_quote(self, quote: str) -> None:
        for key in [key for key, held in self._fake.quotes.items() if held.id == quote]:
            del self._fake.quotes[key]

    def fail_next(self, how: str) -> None:
        failures = {"limit": CrmLimit, "lock": CrmBusy, "unavailable": CrmUnavailable}
        if how == "commit_then_drop":
            self._fake.lose_next_answer()
        elif how == "invalid_session":
            self._fake.expired_tokens.add(self.access.token)
        else:
            self._fake.fail_next(failures[how]("as ordered"))

    def close(self) -> None:
        pass
