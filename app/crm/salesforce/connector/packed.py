"""The same components as the Metadata API takes them: one zip, objects in one piece each.

Words for the two lists and their order are those of the Metadata API Developer Guide, "package.xml".
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Final
from xml.etree import ElementTree as ET

from app.crm.salesforce.connector.source import (
    IN_FOLDERS,
    OBJECT,
    ConnectorUnreadable,
    Files,
    members_of,
    placed,
)

API_VERSION: Final = "67.0"
PACKAGE: Final = "package.xml"
REMOVAL: Final = "destructiveChanges.xml"
REMOVAL_FIRST: Final = "destructiveChangesPre.xml"
# What names fields and types of reports goes before they do.
_GOES_FIRST: Final = frozenset({"Dashboard", "ListView", "Report"})
# In a zip the name says when it counts; the vendor's command is told by its option.
_AFTERWARDS: Final = "destructiveChangesPost.xml"
_NAMESPACE: Final = "http://soap.sforce.com/2006/04/metadata"


def deployment_zip(source: Files) -> bytes:
    """The same bytes for the same source. Raises ConnectorUnreadable."""
    return _zipped({**metadata_files(source), PACKAGE: package_list(members_of(source))})


def removal_zip(source: Files) -> bytes:
    """Takes the same components away again."""
    return removal_of(members_of(source))


def removal_of(members: Mapping[str, Iterable[str]]) -> bytes:
    lists = removal_lists(members)
    return _zipped({_AFTERWARDS if name == REMOVAL else name: text for name, text in lists.items()})


def removal_lists(members: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    """By their names: an empty package, what goes first, and the rest."""
    first = {kind: names for kind, names in members.items() if kind in _GOES_FIRST}
    rest = {kind: names for kind, names in members.items() if kind not in _GOES_FIRST}
    lists = {PACKAGE: package_list({}), REMOVAL: package_list(rest)}
    return lists | ({REMOVAL_FIRST: package_list(first)} if first else {})


def metadata_files(source: Files) -> dict[str, bytes]:
    """By their paths in the zip, without the list of them. Raises ConnectorUnreadable."""
    found: dict[str, bytes] = {}
    objects: dict[str, ET.Element] = {}
    for path in sorted(source):
        one = placed(path)
        if not one.part:
            found[one.target] = source[path]
            continue
        whole = objects.setdefault(one.target, ET.Element(tagged(OBJECT)))
        root = _read(path, source[path])
        if one.part == OBJECT:
            whole[:0] = list(root)
        else:
            root.tag = tagged(one.part)
            whole.append(root)
    return found | {path: written(root) for path, root in objects.items()}


def package_list(members: Mapping[str, Iterable[str]]) -> bytes:
    """A ``package.xml``, or what stands in its place for components that are to go."""
    root = ET.Element(tagged("Package"))
    for kind, names in members.items():
        types = ET.SubElement(root, tagged("types"))
        for name in names:
            ET.SubElement(types, tagged("members")).text = _listed(kind, name)
        ET.SubElement(types, tagged("name")).text = kind
    ET.SubElement(root, tagged("version")).text = API_VERSION
    return written(root)


def _listed(kind: str, name: str) -> str:
    """A folder's name ends in a slash, as the vendor's library has it."""
    return f"{name}/" if kind in IN_FOLDERS and "/" not in name else name


def _read(path: str, text: bytes) -> ET.Element:
    try:
        return ET.fromstring(text)  # noqa: S314 - files of our own, made from the templates that we ship
    except ET.ParseError as error:
        raise ConnectorUnreadable(f"{path} is no XML: {error}. Make the connector's files anew.") from None


def written(root: ET.Element) -> bytes:
    """As a file of the org's."""
    ET.register_namespace("", _NAMESPACE)
    ET.indent(root, "    ")
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"


def tagged(name: str) -> str:
    """In the namespace of the org's metadata."""
    return f"{{{_NAMESPACE}}}{name}"


def _zipped(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(files):
            made.writestr(zipfile.ZipInfo(path), files[path], zipfile.ZIP_DEFLATED)
    return out.getvalue()
