"""Whether each component of a package could be in the org, together with the others of it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final
from xml.etree import ElementTree as ET

from app.sandbox.schema import base_tables

from . import xml
from .archive import PACKAGE, Archive
from .components import ELEMENTS, Component
from .fields import NAME, FieldInvalid, row_of
from .kinds import BY_NAME, CHILDREN, FIELD, NAMESPACE, OBJECT
from .problems import Problem, invalid_element, nothing_named
from .reporting import is_folder, of_dashboard, of_list_view, of_report, of_report_type

Tables = Mapping[str, Mapping[str, Any]]
_PERMISSION_SET: Final = "PermissionSet"
ADDRESS: Final = re.compile(
    r"(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:[0-9]{1,5})?(/[!-~]*)?", re.IGNORECASE
)
"""Of a canvas: over TLS, or on this machine."""


def against_manifest(
    archive: Archive, found: Iterable[Component], *, missing_allowed: bool
) -> Iterator[Problem]:
    """What the manifest names and the zip does not have, and the reverse."""
    there = {(one.kind, one.name): one for one in found}
    for kind in archive.package.members:
        if kind not in BY_NAME and kind not in CHILDREN:
            yield Problem(PACKAGE, "", kind, f"Unknown type name '{kind}' specified in package.xml")
    for kind, name in archive.package.pairs:
        known = kind in BY_NAME or kind in CHILDREN
        if known and name != "*" and (kind, name) not in there and not missing_allowed:
            words = f"An object '{name}' of type {kind} was named in package.xml, but was not found in "
            yield Problem(PACKAGE, kind, name, f"{words}zipped directory")
    for one in there.values():
        if not is_named(archive, one) and not (one.kind == OBJECT and not _says_anything(one)):
            yield Problem(one.file, one.kind, one.name, "Not in package.xml, so left out", warning=True)


def is_named(archive: Archive, one: Component) -> bool:
    """An object that the manifest names brings all within it."""
    package = archive.package
    parent = one.name.partition(".")[0]
    return package.names(one.kind, one.name) or (one.kind in CHILDREN and package.names(OBJECT, parent))


def _says_anything(of: Component) -> bool:
    return len(of.element()) > 0


def problems_of(one: Component, tables: Tables) -> Iterator[Problem]:
    """`tables`: those of the org as it would be, as far as objects and fields can be read."""
    kind = BY_NAME.get(one.kind)
    try:
        if kind is not None and kind.bundle:
            yield from _of_bundle(one)
            return
        if kind is not None and kind.meta and f"{one.file}-meta.xml" not in one.files:
            yield _problem(one, f"The metadata file {one.file}-meta.xml is missing")
            return
        root = xml.read(one.files[f"{one.file}-meta.xml" if kind is not None and kind.meta else one.file])
    except xml.BadXml as bad:
        yield Problem(one.file, one.kind, one.name, f"Error parsing file: {bad.words}", bad.line, bad.column)
        return
    wanted = ELEMENTS.get(one.kind, one.kind)
    if kind is not None and kind.in_folder and is_folder(one):
        wanted = f"{one.kind}Folder"
    if xml.local(root) != wanted or not xml.is_ours(root):
        yield _problem(one, invalid_element(xml.local(root), one.kind, NAMESPACE))
        return
    check = _CHECKS.get(one.kind)
    for words in check(one, root, tables) if check else ():
        yield _problem(one, words)


def _problem(one: Component, words: str) -> Problem:
    return Problem(one.file, one.kind, one.name, words)


def _of_bundle(one: Component) -> Iterator[Problem]:
    for path, text in one.files.items():
        if path.endswith("-meta.xml"):
            try:
                xml.read(text)
            except xml.BadXml as bad:
                words = f"Error parsing file: {bad.words}"
                yield Problem(path, one.kind, one.name, words, bad.line, bad.column)


def _of_field(one: Component, root: ET.Element, tables: Tables) -> Iterator[str]:
    entity = one.name.partition(".")[0]
    if entity not in tables:
        yield nothing_named("fullName", OBJECT, entity)
        return
    try:
        row_of(root, known=tables.__contains__)
    except FieldInvalid as invalid:
        yield str(invalid)


def _of_object(one: Component, root: ET.Element, _tables: Tables) -> Iterator[str]:
    if one.name in base_tables():
        return
    event = one.name.endswith("__e")
    if not NAME.fullmatch(one.name.removesuffix("__e") + "__c" if event else one.name):
        yield f"Entity of type 'CustomObject' named '{one.name}' cannot be found"
        return
    own = ("eventType",) if event else ("nameField", "sharingModel")
    needed = ("label", "pluralLabel", "deploymentStatus", *own)
    missing = [name for name in needed if root.find(f"{{*}}{name}") is None]
    if missing:
        yield f"Required fields are missing: [{', '.join(f'CustomObject.{name}' for name in missing)}]"


def _of_permission_set(_one: Component, root: ET.Element, tables: Tables) -> Iterator[str]:
    if not xml.text(root, "label"):
        yield "Required fields are missing: [PermissionSet.label]"
    for given in root.findall("{*}objectPermissions"):
        if xml.text(given, "object") not in tables:
            yield nothing_named("object", OBJECT, xml.text(given, "object"))
    for given in root.findall("{*}fieldPermissions"):
        name = xml.text(given, "field")
        entity, _, field = name.partition(".")
        if field not in tables.get(entity, {"fields": {}})["fields"]:
            yield nothing_named("field", FIELD, name)


def _of_canvas(one: Component, root: ET.Element, _tables: Tables) -> Iterator[str]:
    for address in root.findall(".//{*}canvasUrl"):
        if not ADDRESS.fullmatch((address.text or "").strip()):
            yield f"Invalid canvas URL on {one.name}: an absolute https address is needed"


_CHECKS: Final[Mapping[str, Callable[[Component, ET.Element, Tables], Iterator[str]]]] = {
    FIELD: _of_field,
    OBJECT: _of_object,
    _PERMISSION_SET: _of_permission_set,
    "ConnectedApp": _of_canvas,
    "Dashboard": of_dashboard,
    "ListView": of_list_view,
    "Report": of_report,
    "ReportType": of_report_type,
    "ExtlClntAppCanvasSettings": _of_canvas,
}
