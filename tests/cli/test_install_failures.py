"""``quotewright install`` when it goes wrong: what is told, and that the next run ends it."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.actions.connected import add_connection
from app.actions.install_connector import Change, Edited, install, plan_install, try_install
from app.actions.installing import OrgRefused, Run, site_of
from app.actor import ConnectionName
from app.crm.installation import Component
from app.crm.salesforce.installer import deploying
from app.store import installations
from tests.cli.installing import ALL, DEPLOY, OF_QUOTES, Site, connection, no_lines, site
from tests.fixtures_sandbox import empty_sandbox

__all__ = ["empty_sandbox", "no_lines", "site"]

REP = "rep@sandbox.example"
BUNDLE = [Component("AuraDefinitionBundle", "Quotewright_second")]


def connect(site: Site, org: str) -> None:
    given = connection(org)
    add_connection(site.database(), given, replace_known=True, at=datetime(2026, 11, 27, tzinfo=UTC))


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
    plan = plan_install(database, installer, place, edited=Edited.KEEP, options={})
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
    again = plan_install(database, installer, place, edited=Edited.KEEP, options={})
    assert (again.of(Change.NEW), again.marks) == (plan.of(Change.NEW), {})


def test_a_second_connection_that_was_refused_uses_nothing(site: Site) -> None:
    """What the two would have shared goes with the first."""
    before = site.look()
    site.run("install", "acme")
    database, installer = site.database(), site.installer("second")
    place = site_of(database, installer.identity(), ConnectionName("second"))
    plan = plan_install(database, installer, place, edited=Edited.KEEP, options={})
    # A button whose component somebody takes out of the deployment's way.
    refused = replace(plan, changes={**plan.changes, **dict.fromkeys(BUNDLE, Change.KEPT)})
    run = Run(at=datetime(2026, 11, 27, tzinfo=UTC), correlation="the-run-that-failed")
    with pytest.raises(OrgRefused):
        install(database, installer, place, refused, options={}, told=lambda _: None, run=run)
    with database.reading() as tx:
        assert installations.marks(tx, place) == {}
        assert not [one for one in installations.of_others(tx, place).values() if one.sent]
    assert site.run("uninstall", "acme", "--yes")[0] == 0
    assert site.look() == before


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
        for _ in range(1200):
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


def test_stopped_by_hand_it_says_that_it_may_be_run_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped while the org was at the deployment."""
    follow, looks = deploying._followed, iter(range(2))

    def stopped(*given: Any, **named: Any) -> Any:
        found = follow(*given, **named)
        if next(looks, 1):
            raise KeyboardInterrupt
        return found

    with monkeypatch.context() as patched:
        patched.setattr(deploying, "_followed", stopped)
        status, said = site.run("install", "acme")
    assert status == 130
    assert "run the command again and it goes on from what is there" in said
    assert site.run("install", "acme")[0] == 0
    assert f"unchanged  {ALL} components" in site.run("install", "acme")[1]


def test_an_org_that_does_not_end_it_is_not_waited_for_without_end(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deploying.Pace, "waits", lambda _pace: iter(()))
    monkeypatch.setattr("app.crm.salesforce.installer.installer.retrieved", lambda *_given, **_named: {})
    said = site.fails("install", "acme")
    assert said.startswith("still_running: The org has not ended the deployment 0Af")
