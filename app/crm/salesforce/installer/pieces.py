"""A zip of the Metadata API taken apart into components, and what each of them says.

What an org gives back is another spelling of what it was given: other order, defaults filled in. So two texts
of the org are compared by digest, regardless of order and white space, and ours with the org's by whether the
latter says all that ours says.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any, Final
from xml.etree import ElementTree as ET

from app.crm.installation import Component, Likeness
from app.crm.salesforce.connector import KINDS, OBJECT, PARTS
from app.crm.salesforce.installer.soap import parsed

META: Final = "-meta.xml"
_OBJECTS: Final = "objects"
_MOST_FILES: Final = 5_000
_MOST_BYTES: Final = 32 * 1024 * 1024

Files = Mapping[str, bytes]
Said = Any
"""What is said: (name, text, parts) of an element, or the text of a file that is no XML."""


class ArchiveUnreadable(Exception):
    """Not the zip that an org gives."""


def unpacked(data: bytes) -> dict[str, bytes]:
    """Raises ArchiveUnreadable, also for more than any connector needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            entries = [one for one in opened.infolist() if not one.is_dir()]
            if len(entries) > _MOST_FILES or sum(one.file_size for one in entries) > _MOST_BYTES:
                raise ArchiveUnreadable
            return {one.filename.removeprefix("unpackaged/"): opened.read(one) for one in entries}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        raise ArchiveUnreadable from None


def pieces(files: Files) -> dict[Component, dict[str, Said]]:
    """What each component says, by its files. What is of no kind of the connector's is left out."""
    found: dict[Component, dict[str, Said]] = {}
    for path, text in files.items():
        for component, file, said in _of_file(path, text):
            found.setdefault(component, {})[file] = said
    return found


def _of_file(path: str, text: bytes) -> Iterator[tuple[Component, str, Said]]:
    folder, _, rest = path.partition("/")
    if folder == _OBJECTS and rest.endswith(".object"):
        yield from _of_object(rest.removesuffix(".object"), path, text)
        return
    kind = KINDS.get(folder)
    if kind is None or not rest:
        return
    name = rest.partition("/")[0] if kind.bundle else rest.removesuffix(META).removesuffix(f".{kind.suffix}")
    yield Component(kind.name, name), path, _said(text)


def _of_object(entity: str, path: str, text: bytes) -> Iterator[tuple[Component, str, Said]]:
    """The parts of an object by themselves, and the object without them, where it says anything then."""
    try:
        root = parsed(text)
    except ValueError:
        return
    for part in list(root):
        kind = PARTS.get(_local(part))
        if kind is not None:
            name = next((one.text or "" for one in part if _local(one) == "fullName"), "")
            yield Component(kind.name, f"{entity}.{name.strip()}"), path, _spoken(part)
            root.remove(part)
    if len(root):
        yield Component(OBJECT, entity), path, _spoken(root)


def _said(text: bytes) -> Said:
    try:
        return _spoken(parsed(text))
    except ValueError:
        return "\n".join(line.rstrip() for line in text.decode("utf-8", "replace").split("\n")).strip()


def _spoken(element: ET.Element) -> Said:
    parts = sorted((_spoken(one) for one in element), key=_spelled)
    return [_local(element), (element.text or "").strip(), parts]


def _spelled(said: Said) -> str:
    return json.dumps(said, ensure_ascii=True)


def _local(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def digest(said: Mapping[str, Said]) -> str:
    return sha256(_spelled(sorted(said.items())).encode()).hexdigest()


def likeness(ours: Mapping[str, Said], theirs: Mapping[str, Said]) -> Likeness:
    if ours.keys() <= theirs.keys() and all(_within(said, theirs[file]) for file, said in ours.items()):
        return Likeness.SAYS_OURS
    return Likeness.DIFFERS


def _within(ours: Said, theirs: Said) -> bool:
    """Each part of ours has one of theirs, and none twice."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return bool(ours == theirs)
    if ours[:2] != theirs[:2]:
        return False
    left = list(theirs[2])
    for part in ours[2]:
        # The same one first: else a part that says less could take the place of one that says more.
        match = part if part in left else next((one for one in left if _within(part, one)), None)
        if match is None:
            return False
        left.remove(match)
    return True
