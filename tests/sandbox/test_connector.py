"""The connector is checked, deployed, used, retrieved and taken away again, and the org is as it was."""

from typing import Any

import pytest

from app.crm.salesforce.connector import AppKind, deployment_zip, members_of, removal_zip
from tests.crm.connector.made import fields_of, source
from tests.sandbox.deploying import deployed, failures, retrieved
from tests.sandbox.inside import Inside
from tests.sandbox.packages import unzipped

OBJECTS = ("Account", "Opportunity", "Quote", "QuoteLineItem")


@pytest.fixture
def admin() -> Inside:
    return Inside("admin")


def schema(org: Inside) -> dict[str, Any]:
    """Of the objects that the connector adds to, but for when it was changed."""
    return {name: org.call("GET", f"/sobjects/{name}/describe")[1]["fields"] for name in OBJECTS}


def components(org: Inside) -> dict[str, str]:
    """What of the connector's kinds the org gives back, fields among it."""
    kinds: dict[str, list[str]] = {kind: ["*"] for kind in members_of(source())}
    return {path: text for path, text in retrieved(org, **kinds).items() if path != "package.xml"}


def sets(org: Inside) -> set[str]:
    return {row["Name"] for row in org.query("SELECT Name FROM PermissionSet")}


@pytest.mark.parametrize("app", list(AppKind))
def test_the_connector_comes_and_goes(admin: Inside, app: AppKind) -> None:
    files = source(label="R&D quotes", app=app)
    zipped, members = deployment_zip(files), members_of(files)
    total = sum(map(len, members.values()))
    first_day, had = (schema(admin), components(admin)), sets(admin)
    checked = deployed(admin, zipped, checkOnly=True)
    assert (checked["status"], failures(checked)) == ("Succeeded", [])
    assert (schema(admin), components(admin)) == first_day

    result = deployed(admin, zipped)
    assert (result["status"], failures(result), result["numberComponentsDeployed"]) == (
        "Succeeded",
        [],
        total,
    )
    assert {"QW_Rep", "Quotewright_acme"} <= sets(admin)
    kinds = {kind: list(names) for kind, names in members.items()}
    again = retrieved(admin, **kinds)
    assert set(again) == set(unzipped(zipped))
    assert {path: text for path, text in again.items() if not path.startswith(("objects/", "package"))} == {
        path: text for path, text in unzipped(zipped).items() if not path.startswith(("objects/", "package"))
    }
    # Deployed again, each is there as it is.
    repeat = deployed(admin, zipped)["details"]["componentSuccesses"]
    assert {one["changed"] for one in repeat if one["fullName"] != "package.xml"} == {False}

    gone = deployed(admin, removal_zip(files))
    assert (gone["status"], failures(gone), gone["numberComponentsDeployed"]) == ("Succeeded", [], total)
    assert (schema(admin), components(admin)) == first_day
    # Two of the roles were there before; taken away, they are gone like the rest.
    assert sets(admin) == had - {"QW_Approver", "QW_Operator"}


def test_the_connector_declares_what_the_org_of_the_first_day_has(admin: Inside) -> None:
    """The sandbox's own fields are written down by themselves: two witnesses of type and length."""
    before = schema(admin)
    deployed(admin, deployment_zip(source()))
    told = ("name", "type", "length", "precision", "scale", "externalId", "unique")
    for field in fields_of(source()):
        entity, _, name = field.partition(".")
        first, now = (
            next(one for one in org[entity] if one["name"] == name) for org in (before, schema(admin))
        )
        assert {key: first[key] for key in told} == {key: now[key] for key in told}
