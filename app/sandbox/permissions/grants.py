"""What a deployed profile or permission set says about objects and fields."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from app.sandbox.metadata import xml
from app.sandbox.metadata.components import Component


@dataclass(frozen=True, slots=True)
class OnObject:
    """Whoever may do anything to records may read them."""

    read: bool = False
    create: bool = False
    edit: bool = False
    delete: bool = False

    def __or__(self, other: "OnObject") -> "OnObject":
        return OnObject(
            self.read or other.read,
            self.create or other.create,
            self.edit or other.edit,
            self.delete or other.delete,
        )


@dataclass(frozen=True, slots=True)
class OnField:
    read: bool = False
    edit: bool = False

    def __or__(self, other: "OnField") -> "OnField":
        return OnField(self.read or other.read, self.edit or other.edit)


NOTHING: Final = OnObject()
READING: Final = OnObject(read=True)
EVERYTHING: Final = OnObject(True, True, True, True)
HIDDEN: Final = OnField()
OPEN: Final = OnField(True, True)


@dataclass(frozen=True, slots=True)
class Grants:
    """Of one profile or permission set; fields by `Object.Field`."""

    objects: Mapping[str, OnObject]
    fields: Mapping[str, OnField]


NO_GRANTS: Final = Grants({}, {})


def grants_of(component: Component) -> Grants:
    """Raises BadXml."""
    root = component.element()
    return Grants(dict(_objects(root)), dict(_fields(root)))


def _objects(root: ET.Element) -> Iterator[tuple[str, OnObject]]:
    for given in root.findall("{*}objectPermissions"):
        create, edit, delete = (xml.flag(given, f"allow{word}") for word in ("Create", "Edit", "Delete"))
        read = xml.flag(given, "allowRead") or create or edit or delete
        yield xml.text(given, "object"), OnObject(read, create, edit, delete)


def _fields(root: ET.Element) -> Iterator[tuple[str, OnField]]:
    for given in root.findall("{*}fieldPermissions"):
        edit = xml.flag(given, "editable")
        yield xml.text(given, "field"), OnField(xml.flag(given, "readable") or edit, edit)
