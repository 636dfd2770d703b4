"""A folder that an import fills again and again: what it wrote it writes anew, what others changed it leaves.

A hidden file tells what the last import wrote, so that one can be told from the other. It is no part of the
catalog.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from app.actions.goods.left import Left, Reason
from app.catalog import Release
from app.store.catalogs import CatalogInvalid, FolderFiles, FolderTaken, KeptFiles, read_all, release_of_files
from app.store.catalogs.document import read_document

MARK: Final = ".imported.json"
_LONGEST_MARK: Final = 4 * 1024 * 1024
_PRODUCTS: Final = "products/"
_HEADER: Final = "catalog.yaml"


@dataclass(frozen=True, slots=True)
class Mark:
    """``files``: what the last import made, by name, as digests. ``keys``: of products by their codes; a code
    keeps its key, because quotes know products by it. ``version``: how often the catalog became another one.
    """

    org: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    version: int = 0

    def written(self) -> bytes:
        content = {"org": self.org, "version": self.version, "keys": self.keys, "files": self.files}
        return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Merged:
    """``changes``: bytes to write by file, None to remove it. ``kept``: what stays as others have it."""

    release: Release
    changes: Mapping[str, bytes | None]
    mark: Mark
    kept: tuple[Left, ...]


class Folder:
    """Raises FolderTaken for one that holds something else, or the goods of another org."""

    def __init__(self, place: Path, *, org: str) -> None:
        self._place = place
        self.mark = _mark_of(place)
        if self.mark.org not in ("", org):
            raise FolderTaken(
                f"{place} holds the goods of the org {self.mark.org}, and this is {org}. Name another folder."
            )
        there = place.is_dir() and any(place.iterdir())
        self._files = read_all(FolderFiles(place)) if there else KeptFiles(place.absolute().name, {})
        self._org = org
        self.sold = dict(self._sold())
        # As long as the file that says it is an import's own.
        self.counts = _HEADER not in self._files.content or self._is_ours(_HEADER)

    def version(self, files: Mapping[str, bytes]) -> int:
        """Of the catalog with what an import made; another one if that differs from what is there."""
        if not self.counts or (self.mark.version and not self._differs(files)):
            return self.mark.version
        return self.mark.version + 1

    def _differs(self, files: Mapping[str, bytes]) -> bool:
        gone = any(name not in files and self._is_ours(name) for name in self.mark.files)
        return gone or bool(self._changes(files)[0])

    def _sold(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Key and file of each product that is there, by its code. What cannot be read is passed over here:
        it is named when all of it is read together.
        """
        for name in self._files.names():
            if name.startswith(_PRODUCTS) and name.endswith(".yaml"):
                try:
                    content = read_document(self._files, name).data
                except CatalogInvalid:
                    continue
                if isinstance(content, dict) and all(
                    isinstance(content.get(key), str) for key in ("code", "key")
                ):
                    yield content["code"], (content["key"], name)

    @property
    def keys(self) -> dict[str, str]:
        """By code, those in use and those that were."""
        return {**self.mark.keys, **{code: key for code, (key, _) in self.sold.items()}}

    @property
    def own(self) -> frozenset[str]:
        """Codes that a product of somebody else's sells."""
        return frozenset(code for code, (_, name) in self.sold.items() if name not in self.mark.files)

    def removed(self, codes: Mapping[str, str]) -> frozenset[str]:
        """Codes, of those with their keys, whose files an import wrote and somebody removed."""
        gone = {name for name in self.mark.files if name not in self._files.content}
        return frozenset(
            code for code, key in codes.items() if f"{_PRODUCTS}{key}.yaml" in gone and code not in self.sold
        )

    def merged(self, files: Mapping[str, bytes], keys: Mapping[str, str], *, version: int) -> Merged:
        """With what an import made. Raises CatalogInvalid where that and what others wrote are no catalog."""
        made = {name: _digest(content) for name, content in files.items()}
        changes, kept = self._changes(files)
        gone = [name for name in self.mark.files if name not in files and self._is_ours(name)]
        mark = Mark(self._org, made, {**self.mark.keys, **keys}, version)
        without: dict[str, bytes | None] = {**changes, **dict.fromkeys(gone)}
        try:
            return Merged(self._release(without), without, mark, tuple(kept))
        except CatalogInvalid:
            if not gone:
                raise
        # What is gone from the CRM may be named by files of others; whatever else is wrong is raised here.
        release = self._release(changes)
        kept += [Left(Reason.GONE, name=name) for name in gone]
        stays = {name: self.mark.files[name] for name in gone}
        return Merged(release, changes, Mark(mark.org, {**made, **stays}, mark.keys, version), tuple(kept))

    def _changes(self, files: Mapping[str, bytes]) -> tuple[dict[str, bytes | None], list[Left]]:
        changes: dict[str, bytes | None] = {}
        kept: list[Left] = []
        for name, content in files.items():
            there = self._files.content.get(name)
            if there is not None and not self._is_ours(name):
                if self.mark.files.get(name) != _digest(content):
                    kept.append(
                        Left(Reason.FILE_CHANGED, name=name, words="the CRM has something new for it")
                    )
            elif there != content:
                changes[name] = content
        return changes, kept

    def _is_ours(self, name: str) -> bool:
        """Whether it is there just as an import wrote it."""
        there = self._files.content.get(name)
        return there is not None and _digest(there) == self.mark.files.get(name)

    def _release(self, changes: Mapping[str, bytes | None]) -> Release:
        content = {**self._files.content, **changes}
        kept = {name: text for name, text in content.items() if text is not None}
        return release_of_files(KeptFiles(self._files.key, kept))

    def write(self, merged: Merged) -> None:
        """The mark comes first, with what was and what will be ours: whatever a kill leaves is known."""
        self._place.mkdir(parents=True, exist_ok=True)
        before = {name: digest for name, digest in self.mark.files.items() if name not in merged.mark.files}
        both = Mark(self._org, {**before, **merged.mark.files}, merged.mark.keys, merged.mark.version)
        (self._place / MARK).write_bytes(both.written())
        for name, content in merged.changes.items():
            file = self._place / name
            if content is None:
                file.unlink(missing_ok=True)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
        (self._place / MARK).write_bytes(merged.mark.written())


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def _mark_of(place: Path) -> Mark:
    """Raises FolderTaken where there are files and no mark that can be read."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return Mark()
    try:
        with (place / MARK).open("rb") as file:
            content: Any = json.loads(file.read(_LONGEST_MARK))
        mark = Mark(content["org"], content["files"], content["keys"], content["version"])
        sound = all(isinstance(text, str) for part in (mark.files, mark.keys) for text in part.values())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        mark, sound = Mark(), False
    if not sound or not mark.org or not isinstance(mark.version, int):
        raise FolderTaken(
            f"{place} is there already and holds something other than an import of the CRM's goods. Name a "
            "folder that is new or empty."
        )
    return mark
