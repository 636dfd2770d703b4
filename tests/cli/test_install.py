"""``quotewright install`` where nobody has installed us, and again, and when it goes wrong."""

from pathlib import Path

import pytest

from app.crm.salesforce.connector import deployment_zip
from app.crm.salesforce.mapped import shipped_mapping
from tests.cli.installing import ALL, APP, SETS, Site, site
from tests.crm.connector.made import source
from tests.fixtures_sandbox import empty_sandbox
from tests.sandbox.packages import package, zipped

__all__ = ["empty_sandbox", "site"]

REP = "rep@sandbox.example"


def test_a_check_tells_what_would_come_and_changes_nothing(site: Site) -> None:
    before = site.look()
    status, said = site.run("install", "acme", "--check")
    assert (status, said.count("  new  ")) == (0, ALL)
    assert f"  checking: {ALL} of {ALL} components\n" in said
    assert "Nothing was changed" in said
    assert (site.look(), site.entries()) == (before, [])


def test_it_is_there_once_and_people_have_what_they_were_given(site: Site) -> None:
    give = ("--assign", f"QW_Rep={REP}", "--assign", f"{APP}={REP.upper()}")
    status, said = site.run("install", "acme", "--label", "R&D quotes", *give)
    assert status == 0, said
    assert f"installing: {ALL} of {ALL} components" in said
    assert f"approve it for the permission set {APP}" in said
    assert f"connection add acme --org-id {site.org.organization_id}" in said
    there = site.look()
    assert [name for name, _ in there["apps"]] == [APP]
    assert there["sets"] == SETS
    assert there["given"] == 2
    verbs = [verb for verb, _ in site.entries()]
    assert verbs == ["start_install", "install_connector", "assign_permission_sets"]
    assert len({correlation for _, correlation in site.entries()}) == 1
    assert site.entries()[0][1] in said
    # Again, without its label being said again: nothing is sent, nobody gets anything twice.
    sent = site.deploys()
    status, said = site.run("install", "acme", *give)
    assert status == 0
    assert f"unchanged  {ALL} components" in said
    assert (site.look(), site.deploys()) == (there, sent)


def test_a_later_version_changes_what_it_changes(site: Site) -> None:
    site.run("install", "acme")
    key = site.look()["apps"]
    status, said = site.run("install", "acme", "--label", "Angebot")
    assert status == 0
    changed = [line.split()[1] for line in said.splitlines() if line.startswith("  changed")]
    assert sorted(changed) == sorted(
        ["ApexPage", "AuraDefinitionBundle", "ExternalClientApplication", "PermissionSet", "QuickAction"]
    )
    assert site.look()["apps"] == key
    assert site.org.ask("GET", "/apps")["apps"][0]["label"] == "Angebot"


EDITS = {
    "a permission set with more rights": (
        ("PermissionSet", "QW_Rep"),
        "permissionsets/QW_Rep.permissionset",
        "<allowCreate>false</allowCreate>",
        "<allowCreate>true</allowCreate>",
    ),
    "a button with another label": (
        ("QuickAction", f"Opportunity.{APP}"),
        f"quickActions/Opportunity.{APP}.quickAction",
        "<label>Quotewright</label>",
        "<label>Make a quote</label>",
    ),
    "a field with a help text": (
        ("CustomField", "Quote.QW_Status__c"),
        "objects/Quote.object",
        "<fullName>QW_Status__c</fullName>",
        "<fullName>QW_Status__c</fullName><inlineHelpText>Ours</inlineHelpText>",
    ),
    "a policy": (
        ("ExtlClntAppOauthConfigurablePolicies", f"{APP}_oauthPlcy"),
        f"extlClntAppOauthPolicies/{APP}_oauthPlcy.ecaOauthPlcy",
        "<ipRelaxationPolicyType>Enforce",
        "<ipRelaxationPolicyType>Bypass",
    ),
}


@pytest.mark.parametrize("edited", EDITS)
def test_what_an_administrator_changed_is_kept_and_told(site: Site, edited: str) -> None:
    member, path, old, new = EDITS[edited]
    site.run("install", "acme")
    first = site.look()
    site.edit(member, path, old, new)
    theirs = site.look()
    assert theirs != first
    status, said = site.run("install", "acme", "--label", "Quotewright")
    assert status == 0
    assert f"  kept       {' '.join(member)}: was changed in the org since we put it there" in said
    assert site.look() == theirs
    # A version that wants it otherwise does not touch it either.
    site.run("install", "acme", "--label", "Another")
    name = " ".join(member)
    assert site.look()["components"][name] == theirs["components"][name]
    status, said = site.run("install", "acme", "--label", "Quotewright", "--overwrite")
    assert status == 0
    assert site.look() == first


def test_what_somebody_else_put_there_is_kept_too(site: Site) -> None:
    files = {
        path: text for path, text in source().items() if path.endswith("QW_Customer_Tier__c.field-meta.xml")
    }
    theirs = {path: text.replace(b"Customer Tier", b"Class of customer") for path, text in files.items()}
    site.deploy(deployment_zip(theirs))
    before = site.look()["components"]
    status, said = site.run("install", "acme")
    assert status == 0
    assert "kept       CustomField Account.QW_Customer_Tier__c: is there, is not as ours" in said
    assert site.look()["components"].items() >= before.items()
    # It is not ours to take away.
    site.run("uninstall", "acme", "--yes")
    assert site.look()["components"] == before


def test_what_other_tools_installed_from_our_project_is_ours(site: Site) -> None:
    site.deploy(deployment_zip(source()))
    status, said = site.run("install", "acme")
    assert status == 0
    assert f"unchanged  {ALL} components" in said


def test_what_a_version_does_without_is_named(site: Site) -> None:
    site.run("install", "acme", "--app", "external")
    status, said = site.run("install", "acme", "--app", "connected")
    assert status == 0
    assert f"no longer  ExternalClientApplication {APP}" in said
    assert said.count("no longer") == 6


def test_what_was_taken_away_in_the_org_comes_back(site: Site) -> None:
    site.run("install", "acme")
    complete = site.look()
    gone = package({"QuickAction": [f"Opportunity.{APP}"]})
    site.deploy(zipped({}, {}, destructiveChanges=gone))
    assert site.look() != complete
    status, said = site.run("install", "acme")
    assert status == 0
    assert said.count("  new  ") == 1
    assert site.look() == complete


def test_a_role_that_two_mappings_want_otherwise_is_left_as_it_is(site: Site, tmp_path: Path) -> None:
    site.run("install", "acme")
    rights = site.look()["components"]["PermissionSet QW_Rep"]
    (tmp_path / "offers.yaml").write_text(shipped_mapping("offers"))
    status, said = site.run("install", "second", "--mapping", str(tmp_path / "offers.yaml"))
    assert status == 0, said
    assert "kept       PermissionSet QW_Rep: is shared with a connection of this org whose field" in said
    assert site.look()["components"]["PermissionSet QW_Rep"] == rights
    status, said = site.run("install", "second", "--overwrite")
    assert "changed    PermissionSet QW_Rep" in said
    # It is not taken back behind anybody's back either.
    status, said = site.run("install", "acme")
    assert "kept       PermissionSet QW_Rep: is shared" in said
