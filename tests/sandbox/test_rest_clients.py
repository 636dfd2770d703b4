"""A client that nobody here wrote works with rows, files and composite calls, over TLS and unmodified."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from simple_salesforce.api import Salesforce, SFType
from simple_salesforce.exceptions import (
    SalesforceExpiredSession,
    SalesforceMoreThanOneRecord,
    SalesforceRefusedRequest,
    SalesforceResourceNotFound,
)

from tests.fixtures_sandbox import Sandbox
from tests.sandbox.signing_in import session_for


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Salesforce]:
    sandbox.reset()
    with session_for(sandbox) as session:
        yield Salesforce(
            session_id=sandbox.token(),
            instance=urlsplit(sandbox.tls).netloc,
            session=session,
            version="67.0",
            parse_float=Decimal,
        )


def _of(client: Salesforce, name: str) -> SFType:
    made: Any = getattr(client, name)
    assert isinstance(made, SFType)
    return made


def test_rows_by_every_call_of_the_client(client: Salesforce) -> None:
    account = _of(client, "Account")
    made = account.create({"Name": "Acme", "ERP_Number__c": "7"})["id"]
    assert account.get(made)["Name"] == "Acme"
    assert account.update(made, {"Phone": "1"}) == 204
    assert account.upsert("ERP_Number__c/7", {"Phone": "2"}) == 200
    assert account.upsert("ERP_Number__c/8", {"Name": "Other"}) == 201
    assert account.get_by_custom_id("ERP_Number__c", "7")["Phone"] == "2"
    account.create({"Name": "Twin", "ERP_Number__c": "7"})
    with pytest.raises(SalesforceMoreThanOneRecord):
        account.get_by_custom_id("ERP_Number__c", "7")
    assert account.delete(made) == 204
    with pytest.raises(SalesforceResourceNotFound):
        account.get(made)
    now = datetime.now(UTC)
    span = (now - timedelta(hours=1), now + timedelta(hours=1))
    assert [one["id"] for one in account.deleted(*span)["deletedRecords"]] == [made]
    assert len(account.updated(*span)["ids"]) > 2


def test_descriptions_limits_and_what_is_not_there(client: Salesforce) -> None:
    described: Any = client.describe()
    assert "Order" in {one["name"] for one in described["sobjects"]}
    quote = _of(client, "Quote")
    assert quote.metadata()["objectDescribe"]["keyPrefix"] == "0Q0"
    assert quote.describe()["fields"][0]["name"] == "Id"
    assert client.limits()["DailyApiRequests"]["Max"] == 15_000
    assert client.api_usage["api-usage"].total == 15_000
    with pytest.raises(SalesforceRefusedRequest, match="FUNCTIONALITY_NOT_ENABLED"):
        quote.describe_layout("x")
    with pytest.raises(SalesforceRefusedRequest, match="FUNCTIONALITY_NOT_ENABLED"):
        client.quick_search("Acme")


def test_files_go_up_and_come_down(client: Salesforce, tmp_path: Path) -> None:
    data = bytes(range(256)) * 100
    (tmp_path / "quote.pdf").write_bytes(data)
    version = _of(client, "ContentVersion")
    made: Any = client.restful(
        "sobjects/ContentVersion",
        method="POST",
        files={
            "entity_content": (None, '{"PathOnClient": "quote.pdf"}', "application/json"),
            "VersionData": ("quote.pdf", data, "application/octet-stream"),
        },
        headers={"Content-Type": None},
    )
    assert version.get_base64(made["id"], "VersionData") == data
    other = version.upload_base64(str(tmp_path / "quote.pdf"), "VersionData").json()["id"]
    assert version.get_base64(other, "VersionData") == data


def test_long_answers_and_composite_calls(client: Salesforce) -> None:
    records = [
        {"attributes": {"type": "Account", "referenceId": f"r{n}"}, "Name": f"Tree {n:03d}"}
        for n in range(200)
    ]
    grown: Any = client.restful("composite/tree/Account", method="POST", json={"records": records})
    assert len(grown["results"]) == 200
    for _ in range(10):
        client.restful("composite/sobjects", method="POST", json={"records": records})
    soql = "SELECT Id FROM Account WHERE Name LIKE 'Tree%'"
    assert len(client.query_all(soql)["records"]) == 2200
    batch: Any = client.restful(
        "composite/batch", method="POST", json={"batchRequests": [{"method": "GET", "url": "v67.0/limits"}]}
    )
    assert batch["results"][0]["statusCode"] == 200


def test_an_ended_session_is_told(sandbox: Sandbox, client: Salesforce) -> None:
    sandbox.expire_tokens()
    with pytest.raises(SalesforceExpiredSession):
        client.query("SELECT Id FROM Account")


def test_rows_in_bulk_by_the_client(client: Salesforce) -> None:
    handler: Any = getattr(client.bulk2, "Account")  # noqa: B009 - the client makes it by name
    rows = [{"Name": f"Bulk {n}", "ERP_Number__c": f"bulk{n}"} for n in range(20)]
    (done,) = handler.insert(records=rows, wait=0.1)
    assert (done["numberRecordsProcessed"], done["numberRecordsFailed"]) == (20, 0)
    assert handler.get_successful_records(done["job_id"]).count("Bulk ") == 20
    parts = list(
        handler.query("SELECT Name FROM Account WHERE ERP_Number__c LIKE 'bulk%'", max_records=8, wait=0.1)
    )
    assert [part.count("Bulk ") for part in parts] == [8, 8, 4]
