"""``quotewright install`` where nobody has installed us, and again, and when it goes wrong."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.actions.connected import add_connection
from app.actions.install_connector import Change, Edited, install, plan_install, try_install
from app.actions.installing import OrgRefused, Run, site_of
from app.actor import ConnectionName, OrgId
from app.crm import Connection, ConsumerSecret
from app.crm.salesforce.connector import deployment_zip
from tests.cli.installing import ALL, APP, DEPLOY, OF_QUOTES, SETS, Site, no_lines, site
from tests.crm.connector.made import source
from tests.fixtures_sandbox import empty_sandbox
from tests.sandbox.packages import package, zipped

__all__ = ["empty_sandbox", "no_lines", "site"]

REP = "rep@sandbox.example"


def connect(site: Site, org: str) -> None:
    given = Connection(
        name=ConnectionName("acme"),
        org=OrgId(org),
        consumer_key="key",
        secrets=(ConsumerSecret("the-consumer-secret"),),
        instance_hosts=(),
        frame_ancestors=("https://acme.lightning.force.com",),
        catalog="telecom",
        price_book="Network Equipment",
    )
    add_connection(site.database(), given, replace_known=True, at=datetime(2026, 11, 27, tzinfo=UTC))


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


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("a session that ends before anything", {"fault": "invalid_session"}, "crm_session_expired"),
    ("… when what is held is asked", {"fault": "session_ends", "match": "Soap"}, "crm_session_expired"),
    ("… at the check", {"fault": "session_ends", "match": DEPLOY}, "crm_session_expired"),
    (
        "… at the deployment",
        {"fault": "session_ends", "match": DEPLOY, "method": "POST", "nth": 2},
        "crm_session_expired",
    ),
    ("… while it goes on", {"fault": "session_ends", "match": f"{DEPLOY}/", "nth": 2}, "crm_session_expired"),
    ("… at the people", {"fault": "session_ends", "match": "composite"}, "crm_session_expired"),
    ("no calls left", {"fault": "limit", "times": None}, "crm_limit"),
    ("a broken server", {"fault": "server_error", "match": DEPLOY, "method": "POST"}, "crm_unavailable"),
    ("a maintenance window", {"fault": "outage", "seconds": 60}, "crm_unavailable"),
    (
        "an answer that breaks off",
        {"fault": "truncated_json", "match": DEPLOY, "method": "POST"},
        "crm_unavailable",
    ),
    ("an answer that is lost", {"fault": "commit_then_drop", "match": DEPLOY, "nth": 3}, "crm_unavailable"),
    ("what is held is not told", {"fault": "unavailable", "match": "Soap", "nth": 3}, "crm_unavailable"),
    ("a row that is locked", {"fault": "lock", "match": "composite"}, "crm_busy"),
    ("a rule of the org", {"fault": "validation_rule", "object": "PermissionSetAssignment"}, "crm_refused"),
]


@pytest.mark.parametrize(("fault", "code"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_whatever_fails_is_told_and_the_next_run_ends_it(
    site: Site, fault: dict[str, Any], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    install = ("install", "acme", "--assign", f"QW_Rep={REP}")
    site.org.fault(**fault)
    said = site.fails(*install)
    assert said.startswith(f"{code}: ")
    assert "panel" not in said
    assert site.token() not in said
    site.org.clear_faults()
    monkeypatch.setenv("QUOTEWRIGHT_ORG_TOKEN", site.org.env()["QUOTEWRIGHT_ORG_TOKEN"])
    status, said = site.run(*install)
    assert status == 0, said
    there = site.look()
    assert (len(there["components"]), there["given"], len(there["apps"])) == (ALL, 1, 1)
    assert f"unchanged  {ALL} components" in site.run("install", "acme")[1]


def test_a_look_that_fails_is_repeated_while_the_org_goes_on(site: Site) -> None:
    site.org.fault("unavailable", match=f"{DEPLOY}/", times=2)
    assert site.run("install", "acme")[0] == 0


def test_what_the_org_would_refuse_is_told_component_by_component_before_anything_is_sent(site: Site) -> None:
    before = site.look()
    site.org.switch(quotes=False)
    status, said = site.run("install", "acme")
    assert status == 1
    assert (
        f"org_refused: The org refused {OF_QUOTES} of {ALL} components, so nothing was changed in it." in said
    )
    assert (
        "refused    CustomField Quote.QW_Key__c: In field: fullName - no CustomObject named Quote found"
        in said
    )
    assert "Quotes are off in the org" in said
    assert (site.deploys(), site.entries()) == (1, [])
    site.org.switch(quotes=True)
    assert site.look() == before


def test_a_deployment_that_half_fails_is_taken_back_as_a_whole(site: Site) -> None:
    """The check went well, and before the deployment somebody turned quotes off."""
    before, database, installer = site.look(), site.database(), site.installer()
    place = site_of(database, installer.identity(), ConnectionName("acme"))
    plan = plan_install(database, installer, place, edited=Edited.KEEP)
    try_install(installer, plan, told=lambda _: None)
    site.org.switch(quotes=False)
    run = Run(at=datetime(2026, 11, 27, tzinfo=UTC), correlation="the-run-that-failed")
    with pytest.raises(OrgRefused) as refused:
        install(database, installer, place, plan, options={}, told=lambda _: None, run=run)
    assert len({one.component for one in refused.value.failures}) == OF_QUOTES
    site.org.switch(quotes=True)
    assert site.look() == before
    verbs = ["start_install", "refuse_install"]
    assert site.entries() == [(verb, "the-run-that-failed") for verb in verbs]
    # Nothing is taken for ours: what an administrator has made meanwhile is theirs.
    again = plan_install(database, installer, place, edited=Edited.KEEP)
    assert (again.of(Change.NEW), again.marks) == (plan.of(Change.NEW), {})


def test_only_administrators_install(site: Site) -> None:
    admin = next(one for one in site.org.records("User") if one["Alias"] == "admin")
    user = next(one for one in site.org.records("Profile") if one["Name"] == "Standard User")
    site.org.change("User", admin["Id"], ProfileId=user["Id"])
    assert site.fails("install", "acme").startswith("not_an_administrator: ")


def test_an_org_without_that_version_of_the_api_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.crm.salesforce.installer.installer.API_VERSION", "99.0")
    assert site.fails("install", "acme").startswith("api_version_unknown: The org does not know version 99.0")


def test_another_org_than_the_connections_is_refused(site: Site) -> None:
    connect(site, "00Dx00000001hxyEAA")
    said = site.fails("install", "acme")
    assert said.startswith("wrong_org: ")
    assert site.org.organization_id in said
    assert site.deploys() == 0
    connect(site, site.org.organization_id[:15])
    assert site.run("install", "acme")[0] == 0


@pytest.mark.parametrize(
    "given", ["QW_Rep", "QW_Rep=", "Other=rep@sandbox.example", "QW_Rep=nobody@sandbox.example"]
)
def test_an_assignment_that_cannot_be_is_refused_before_anything_happens(site: Site, given: str) -> None:
    assert site.fails("install", "acme", "--assign", given).startswith("assignment_invalid: ")
    assert site.deploys() == 0


@pytest.mark.parametrize("name", ["Acme", "acme corp", "../acme"])
def test_a_name_that_none_can_have_is_refused(site: Site, name: str) -> None:
    assert site.fails("install", name).startswith("connection_invalid: ")


def test_killed_in_the_middle_it_is_installed_once_by_the_next_run(site: Site) -> None:
    """Killed once the org has taken it, before anybody was told."""
    site.org.fault("stall", match=f"{DEPLOY}/", nth=2, seconds=30)
    command = [sys.executable, "-c", "from app.cli.main import main; main()", "install", "acme"]
    process = subprocess.Popen(
        command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        for _ in range(400):
            if site.deploys() == 2:
                break
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.kill()
        process.communicate(timeout=10)
    site.org.clear_faults()
    killed = site.look()
    assert len(killed["components"]) == ALL
    status, said = site.run("install", "acme")
    assert status == 0, said
    assert site.look() == killed
    assert f"unchanged  {ALL} components" in site.run("install", "acme")[1]
