"""Whether list views, report types, reports and dashboards speak of objects and fields that there are.

A report on a type of report of the org's own names a field as `Object$Field`, one of a child object as
`Object.Children$Field`; with a dot before the field it is refused, as an org does.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from . import xml
from .components import Component
from .kinds import FIELD, OBJECT
from .problems import nothing_named

Tables = Mapping[str, Mapping[str, Any]]
_SYSTEM: Final = frozenset({"Id", "CreatedBy", "CreatedDate", "LastModifiedBy", "LastModifiedDate", "Owner"})
_LONGEST_LABEL: Final = 40
_COLUMNS: Final = (
    "columns/{*}field",
    "groupingsDown/{*}field",
    "groupingsAcross/{*}field",
    "filter/{*}criteriaItems/{*}column",
    "chart/{*}groupingColumn",
    "chart/{*}chartSummaries/{*}column",
    "timeFrameFilter/{*}dateColumn",
)
_ROWS: Final = "RowCount"


def of_list_view(one: Component, root: ET.Element, tables: Tables) -> Iterator[str]:
    entity = one.name.partition(".")[0]
    if entity not in tables:
        yield nothing_named("fullName", OBJECT, entity)
        return
    yield from _missing(root, "ListView", ("filterScope", "label"))
    if len(xml.text(root, "label")) > _LONGEST_LABEL:
        yield f"List view label is too long: {xml.text(root, 'label')}"
    for name in [*xml.texts(root, "columns"), *xml.texts(root, "filters/{*}field")]:
        if name.endswith("__c") and not _has(tables, entity, name):
            yield f"Could not resolve list view column: {name}"


def of_report_type(_one: Component, root: ET.Element, tables: Tables) -> Iterator[str]:
    base = xml.text(root, "baseObject")
    yield from _missing(root, "ReportType", ("baseObject", "deployed", "label"))
    if base not in tables:
        yield nothing_named("baseObject", OBJECT, base)
        return
    for column in root.findall("{*}sections/{*}columns"):
        path, name = xml.text(column, "table"), xml.text(column, "field")
        entity = entity_at(path, tables)
        if entity is None or path.partition(".")[0] != base:
            yield nothing_named("table", OBJECT, path)
        elif not _has(tables, entity, name):
            yield nothing_named("field", FIELD, f"{entity}.{name}")


def of_report(one: Component, root: ET.Element, tables: Tables) -> Iterator[str]:
    if is_folder(one):
        yield from _missing(root, "ReportFolder", ("name",))
        return
    yield from _missing(root, "Report", ("format", "name", "reportType"))
    if not xml.text(root, "reportType").endswith("__c"):
        return
    for place in _COLUMNS:
        for name in xml.texts(root, place):
            path, _, field = name.partition("$")
            entity = entity_at(path, tables)
            if name != _ROWS and (entity is None or not _has(tables, entity, field)):
                yield f"Invalid field name: {name}"


def of_dashboard(one: Component, root: ET.Element, _tables: Tables) -> Iterator[str]:
    needed = ("name",) if is_folder(one) else ("title", "textColor", "titleColor", "titleSize")
    yield from _missing(root, "DashboardFolder" if is_folder(one) else "Dashboard", needed)


def is_folder(one: Component) -> bool:
    return "/" not in one.name


def entity_at(path: str, tables: Tables) -> str | None:
    """The object at the end of a way from an object over its children."""
    entity, *steps = path.split(".")
    for step in steps:
        found = [
            name
            for name, table in tables.items()
            for row in table["fields"].values()
            if row.get("to") == entity and row.get("children") == step
        ]
        if not found:
            return None
        entity = found[0]
    return entity if entity in tables else None


def _has(tables: Tables, entity: str, name: str) -> bool:
    """A lookup is named without its `Id`, or by a field of what it leads to."""
    fields, first = tables[entity]["fields"], name.partition(".")[0]
    return first in fields or f"{first}Id" in fields or first in _SYSTEM


def _missing(root: ET.Element, kind: str, names: tuple[str, ...]) -> Iterator[str]:
    missing = [f"{kind}.{name}" for name in names if not xml.text(root, name)]
    if missing:
        yield f"Required fields are missing: [{', '.join(missing)}]"
