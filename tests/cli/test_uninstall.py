"""``quotewright uninstall``: the org is as it was before, and nothing else goes."""

from pathlib import Path
from typing import Any

import pytest

from app.crm.salesforce.mapped import SHIPPED, shipped_mapping
from tests.cli.installing import ALL, APP, DEPLOY, FIELDS, SETS, SHARED, Site, site
from tests.fixtures_sandbox import empty_sandbox

__all__ = ["empty_sandbox", "site"]

REP = "rep@sandbox.example"
INSTALL = ("install", "acme", "--assign", f"QW_Rep={REP}", "--assign", f"{APP}={REP}")


def test_the_org_is_as_it_was_before(site: Site) -> None:
    before = site.look()
    site.run(*INSTALL)
    there = site.look()
    status, said = site.run("uninstall", "acme", "--check")
    assert status == 0
    assert said.count("  goes  ") == ALL
    assert said.count(", with what is in it") == FIELDS
    assert f"{REP} QW_Rep" in said
    assert site.look() == there
    status, said = site.run("uninstall", "acme", answer="y\n")
    assert status == 0, said
    assert site.look() == before
    assert [verb for verb, _ in site.entries()][-2:] == ["start_uninstall", "uninstall_connector"]
    status, said = site.run("uninstall", "acme", "--yes")
    assert (status, "Nothing of it is in the org" in said) == (0, True)
    # It can be installed again, and is another app then.
    site.run(*INSTALL)
    assert site.look()["components"] == there["components"]
    assert site.look()["apps"] != there["apps"]


@pytest.mark.parametrize("mapping", SHIPPED)
def test_whatever_the_mapping_brought_goes_with_it(site: Site, tmp_path: Path, mapping: str) -> None:
    before = site.look()
    file = tmp_path / "mapping.yaml"
    file.write_text(shipped_mapping(mapping))
    assert site.run("install", "acme", "--mapping", str(file))[0] == 0
    assert "new" not in site.run("install", "acme", "--check")[1]
    assert site.run("uninstall", "acme", "--yes")[0] == 0
    assert site.look() == before
    assert not [one for one in site.get("sobjects")["sobjects"] if one["name"].startswith("QW_")]


def test_whoever_says_no_keeps_it(site: Site) -> None:
    site.run(*INSTALL)
    there = site.look()
    for answer in ("n\n", "\n", ""):
        status, _ = site.run("uninstall", "acme", answer=answer)
        assert status == 1
    assert site.look() == there


def test_what_another_connection_uses_stays_until_that_one_goes(site: Site) -> None:
    before = site.look()
    site.run(*INSTALL)
    site.run("install", "second", "--assign", f"Quotewright_second={REP}")
    status, said = site.run("uninstall", "acme", "--yes")
    assert status == 0
    assert f"stays      {SHARED} components: is used by another connection of this org" in said
    left = site.look()
    assert left["sets"] == [*[one for one in SETS if one != APP], "Quotewright_second"]
    assert left["given"] == 2
    assert left["fields"] != before["fields"]
    site.run("uninstall", "second", "--yes")
    assert site.look() == before


def test_another_installation_of_ours_counts_too(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a database of its own: only the org tells of it."""
    site.run("install", "acme")
    (site.folder / "other.db").write_bytes((site.folder / "quotes.db").read_bytes())
    site.run("install", "second")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{site.folder / 'other.db'}")
    assert f"stays      {SHARED} components" in site.run("uninstall", "acme", "--yes")[1]


def test_what_the_org_does_not_let_go_stays_with_those_who_have_it(site: Site) -> None:
    site.run(*INSTALL)
    site.edit(
        ("QuickAction", f"Opportunity.{APP}"),
        f"quickActions/Opportunity.{APP}.quickAction",
        "<label>",
        "<width>900</width><label>",
    )
    action = f"quickActions/Opportunity.{APP}.quickAction"
    site.copy(action, ("QuickAction", "Opportunity.Theirs"), "quickActions/Opportunity.Theirs.quickAction")
    there = site.look()
    status, said = site.run("uninstall", "acme", "--yes")
    assert status == 1
    assert f"AuraDefinitionBundle {APP}: This component is in use by QuickAction Opportunity.Theirs" in said
    assert site.look() == there


FAULTS: list[tuple[str, dict[str, Any], str]] = [
    ("a session that ends at the check", {"fault": "session_ends", "match": DEPLOY}, "crm_session_expired"),
    ("… before people lose it", {"fault": "session_ends", "method": "DELETE"}, "crm_session_expired"),
    (
        "… at the removal",
        {"fault": "session_ends", "match": DEPLOY, "method": "POST", "nth": 2},
        "crm_session_expired",
    ),
    ("… while it goes on", {"fault": "session_ends", "match": f"{DEPLOY}/", "nth": 2}, "crm_session_expired"),
    ("a lost answer", {"fault": "commit_then_drop", "match": DEPLOY, "nth": 3}, "crm_unavailable"),
    ("a locked row", {"fault": "lock", "method": "DELETE"}, "crm_busy"),
]


@pytest.mark.parametrize(("fault", "code"), [one[1:] for one in FAULTS], ids=[one[0] for one in FAULTS])
def test_whatever_fails_the_next_run_ends_it(
    site: Site, fault: dict[str, Any], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = site.look()
    site.run(*INSTALL)
    site.org.fault(**fault)
    assert site.fails("uninstall", "acme", "--yes").startswith(f"{code}: ")
    site.org.clear_faults()
    monkeypatch.setenv("QUOTEWRIGHT_ORG_TOKEN", site.org.env()["QUOTEWRIGHT_ORG_TOKEN"])
    status, said = site.run("uninstall", "acme", "--yes")
    assert status == 0, said
    assert site.look() == before
