"""An org in which nobody has installed us: what is there, what is not, and that it stays so."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.crm.salesforce.connector import deployment_zip
from app.sandbox.database import Database, OtherOrg
from app.sandbox.day import OURS, Day
from app.sandbox.schema import load_schema
from tests.crm.connector.made import source
from tests.fixtures_sandbox import running_sandbox
from tests.sandbox.deploying import deployed, failures, retrieved
from tests.sandbox.inside import Inside


@pytest.fixture
def empty() -> Iterator[Inside]:
    inside = Inside("admin", day=Day.EMPTY)
    yield inside
    inside.org.database.close()


def fields(org: Inside) -> set[str]:
    names = [one["name"] for one in org.call("GET", "/sobjects")[1]["sobjects"]]
    found = {name: org.call("GET", f"/sobjects/{name}/describe")[1]["fields"] for name in names}
    return {f"{name}.{field['name']}" for name, held in found.items() for field in held}


def test_nothing_of_ours_is_there_and_everything_of_theirs_is(empty: Inside) -> None:
    ordinary = Inside("admin")
    missing = fields(ordinary) - fields(empty)
    assert missing == {name for name in fields(ordinary) if f".{OURS}" in name}
    assert len(missing) == 18
    assert not fields(empty) - fields(ordinary)
    for entity in ("Product2", "PricebookEntry", "PermissionSet", "PermissionSetAssignment", "Quote"):
        assert empty.count(entity) == 0, entity
    for entity in ("User", "Profile", "Account", "Contact", "Opportunity", "Pricebook2"):
        assert empty.count(entity) == ordinary.count(entity) > 0, entity
    assert empty.org.apps.listed() == []
    ordinary.org.database.close()


def test_what_was_installed_is_gone_with_a_reset(empty: Inside) -> None:
    before = fields(empty), retrieved(empty, CustomField=["*"], PermissionSet=["*"])
    result = deployed(empty, deployment_zip(source()))
    assert (result["status"], failures(result)) == ("Succeeded", [])
    created = {one["fullName"]: one["created"] for one in result["details"]["componentSuccesses"]}
    assert created["Quote.QW_Key__c"] is True
    assert len(fields(empty) - before[0]) == 18
    empty.org.reset()
    empty.become("admin")
    assert (fields(empty), retrieved(empty, CustomField=["*"], PermissionSet=["*"])) == before
    assert empty.org.apps.listed() == []


def test_fields_that_came_with_a_deployment_are_for_those_who_were_given_them(empty: Inside) -> None:
    deployed(empty, deployment_zip(source()))
    soql = "SELECT QW_Key__c FROM Quote"
    admin = dict(empty.headers)
    empty.become("rep")
    assert empty.code("GET", "/query", q=soql) == "INVALID_FIELD"
    empty.headers, rep = admin, empty.org.user("rep")
    assert rep is not None
    given = empty.query("SELECT Id FROM PermissionSet WHERE Name = 'QW_Rep'")[0]["Id"]
    empty.create("PermissionSetAssignment", AssigneeId=rep["Id"], PermissionSetId=given)
    empty.become("rep")
    assert empty.query(soql) == []


def test_the_day_is_kept_and_an_org_does_not_get_another(tmp_path: Path) -> None:
    place = tmp_path / "org.sqlite"
    Database(place, load_schema(Day.EMPTY), day=Day.EMPTY).close()
    again = Database(place, load_schema(Day.EMPTY))
    assert again.day is Day.EMPTY
    again.close()
    with pytest.raises(OtherOrg, match="began empty"):
        Database(place, load_schema(), day=Day.INSTALLED)


def test_a_process_of_its_own_keeps_what_was_installed(tmp_path: Path) -> None:
    """The second start names no day: the folder knows it."""
    with running_sandbox(tmp_path, "--empty", "--also=machinery=Conveyors and Drives") as first:
        books = {book["Name"] for book in first.records("Pricebook2")}
        assert books == {"Standard Price Book", "Network Equipment", "Conveyors and Drives"}
        assert first.records("Product2") == []
        env = first.env()
        assert not [name for name in env if "CONSUMER" in name]
        assert env["QUOTEWRIGHT_ORG_URL"] == first.tls
        assert env["QUOTEWRIGHT_CRM_CA_FILE"] == first.ca
        opportunity = first.records("Opportunity")[0]["Id"]
        first.change("Opportunity", opportunity, Name="Renamed")
    with running_sandbox(tmp_path) as second:
        assert second.records("Opportunity")[0]["Name"] == "Renamed"
        assert "QW_Key__c" not in second.records("Opportunity")[0]
        assert second.ask("GET", "/apps")["apps"] == []
