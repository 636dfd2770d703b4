"""Source format becomes the Metadata API's zip: objects in one piece, each kind with its files there."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.crm.salesforce.connector import (
    AppKind,
    ConnectorUnreadable,
    deployment_zip,
    members_of,
    metadata_files,
    removal_zip,
)
from tests.crm.connector.made import NAMESPACE, parsed, source

SPACE = b'xmlns="http://soap.sforce.com/2006/04/metadata"'
SITE = b"<CustomObject " + SPACE + b"><label>Site</label></CustomObject>"
HEIGHT = b"<CustomField " + SPACE + b"><fullName>Height__c</fullName></CustomField>"
MINE = b"<ListView " + SPACE + b"><fullName>Mine</fullName></ListView>"


def test_an_object_and_what_belongs_to_it_become_one_file() -> None:
    files = {
        "objects/Site__c/Site__c.object-meta.xml": SITE,
        "objects/Site__c/fields/Height__c.field-meta.xml": HEIGHT,
        "objects/Site__c/listViews/Mine.listView-meta.xml": MINE,
    }
    made = metadata_files(files)
    assert set(made) == {"objects/Site__c.object"}
    root = parsed(made["objects/Site__c.object"])
    assert root.tag == f"{NAMESPACE}CustomObject"
    assert [one.tag.removeprefix(NAMESPACE) for one in root] == ["label", "fields", "listViews"]
    assert root.findtext(f"{NAMESPACE}fields/{NAMESPACE}fullName") == "Height__c"
    assert members_of(files) == {
        "CustomField": ("Site__c.Height__c",),
        "CustomObject": ("Site__c",),
        "ListView": ("Site__c.Mine",),
    }


def test_a_standard_object_is_only_what_is_added_to_it() -> None:
    root = parsed(metadata_files(source())["objects/Quote.object"])
    assert {one.tag for one in root} == {f"{NAMESPACE}fields", f"{NAMESPACE}listViews"}
    assert "CustomObject" not in members_of(source())


@pytest.mark.parametrize("app", list(AppKind))
def test_only_content_that_is_no_xml_of_its_own_keeps_a_file_that_describes_it(app: AppKind) -> None:
    made = set(metadata_files(source(app=app)))
    assert {path for path in made if path.endswith("-meta.xml")} == {
        "aura/Quotewright_acme/Quotewright_acme.cmp-meta.xml",
        "dashboards/Quotewright-meta.xml",
        "pages/Quotewright_acme.page-meta.xml",
        "reports/Quotewright-meta.xml",
    }
    assert "quickActions/Opportunity.Quotewright_acme.quickAction" in made


def test_the_zip_is_the_same_for_the_same_source_and_names_what_it_holds() -> None:
    assert deployment_zip(source()) == deployment_zip(dict(reversed(source().items())))
    with zipfile.ZipFile(io.BytesIO(deployment_zip(source()))) as opened:
        assert set(opened.namelist()) == {"package.xml", *metadata_files(source())}
    with zipfile.ZipFile(io.BytesIO(removal_zip(source()))) as opened:
        assert set(opened.namelist()) == {
            "package.xml",
            "destructiveChangesPre.xml",
            "destructiveChangesPost.xml",
        }


@pytest.mark.parametrize(
    "path",
    [
        "readme.md",
        "flows/Some.flow-meta.xml",
        "pages/deep/One.page",
        "pages/One.txt",
        "permissionsets/QW_Rep.permissionset",
        "reports/Loose.report-meta.xml",
        "reports/Deep/Deeper/One.report-meta.xml",
        "reports/.reportFolder-meta.xml",
        "dashboards/Folder/One.report-meta.xml",
        "objects/Quote/Other.object-meta.xml",
        "objects/Quote/fields/One.txt",
        "objects/Quote.object",
        "objects",
    ],
)
def test_a_file_that_belongs_to_no_component_is_named(path: str) -> None:
    with pytest.raises(ConnectorUnreadable, match=path.rpartition("/")[2]):
        members_of([path])


@given(st.text())
@example(".")
def test_any_path_is_known_or_refused(path: str) -> None:
    with suppress(ConnectorUnreadable):
        assert [len(names) for names in members_of([path]).values()] == [1]


def test_a_broken_file_is_named() -> None:
    with pytest.raises(ConnectorUnreadable, match="Height__c"):
        metadata_files({"objects/Site__c/fields/Height__c.field-meta.xml": b"<CustomField"})
