"""Writing what an administrator installs into a folder, and writing it anew over an earlier one.

A file of our own in the folder lists what was written, so that a later version takes away what it has no
longer, and nothing else.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Final

from app.actor import ConnectionName
from app.errors import Refused
from app.store.catalogs import FolderTaken

_LIST: Final = "quotewright.json"
_LONGEST_LIST: Final = 1024 * 1024


class FolderUnwritable(Refused):
    code: ClassVar[str] = "folder_unwritable"


def write_connector(folder: Path, files: Mapping[str, bytes], *, connection: ConnectionName) -> None:
    """Raises FolderTaken for a folder with files that are not those of this connection's connector, and
    FolderUnwritable; what was written until then is replaced by the next time.
    """
    try:
        _write(folder, files, connection)
    except OSError as error:
        raise FolderUnwritable(f"{folder} cannot be written: {error.strerror}. Name another one.") from None


def _write(folder: Path, files: Mapping[str, bytes], connection: ConnectionName) -> None:
    before = _written_before(folder, connection)
    folder.mkdir(parents=True, exist_ok=True)
    # First, so that whatever a failure leaves is known as ours.
    _write_list(folder, before | set(files), connection)
    for path, content in files.items():
        _in(folder, path).parent.mkdir(parents=True, exist_ok=True)
        _in(folder, path).write_bytes(content)
    for path in before - set(files):
        _in(folder, path).unlink(missing_ok=True)
    _write_list(folder, set(files), connection)


def _write_list(folder: Path, files: set[str], connection: ConnectionName) -> None:
    listed = {"connection": connection, "files": sorted(files)}
    (folder / _LIST).write_text(json.dumps(listed, indent=4) + "\n", encoding="utf-8")


def _written_before(folder: Path, connection: ConnectionName) -> set[str]:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return set()
    try:
        with (folder / _LIST).open("rb") as file:
            listed = json.loads(file.read(_LONGEST_LIST))
        files, owner = set(listed["files"]), listed["connection"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        files, owner = set(), None
    if owner != connection or not all(isinstance(path, str) for path in files):
        raise FolderTaken(
            f"{folder} is there already and holds something other than the connector of {connection}. "
            "Name a folder that is new or empty."
        )
    return files


def _in(folder: Path, path: str) -> Path:
    """Raises FolderTaken for what would lead out of the folder: lists can be changed, and links set."""
    inside = (folder / path.replace("\0", "")).resolve()
    if not inside.is_relative_to(folder.resolve()):
        raise FolderTaken(f"A file of {folder} lies outside of it. Name a folder that is new or empty.")
    return inside
