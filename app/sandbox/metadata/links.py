"""Components that name others: what they name has to be there, and what is named cannot go alone."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from . import xml
from .apps import EXTERNAL, OF_EXTERNAL
from .components import Component
from .kinds import BY_NAME
from .problems import Problem, nothing_named

_BUNDLE: Final = "AuraDefinitionBundle"
_PAGE: Final = "ApexPage"
_REPORT_TYPE: Final = "ReportType"
_ELEMENTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "Dashboard": (
        ("dashboardGridLayout/{*}dashboardGridComponents/{*}dashboardComponent/{*}report", "Report"),
    ),
    "Report": (("reportType", _REPORT_TYPE),),
    "QuickAction": (("lightningComponent", _BUNDLE),),
    "PermissionSet": (("pageAccesses/{*}apexPage", _PAGE),),
    **dict.fromkeys(OF_EXTERNAL, (("externalClientApplication", EXTERNAL),)),
}
"""By kind, (element, kind of what it names)."""
_LETTING_GO: Final = ("PermissionSet",)
"""Kinds that lose a right on what goes, and keep nothing from going."""

Key = tuple[str, str]


def _named_by(one: Component) -> Iterator[tuple[str, Key]]:
    """(element, what it names)."""
    kind = BY_NAME.get(one.kind)
    if kind is not None and kind.in_folder and "/" in one.name:
        yield "fullName", (one.kind, one.name.partition("/")[0])
    if one.kind not in _ELEMENTS:
        return
    try:
        root = one.element()
    except xml.BadXml:
        return
    for element, of in _ELEMENTS[one.kind]:
        for name in xml.texts(root, element):
            # Types of report of the org's own are named like its objects; others are not held here.
            if of != _REPORT_TYPE or name.endswith("__c"):
                yield element.rpartition("}")[2], (of, name.removesuffix("__c"))


def broken(
    before: Iterable[Component], coming: Iterable[Component], gone: Iterable[Component]
) -> Iterator[Problem]:
    """`before`: what the org holds; the package brings `coming` and takes `gone` away."""
    then = {(one.kind, one.name): one for one in [*before, *coming]}
    leaving = {(one.kind, one.name): one for one in gone}
    arriving = {(one.kind, one.name) for one in coming}
    staying = {key: one for key, one in then.items() if key not in leaving}
    for key, one in staying.items():
        for element, named in _named_by(one):
            if named in leaving and one.kind not in _LETTING_GO:
                words = f"This component is in use by {one.kind} {one.name}, so it cannot be deleted"
                yield Problem(leaving[named].file, *named, words)
            elif named not in staying and key in arriving:
                yield Problem(one.file, one.kind, one.name, nothing_named(element, *named))
