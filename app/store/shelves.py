"""Files that processes share and can make again: kept in one folder, written whole or not at all."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

_MOST_BYTES: Final = 200_000_000
_MOST_FILES: Final = 2_000


class FolderShelf:
    """A folder of its owner alone. Nothing raises: what cannot be kept or found is made again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        """None too for a file that others could have written, or one beyond any sensible size."""
        try:
            with (self._folder / name).open("rb") as file:
                found = os.fstat(file.fileno())
                if not _own(found) or found.st_size > _MOST_BYTES:
                    return None
                return file.read(_MOST_BYTES)
        except OSError:
            return None

    def write(self, name: str, content: bytes) -> None:
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._forget_oldest()
            draft = self._folder / f".{name}-{uuid4().hex}"
            try:
                draft.touch(mode=0o600)
                draft.write_bytes(content)
                draft.replace(self._folder / name)
            finally:
                draft.unlink(missing_ok=True)

    def _forget_oldest(self) -> None:
        files = [file for file in self._folder.iterdir() if file.is_file()]
        by_age = sorted(files, key=lambda file: file.stat().st_mtime)
        for file in by_age[: max(0, len(files) - _MOST_FILES)]:
            file.unlink(missing_ok=True)


def _own(found: os.stat_result) -> bool:
    """Whether only this user could have written it; where there are no users, whoever reads is trusted."""
    if not hasattr(os, "getuid"):
        return True
    others = stat.S_IWGRP | stat.S_IWOTH
    return found.st_uid == os.getuid() and not found.st_mode & others
