"""``quotewright install --mapping``: the records that a quote becomes are those of the file, and go again."""

from pathlib import Path

import pytest

from app.crm.salesforce.mapped import shipped_mapping
from tests.cli.installing import Site, no_lines, site
from tests.fixtures_sandbox import empty_sandbox

__all__ = ["empty_sandbox", "no_lines", "site"]


@pytest.fixture
def mapping(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    file = tmp_path / f"{request.param}.yaml"
    file.write_text(shipped_mapping(request.param))
    return str(file)


@pytest.mark.parametrize("mapping", ["offers", "products"], indirect=True)
def test_its_objects_and_rights_come_stay_with_an_upgrade_and_go(site: Site, mapping: str) -> None:
    before = site.look()
    status, said = site.run("install", "acme", "--mapping", mapping)
    assert status == 0, said
    assert "Quote." not in said
    assert "OpportunityLineItem.QW_Key__c" in said or "QW_Offer_Line__c.QW_Key__c" in said
    there = site.look()
    # Without its being said again it is the one from before.
    status, said = site.run("install", "acme")
    assert (status, "Everything was there already" in said) == (0, True)
    assert site.look() == there
    status, said = site.run("uninstall", "acme", "--yes")
    assert status == 0, said
    assert site.look() == before
