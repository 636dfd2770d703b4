"""Where a catalog's files come from: a folder on disk, or content that was read before and kept."""

import errno
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from app.store.catalogs.problems import CatalogInvalid, Problem

MOST_FILES: Final = 5_000


class Files(Protocol):
    """The files of one catalog. A name is the path below its folder: ``products/lamp.yaml``."""

    @property
    def key(self) -> str:
        """The catalog's key: the name of its folder."""

    def names(self) -> tuple[str, ...]:
        """All of them, in order. Raises CatalogInvalid for more than a catalog may have."""

    def size(self, name: str) -> int:
        """In bytes. Raises OSError."""

    def read(self, name: str) -> bytes:
        """Raises OSError."""

    def open(self, name: str) -> BinaryIO:
        """To be read piece by piece; whoever opens it closes it. Raises OSError."""


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """What lies in a folder now. Hidden files and folders are no part of a catalog."""

    folder: Path

    @property
    def key(self) -> str:
        return self.folder.absolute().name

    def names(self) -> tuple[str, ...]:
        found = tuple(islice(self._walked(), MOST_FILES + 1))
        if len(found) > MOST_FILES:
            message = f"there are more than {MOST_FILES} files; keep only the catalog in its folder"
            raise CatalogInvalid([Problem("catalog.yaml", 1, "", message)])
        return tuple(sorted(found))

    def size(self, name: str) -> int:
        return (self.folder / name).stat().st_size

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def open(self, name: str) -> BinaryIO:
        return (self.folder / name).open("rb")

    def _walked(self) -> Iterator[str]:
        for place, folders, files in os.walk(self.folder):
            folders[:] = [folder for folder in folders if not folder.startswith(".")]
            for name in files:
                path = Path(place, name)
                if not name.startswith(".") and path.is_file():
                    yield path.relative_to(self.folder).as_posix()


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """What was read before, by name."""

    key: str
    content: Mapping[str, bytes]

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.content))

    def size(self, name: str) -> int:
        return len(self.read(name))

    def read(self, name: str) -> bytes:
        found = self.content.get(name)
        if found is None:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        return found

    def open(self, name: str) -> BinaryIO:
        return BytesIO(self.read(name))
