"""A custom field as metadata states it, and as the org's schema has it.

Limits are those of the Metadata API's documentation of CustomField.
"""

import re
from collections.abc import Callable
from typing import Any, Final
from xml.etree import ElementTree as ET

from . import xml
from .kinds import FIELD, NAMESPACE
from .problems import invalid_element, nothing_named

Row = dict[str, Any]
NAME: Final = re.compile(r"[A-Za-z](?:_?[A-Za-z0-9])*__c")
_ELEMENTS: Final = (
    "fullName label type length precision scale required unique externalId caseSensitive",
    "defaultValue description inlineHelpText visibleLines valueSet referenceTo relationshipName",
    "relationshipLabel relationshipOrder deleteConstraint reparentableMasterDetail",
    "writeRequiresMasterRead displayFormat startingNumber formula formulaTreatBlanksAs",
    "trackHistory trackTrending trackFeedHistory securityClassification businessOwnerGroup",
    "businessStatus complianceGroup externalDeveloperName isFilteringDisabled isNameField",
    "isSortingDisabled stripMarkup encryptionScheme maskChar maskType summarizedField",
    "summaryOperation summaryForeignKey summaryFilterItems lookupFilter",
    "metadataRelationshipControllingField populateExistingRows",
)
_ALLOWED: Final = frozenset(name for line in _ELEMENTS for name in line.split())
_PLAIN: Final = {
    "Date": "date",
    "DateTime": "datetime",
    "Email": "email",
    "Phone": "phone",
    "Url": "url",
    "TextArea": "textarea",
}
_LENGTHS: Final = {"Email": 80, "Phone": 40, "Url": 255, "TextArea": 255}
_NUMBERS: Final = {"Number": "double", "Currency": "currency", "Percent": "percent"}
_LONG: Final = {"LongTextArea": (256, 131_072), "Html": (256, 131_072), "Text": (1, 255)}


class FieldInvalid(Exception):
    pass


def row_of(element: ET.Element, *, known: Callable[[str], bool]) -> Row:
    """As a table file of the schema has it. `known`: whether there is an object of that name.

    Raises FieldInvalid.
    """
    for one in element:
        if xml.local(one) not in _ALLOWED:
            raise FieldInvalid(invalid_element(xml.local(one), FIELD, NAMESPACE))
    name, kind, label = (xml.text(element, part) for part in ("fullName", "type", "label"))
    if not NAME.fullmatch(name) or len(name) > 43:
        raise FieldInvalid("The field name you provided is not a custom field's, such as Delivery_Week__c")
    if not label:
        raise FieldInvalid("Required fields are missing: [CustomField.label]")
    if not kind:
        raise FieldInvalid("Required fields are missing: [CustomField.type]")
    row = _typed(element, kind, known)
    if xml.text(element, "formula"):
        return {**row, "label": label, "access": "read", "calculated": True}
    kept = {
        "label": label,
        "required": xml.flag(element, "required"),
        "unique": xml.flag(element, "unique"),
        "external": xml.flag(element, "externalId"),
    }
    return {**row, **{key: value for key, value in kept.items() if value}}


def _typed(element: ET.Element, kind: str, known: Callable[[str], bool]) -> Row:
    if kind in _PLAIN:
        return {"type": _PLAIN[kind], "length": _LENGTHS.get(kind, 0)}
    if kind in _LONG:
        return {"type": "string" if kind == "Text" else "textarea", "length": _length(element, *_LONG[kind])}
    if kind in _NUMBERS:
        return _number(element, _NUMBERS[kind])
    match kind:
        case "Checkbox":
            return {"type": "boolean"}
        case "Picklist" | "MultiselectPicklist":
            return _picklist(element, "picklist" if kind == "Picklist" else "multipicklist")
        case "Lookup" | "MasterDetail":
            return _reference(element, known, owned=kind == "MasterDetail")
        case "AutoNumber":
            return {"type": "string", "length": 30, "access": "read", "auto": True}
    raise FieldInvalid(f"The sandbox has no fields of the type {kind[:40]}")


def _length(element: ET.Element, least: int, most: int) -> int:
    if xml.text(element, "formula"):
        return most
    length = _whole(element, "length")
    if not least <= length <= most:
        raise FieldInvalid(f"The length of the field must be between {least} and {most}")
    return length


def _number(element: ET.Element, kind: str) -> Row:
    precision, scale = _whole(element, "precision"), _whole(element, "scale")
    if not (1 <= precision <= 18 and 0 <= scale <= precision):
        raise FieldInvalid("Field precision is at most 18, and the scale lies between 0 and the precision")
    return {"type": kind, "precision": precision, "scale": scale}


def _picklist(element: ET.Element, kind: str) -> Row:
    values = element.findall("{*}valueSet/{*}valueSetDefinition/{*}value")
    names = [xml.text(one, "fullName") for one in values]
    if not names:
        raise FieldInvalid("You must specify a valueSet with at least one value for a picklist field")
    if len(set(map(str.lower, names))) < len(names):
        raise FieldInvalid("Duplicate value in the picklist")
    default = next((xml.text(one, "fullName") for one in values if xml.flag(one, "default")), None)
    valued = element.find("{*}valueSet")
    restricted = valued is not None and xml.flag(valued, "restricted")
    row = {"type": kind, "values": names, "open": not restricted}
    return {**row, **({"default": default} if default else {})}


def _reference(element: ET.Element, known: Callable[[str], bool], *, owned: bool) -> Row:
    parent, relationship = xml.text(element, "referenceTo"), xml.text(element, "relationshipName")
    if not known(parent):
        raise FieldInvalid(nothing_named("referenceTo", "CustomObject", parent))
    own = xml.text(element, "fullName").removesuffix("__c") + "__r"
    row: Row = {"type": "reference", "to": parent, "relationship": own, "required": owned, "cascade": owned}
    if owned and not relationship:
        raise FieldInvalid("Must specify a relationshipName for a master-detail field")
    return {**row, **({"children": f"{relationship}__r"} if relationship else {})}


def _whole(element: ET.Element, name: str) -> int:
    said = xml.text(element, name)
    if not said:
        raise FieldInvalid(f"Required fields are missing: [CustomField.{name}]")
    if not re.fullmatch("[0-9]{1,7}", said):
        raise FieldInvalid(f"'{said[:40]}' is not a valid value for the type xsd:int")
    return int(said)
