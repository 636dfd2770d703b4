"""Components that the org holds, packed as they could be deployed again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree as ET

from app.sandbox.database import Database
from app.sandbox.day import Day
from app.sandbox.schema import base_tables

from . import archive, kept, manifest, xml
from .components import ELEMENTS, Component
from .kinds import BY_NAME, CHILDREN, FIELD, OBJECT
from .manifest import WILDCARD, Manifest

_TYPES: Final = {
    "boolean": "Checkbox",
    "currency": "Currency",
    "date": "Date",
    "datetime": "DateTime",
    "double": "Number",
    "email": "Email",
    "percent": "Percent",
    "phone": "Phone",
    "picklist": "Picklist",
    "string": "Text",
    "textarea": "LongTextArea",
    "url": "Url",
}


@dataclass(frozen=True, slots=True)
class Retrieved:
    """`members`: what is in it, by kind; `messages`: file and words."""

    zip: bytes
    components: tuple[Component, ...]
    messages: tuple[tuple[str, str], ...]


def retrieve(database: Database, wanted: Manifest, *, version: str, root: str = "") -> Retrieved:
    """`root`: the folder of the package in the zip."""
    held = {(one.kind, one.name): one for one in [*_of_first_day(database.day), *kept.all_of(database)]}
    found, messages = dict[tuple[str, str], Component](), list[tuple[str, str]]()
    for kind, name in wanted.pairs:
        if kind not in BY_NAME and kind not in CHILDREN:
            messages.append(("package.xml", f"Unknown type name '{kind}' specified in package.xml"))
            continue
        matching = {key: one for key, one in held.items() if key[0] == kind and name in (key[1], WILDCARD)}
        if not matching and name != WILDCARD:
            messages.append(("package.xml", f"Entity of type '{kind}' named '{name}' cannot be found"))
        found |= matching
        if kind == OBJECT:
            found |= _within(held, {key[1] for key in matching})
    files = dict(_files(found.values()))
    members: dict[str, list[str]] = {}
    for kind, name in found:
        members.setdefault(kind, []).append(name)
    files[archive.PACKAGE] = manifest.written(members, version)
    packed = archive.packed({f"{root}{path}": text for path, text in files.items()})
    return Retrieved(packed, tuple(found.values()), tuple(messages))


def _within(held: Mapping[tuple[str, str], Component], objects: set[str]) -> dict[tuple[str, str], Component]:
    return {
        key: one for key, one in held.items() if key[0] in CHILDREN and key[1].partition(".")[0] in objects
    }


def _files(components: Iterable[Component]) -> Iterator[tuple[str, bytes]]:
    """What lies in one object's file comes together again."""
    objects: dict[str, ET.Element] = {}
    for one in components:
        if one.kind != OBJECT and one.kind not in CHILDREN:
            yield from one.files.items()
            continue
        root = objects.setdefault(one.file, ET.Element(xml.tag(OBJECT)))
        if one.kind == OBJECT:
            root.extend(list(one.element()))
        else:
            root.append(one.element())
    for path, root in objects.items():
        root[:] = sorted(root, key=lambda part: (xml.local(part), xml.text(part, "fullName")))
        yield path, xml.written(root)


def _of_first_day(day: Day) -> Iterator[Component]:
    """Standard objects and the custom fields that the org is seeded with."""
    for entity, table in base_tables(day).items():
        file = f"objects/{entity}.object"
        yield Component(OBJECT, entity, file, {file: xml.written(ET.Element(xml.tag(OBJECT)))})
        for name, row in table["fields"].items():
            if name.endswith("__c"):
                yield Component(FIELD, f"{entity}.{name}", file, {file: xml.written(_field(name, row))})


def _field(name: str, row: Mapping[str, Any]) -> ET.Element:
    root = ET.Element(xml.tag(ELEMENTS[FIELD]))
    label = row.get("label") or name.removesuffix("__c").replace("_", " ")
    said: dict[str, Any] = {"fullName": name}
    if row.get("external"):
        said["externalId"] = "true"
    said["label"] = label
    if row.get("length") and row["type"] in ("string", "textarea"):
        said["length"] = row["length"]
    if row["type"] in ("double", "currency", "percent"):
        said |= {"precision": row.get("precision", 18), "scale": row.get("scale", 2)}
    said["type"] = _TYPES[row["type"]]
    if row.get("unique"):
        said["unique"] = "true"
    for key, value in said.items():
        ET.SubElement(root, xml.tag(key)).text = str(value)
    return root
