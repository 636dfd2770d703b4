"""List views, report types, reports and the dashboard speak of fields that there are, of our quotes alone."""

from typing import Final
from xml.etree import ElementTree as ET

import pytest

from app.crm.salesforce.connector import AppKind, Reports, deployment_zip, members_of, project_files
from app.quoting import Status
from tests.crm.connector.made import NAMESPACE, fields_of, parsed, said, source, wish
from tests.sandbox.deploying import deployed, failures
from tests.sandbox.inside import Inside

FILES: Final = source()
REPORTS: Final = {path: parsed(text) for path, text in FILES.items() if path.endswith(".report-meta.xml")}
TYPES: Final = {path: parsed(text) for path, text in FILES.items() if path.endswith(".reportType-meta.xml")}
VIEWS: Final = {path: parsed(text) for path, text in FILES.items() if path.endswith(".listView-meta.xml")}
KEY: Final = "QW_Key__c"


def texts(root: ET.Element, *names: str) -> set[str]:
    return {one.text or "" for name in names for one in root.iter(f"{NAMESPACE}{name}")}


def exposed(kind: ET.Element) -> set[str]:
    """As a report names what its type has."""
    columns = kind.iter(f"{NAMESPACE}columns")
    pairs = ((one.findtext(f"{NAMESPACE}table"), one.findtext(f"{NAMESPACE}field")) for one in columns)
    return {f"{table}${field}" for table, field in pairs}


@pytest.mark.parametrize("path", REPORTS)
def test_a_report_uses_what_its_type_has_and_is_of_our_quotes_alone(path: str) -> None:
    report = REPORTS[path]
    name = (report.findtext(f"{NAMESPACE}reportType") or "").removesuffix("__c")
    kind = TYPES[f"reportTypes/{name}.reportType-meta.xml"]
    used = texts(report, "field", "column", "groupingColumn", "dateColumn") - {"RowCount"}
    assert used <= exposed(kind)
    first = report.find(f"{NAMESPACE}filter/{NAMESPACE}criteriaItems")
    assert first is not None
    assert (first.findtext(f"{NAMESPACE}column"), first.findtext(f"{NAMESPACE}operator")) == (
        f"Quote${KEY}",
        "notEqual",
    )


def test_what_types_views_and_reports_call_ours_is_declared() -> None:
    ours = {name.rpartition(".")[2] for name in fields_of(FILES)}
    for root in (*TYPES.values(), *VIEWS.values()):
        named = {name for name in texts(root, "field", "columns") if name.endswith("__c")}
        assert KEY in named
        assert named <= ours


def test_statuses_that_are_filtered_by_are_statuses_of_quotes() -> None:
    for root in (*REPORTS.values(), *VIEWS.values()):
        for one in [*root.iter(f"{NAMESPACE}criteriaItems"), *root.iter(f"{NAMESPACE}filters")]:
            by = one.findtext(f"{NAMESPACE}column") or one.findtext(f"{NAMESPACE}field") or ""
            if by.endswith("QW_Status__c"):
                assert set((one.findtext(f"{NAMESPACE}value") or "").split(",")) <= set(Status)


def test_the_dashboard_shows_every_report_and_no_two_tiles_overlap() -> None:
    names = {path.removeprefix("reports/").removesuffix(".report-meta.xml") for path in REPORTS}
    assert set(said(FILES, ".dashboard-meta.xml", "report")) == names
    (root,) = (parsed(text) for path, text in FILES.items() if path.endswith(".dashboard-meta.xml"))
    taken = [
        (row, column)
        for tile in root.iter(f"{NAMESPACE}dashboardGridComponents")
        for row in span(tile, "rowIndex", "rowSpan")
        for column in span(tile, "columnIndex", "colSpan")
    ]
    assert len(taken) == len(set(taken))
    assert {column for _, column in taken} == set(range(12))


def span(tile: ET.Element, start: str, length: str) -> range:
    first, many = (int(tile.findtext(f"{NAMESPACE}{name}") or "") for name in (start, length))
    return range(first, first + many)


def test_nobodys_name_and_no_sharing_is_in_them() -> None:
    for path, text in FILES.items():
        if path.startswith(("reports", "dashboards")):
            assert not texts(parsed(text), "runningUser", "folderShares", "sharedTo", "owner"), path


@pytest.mark.parametrize("app", list(AppKind))
def test_without_reports_all_else_is_the_same(app: AppKind) -> None:
    whole, less = (project_files(wish(app=app, reports=reports)) for reports in Reports)
    gone = {path for path in set(whole) - set(less) if not path.startswith("uninstall")}
    assert gone == {
        path for path in whole if {"reports", "reportTypes", "dashboards", "listViews"} & set(path.split("/"))
    }
    assert not {"Dashboard", "ListView", "Report", "ReportType"} & set(
        members_of(source(reports=Reports.NONE))
    )


@pytest.mark.parametrize(
    ("path", "right", "wrong", "words"),
    [
        (
            "reports/Quotewright/QW_Expiring_Soon.report",
            "Quote$Name",
            "Quote.Name",
            "Invalid field name: Quote.Name",
        ),
        (
            "reports/Quotewright/QW_Expiring_Soon.report",
            "QW_Quotes__c",
            "QW_Nothing__c",
            "no ReportType named QW_Nothing",
        ),
        (
            "reportTypes/QW_Quote_Lines.reportType",
            "Quote.QuoteLineItems",
            "Quote.Lines",
            "no CustomObject named Quote.Lines",
        ),
        (
            "reportTypes/QW_Quotes.reportType",
            "QW_Release__c",
            "QW_Relaese__c",
            "no CustomField named Quote.QW_Relaese__c",
        ),
        (
            "objects/Quote/listViews/QW_Quotes.listView",
            KEY,
            "QW_Kye__c",
            "Could not resolve list view column: QW_Kye__c",
        ),
        (
            "dashboards/Quotewright/QW_Quotes.dashboard",
            "Quotewright/QW_Written",
            "Elsewhere/QW_Written",
            "no Report named Elsewhere/",
        ),
    ],
)
def test_an_org_refuses_them_where_a_name_is_wrong(path: str, right: str, wrong: str, words: str) -> None:
    spoiled = FILES[f"{path}-meta.xml"].replace(right.encode(), wrong.encode())
    files = {**FILES, f"{path}-meta.xml": spoiled}
    admin = Inside("admin")
    told = failures(deployed(admin, deployment_zip(files), checkOnly=True))
    assert any(words in one for one in told), told
