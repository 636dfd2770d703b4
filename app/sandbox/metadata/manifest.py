"""`package.xml`, and the lists of what is to go: which components of which kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from . import xml

WILDCARD = "*"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Members by the name of their kind; `version` as it was written."""

    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: str = ""

    def names(self, kind: str, name: str) -> bool:
        members = self.members.get(kind, ())
        return name in members or WILDCARD in members

    @property
    def pairs(self) -> Iterable[tuple[str, str]]:
        return ((kind, name) for kind, names in self.members.items() for name in names)


def read(data: bytes) -> Manifest:
    """Raises BadXml."""
    return of_element(xml.read(data))


def of_element(root: ET.Element) -> Manifest:
    """Of a `Package`, or of what stands in its place in a retrieve request."""
    members: dict[str, list[str]] = {}
    for types in root.findall("{*}types"):
        # A folder of reports may be written with a slash at its end.
        names = (name.removesuffix("/") for name in xml.texts(types, "members"))
        members.setdefault(xml.text(types, "name"), []).extend(names)
    return Manifest({kind: tuple(names) for kind, names in members.items()}, xml.text(root, "version"))


def written(members: Mapping[str, Iterable[str]], version: str) -> bytes:
    root = ET.Element(xml.tag("Package"))
    for kind in sorted(members):
        types = ET.SubElement(root, xml.tag("types"))
        for name in sorted(members[kind]):
            ET.SubElement(types, xml.tag("members")).text = name
        ET.SubElement(types, xml.tag("name")).text = kind
    ET.SubElement(root, xml.tag("version")).text = version
    return xml.written(root)
