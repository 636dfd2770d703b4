"""The zip of a deployment: its files, what it says it holds, and what is to go."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from . import manifest
from .manifest import Manifest
from .xml import BadXml

MOST_FILES: Final = 10_000
MOST_BYTES: Final = 64 * 1024 * 1024
"""Uncompressed."""
PACKAGE: Final = "package.xml"
# A password, a packing of another kind, and what its own packing says of broken bytes.
_UNREADABLE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
)
_DESTROYED: Final = ("destructiveChangesPre.xml", "destructiveChanges.xml", "destructiveChangesPost.xml")


class BadArchive(Exception):
    """The zip as a whole cannot be deployed; `file`: what of it is wrong."""

    def __init__(self, words: str, file: str = PACKAGE) -> None:
        super().__init__(words)
        self.words = words
        self.file = file


@dataclass(frozen=True, slots=True)
class Archive:
    """Files by their path below the package; `destroyed`: what is to go, by the file that says so."""

    files: Mapping[str, bytes]
    package: Manifest
    destroyed: Mapping[str, Manifest]


def read(data: bytes) -> Archive:
    """Raises BadArchive."""
    files = _files(data)
    root = _root(files)
    inside = {path.removeprefix(root): text for path, text in files.items() if path.startswith(root)}
    own = (PACKAGE, *_DESTROYED)
    return Archive(
        {path: text for path, text in inside.items() if path not in own},
        _manifest(inside[PACKAGE], PACKAGE),
        {name: _manifest(inside[name], name) for name in _DESTROYED if name in inside},
    )


def _files(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            entries = [one for one in opened.infolist() if not one.is_dir()]
            if len(entries) > MOST_FILES:
                raise BadArchive(f"Maximum number of files exceeded: {MOST_FILES}", "")
            return _opened(opened, entries)
    except _UNREADABLE:
        raise BadArchive("The zip file cannot be read", "") from None


def _opened(opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    """What an entry says of its size is not believed."""
    found, left = dict[str, bytes](), MOST_BYTES
    for entry in entries:
        with opened.open(entry) as file:
            text = file.read(left + 1)
        left -= len(text)
        if left < 0:
            raise BadArchive(f"Maximum size of the unzipped files exceeded: {MOST_BYTES}", "")
        found[entry.filename] = text
    return found


def _root(files: Mapping[str, bytes]) -> str:
    """The folder of the one package, "" where it lies at the top."""
    found = [path.removesuffix(PACKAGE) for path in files if path.split("/")[-1] == PACKAGE]
    shallow = [root for root in found if root.count("/") <= 1]
    if "" in shallow:
        return ""
    if len(shallow) != 1:
        raise BadArchive("No package.xml found")
    return shallow[0]


def _manifest(data: bytes, name: str) -> Manifest:
    try:
        return manifest.read(data)
    except BadXml as bad:
        raise BadArchive(f"Error parsing file: {bad.words}", name) from None


def packed(files: Mapping[str, bytes]) -> bytes:
    """The same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for path in sorted(files):
            made.writestr(zipfile.ZipInfo(path), files[path], zipfile.ZIP_DEFLATED)
    return out.getvalue()
