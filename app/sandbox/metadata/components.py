"""The components of a zip: whole files, folders of files, and what lies in the file of an object."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as ET

from . import xml
from .kinds import BY_FOLDER, FIELD, NAMESPACE, OBJECT, Kind
from .problems import Problem, invalid_element

_META: Final = "-meta.xml"
_WITHIN: Final = {
    "fields": FIELD,
    "listViews": "ListView",
    "validationRules": "ValidationRule",
    "webLinks": "WebLink",
}
"""Elements of an object's file that are components of their own."""
ELEMENTS: Final = {kind: element for element, kind in _WITHIN.items()}


@dataclass(frozen=True, slots=True)
class Component:
    """`file` names it in messages. `files` by their path in the zip; what lies in an object's file has its
    own element there, under that path.
    """

    kind: str
    name: str
    file: str
    files: Mapping[str, bytes]

    def element(self) -> ET.Element:
        """That of its one file. Raises BadXml."""
        return xml.read(self.files[self.file])


def found_in(files: Mapping[str, bytes]) -> tuple[list[Component], list[Problem]]:
    found, problems = list[Component](), list[Problem]()
    for folder, paths in _by_folder(files).items():
        kind = BY_FOLDER.get(folder)
        if kind is None:
            words = "No kind of component that the sandbox knows lies in this folder"
            problems += [Problem(path, "", path, words) for path in paths]
        elif kind.bundle:
            found += _bundles(kind, {path: files[path] for path in paths})
        else:
            for one in _singles(kind, {path: files[path] for path in paths}):
                for part in _parts(one) if kind.name == OBJECT else (one,):
                    (problems if isinstance(part, Problem) else found).append(part)  # type: ignore[arg-type]  # each goes to its own list
    return found, problems


def _by_folder(files: Mapping[str, bytes]) -> dict[str, list[str]]:
    folders: dict[str, list[str]] = {}
    for path in sorted(files):
        folders.setdefault(path.partition("/")[0] if "/" in path else "", []).append(path)
    return folders


def _bundles(kind: Kind, files: Mapping[str, bytes]) -> Iterator[Component]:
    bundles: dict[str, dict[str, bytes]] = {}
    for path, text in files.items():
        _, name, *rest = path.split("/")
        if rest:
            bundles.setdefault(name, {})[path] = text
    for name, own in bundles.items():
        yield Component(kind.name, name, f"{kind.folder}/{name}", own)


def _singles(kind: Kind, files: Mapping[str, bytes]) -> Iterator[Component]:
    for path, text in files.items():
        if path.endswith(_META):
            if kind.in_folder and path.count("/") == 1:
                folder = path.partition("/")[2].removesuffix(_META)
                yield Component(kind.name, folder, path, {path: text})
            continue
        name = path.partition("/")[2].removesuffix(f".{kind.suffix}")
        meta = path + _META
        yield Component(kind.name, name, path, {path: text, **({meta: files[meta]} if meta in files else {})})


def _parts(of: Component) -> Iterator[Component | Problem]:
    """The object without them, then the components within it."""
    try:
        root = of.element()
    except xml.BadXml as bad:
        yield Problem(of.file, of.kind, of.name, f"Error parsing file: {bad.words}", bad.line, bad.column)
        return
    if xml.local(root) != OBJECT or not xml.is_ours(root):
        yield Problem(of.file, of.kind, of.name, invalid_element(xml.local(root), OBJECT, NAMESPACE))
        return
    inside = [(one, _WITHIN[xml.local(one)]) for one in root if xml.local(one) in _WITHIN]
    for one, _ in inside:
        root.remove(one)
    yield Component(of.kind, of.name, of.file, {of.file: xml.written(root)})
    for one, kind in inside:
        one.tail = None
        name = f"{of.name}.{xml.text(one, 'fullName')}"
        yield Component(kind, name, of.file, {of.file: xml.written(one)})
