"""Permission sets of the roles, made from the field mapping: exactly the fields that are mapped, no more.

Fields of the org's own making (``…__c``) alone are named: who may see standard ones is the org's business.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from app.crm.mapping import OPPORTUNITY, FieldMapping, Formula
from app.crm.salesforce.connector.packed import tagged, written

REP: Final = "QW_Rep"
MARGIN: Final = "QW_Margin"
ROLES: Final = (REP, "QW_Approver", "QW_Operator")
_LABELS: Final = {
    REP: ("Quotewright Rep", "Makes quotes and writes them to opportunities."),
    "QW_Approver": (
        "Quotewright Approver",
        "Decides about quotes of others and reads what their records say.",
    ),
    "QW_Operator": (
        "Quotewright Operator",
        "Looks after quotes that stopped and reads what their records say.",
    ),
    MARGIN: ("Quotewright Margin", "Sees and writes the margin of quotes, beside another set."),
}
_MARGIN_FACT: Final = "quote.margin_percent"
_MARGIN_FIELD: Final = "QW_Margin_Percent__c"
# They follow the object that they belong to.
_DETAILS: Final = frozenset({"QuoteLineItem", "OpportunityLineItem"})
_RIGHTS: Final = ("Create", "Delete", "Edit", "Read")


@dataclass(frozen=True, slots=True)
class Rights:
    """Objects with what may be done to their records, and fields that may be written or only read."""

    objects: Mapping[str, tuple[str, ...]]
    editable: frozenset[str]
    readable: frozenset[str]


def permission_sets(mapping: FieldMapping) -> dict[str, bytes]:
    """Files by their paths below the source's folder."""
    files = {}
    for name in (*ROLES, MARGIN):
        root = _permission_set(name, rights_of(name, mapping))
        files[f"permissionsets/{name}.permissionset-meta.xml"] = written(root)
    return files


def rights_of(name: str, mapping: FieldMapping) -> Rights:
    margins = frozenset(_margins(mapping))
    if name == MARGIN:
        return Rights({mapping.quote.object: ("Read",)}, margins, margins)
    editable = frozenset(f"{entity}.{field}" for entity, field in mapping.written() if _own(field)) - margins
    readable = editable | {
        *(f"{entity}.{field}" for entity, field in mapping.read() if _own(field)),
        *_tier(mapping),
    }
    return Rights(_objects(name, mapping), editable if name == REP else frozenset(), readable)


def _objects(name: str, mapping: FieldMapping) -> dict[str, tuple[str, ...]]:
    rep = name == REP
    found: dict[str, tuple[str, ...]] = {
        "Account": ("Read",),
        OPPORTUNITY: ("Edit", "Read") if rep else ("Read",),
        "Pricebook2": ("Read",),
        "Product2": ("Read",),
    }
    for entity in (mapping.quote.object, mapping.lines.object):
        if entity not in found and entity not in _DETAILS:
            found[entity] = _RIGHTS if rep else ("Read",)
    return dict(sorted(found.items()))


def _margins(mapping: FieldMapping) -> Iterator[str]:
    """The field that ships for it, and whatever else a margin is written to."""
    yield f"{mapping.quote.object}.{_MARGIN_FIELD}"
    places: Iterable[tuple[str, Mapping[str, Formula]]] = (
        (mapping.quote.object, mapping.quote.fields),
        (mapping.lines.object, mapping.lines.fields),
        (OPPORTUNITY, mapping.opportunity.fields),
    )
    for entity, formulas in places:
        yield from (
            f"{entity}.{name}" for name, one in formulas.items() if _MARGIN_FACT in one.names and _own(name)
        )


def _tier(mapping: FieldMapping) -> Iterator[str]:
    """Of a path over one lookup the object is told by the lookup's name, as for standard ones."""
    steps = mapping.opportunity.customer_tier.split(".")
    if _own(steps[-1]) and len(steps) <= 2 and not steps[0].endswith("__r"):
        yield ".".join(steps if len(steps) == 2 else [OPPORTUNITY, steps[0]])


def _own(field: str) -> bool:
    return field.endswith("__c")


def _permission_set(name: str, rights: Rights) -> ET.Element:
    label, description = _LABELS[name]
    root = ET.Element(tagged("PermissionSet"))
    _put(root, {"description": description})
    for field in sorted(rights.readable):
        editable = str(field in rights.editable).lower()
        part = ET.SubElement(root, tagged("fieldPermissions"))
        _put(part, {"editable": editable, "field": field, "readable": "true"})
    _put(root, {"hasActivationRequired": "false", "label": label})
    for entity, allowed in rights.objects.items():
        part = ET.SubElement(root, tagged("objectPermissions"))
        _put(part, {f"allow{right}": str(right in allowed).lower() for right in _RIGHTS})
        _put(part, {"modifyAllRecords": "false", "object": entity, "viewAllRecords": "false"})
    return root


def _put(root: ET.Element, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        ET.SubElement(root, tagged(name)).text = text
