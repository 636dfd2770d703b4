"""An unmodified client deploys and retrieves over TLS, and reads the answers by the vendor's own WSDL."""

import io
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from simple_salesforce.api import Salesforce

from tests.fixtures_sandbox import Sandbox
from tests.sandbox.packages import quote_field, unzipped, zipped
from tests.sandbox.signing_in import session_for


@pytest.fixture
def client(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """As any: the client finds most of what it does by name."""
    # The part of it that reads the WSDL opens a connection of its own.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", sandbox.ca)
    sandbox.reset()
    with session_for(sandbox) as session:
        yield Salesforce(
            session_id=sandbox.token("admin"),
            instance=urlsplit(sandbox.tls).netloc,
            session=session,
            version="67.0",
        )
    sandbox.reset()


def test_a_package_is_deployed_used_and_retrieved(client: Any) -> None:
    taken = client.deploy(io.BytesIO(quote_field()), sandbox=False)
    told = client.checkDeployStatus(taken["asyncId"])
    assert (told["state"], told["deployment_detail"]["deployed_count"]) == ("Succeeded", "1")
    deal = client.query("SELECT Id FROM Opportunity LIMIT 1")["records"][0]["Id"]
    quote = client.Quote.create({"Name": "Q", "OpportunityId": deal, "Delivery_Week__c": "2027-W03"})
    assert client.Quote.get(quote["id"])["Delivery_Week__c"] == "2027-W03"
    wanted = {"CustomField": ["Quote.Delivery_Week__c"]}
    number, _ = client.mdapi.retrieve("0", unpackaged=wanted)
    state, _, _, data = client.mdapi.retrieve_zip(number)
    assert state == "Succeeded"
    assert "<fullName>Delivery_Week__c</fullName>" in unzipped(data)["objects/Quote.object"]


def test_what_fails_is_told_with_its_file(client: Any) -> None:
    taken = client.deploy(io.BytesIO(zipped({"Teapot": ["X"]}, {})), sandbox=False)
    told = client.checkDeployStatus(taken["asyncId"])
    (error,) = told["deployment_detail"]["errors"]
    assert (told["state"], error["file"], error["status"]) == ("Failed", "package.xml", "Error")
    assert error["message"] == "Unknown type name 'Teapot' specified in package.xml"


def test_the_kinds_are_read_by_the_wsdl(client: Any) -> None:
    kinds = {one.xmlName: one for one in client.mdapi.describe_metadata().metadataObjects}
    assert "CustomField" in kinds["CustomObject"].childXmlNames
    assert kinds["ApexClass"].metaFile is True
    client.deploy(io.BytesIO(quote_field()), sandbox=False)
    query = client.mdapi.ListMetadataQuery(type="CustomField")
    assert [one.fullName for one in client.mdapi.list_metadata([query])] == ["Quote.Delivery_Week__c"]
