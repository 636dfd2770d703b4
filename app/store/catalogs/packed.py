"""A catalog's files as one piece: read whole, hashed, compressed, and taken apart again."""

import hashlib
import zipfile
import zlib
from io import BytesIO
from typing import Final

from app.store.catalogs.files import Files, KeptFiles
from app.store.catalogs.problems import CatalogInvalid, Problem

MOST_BYTES: Final = 64_000_000
# Any moment will do, the same each time: equal files make equal bytes.
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)


class PackUnreadable(ValueError):
    """Bytes that ``pack`` did not make."""


def read_all(files: Files) -> KeptFiles:
    """All files as they are now, at most 64 MB of them. Raises CatalogInvalid."""
    content: dict[str, bytes] = {}
    left = MOST_BYTES
    for name in files.names():
        try:
            name.encode()
            size = files.size(name)
            content[name] = files.read(name) if size <= left else b""
        except UnicodeEncodeError:
            raise _invalid(ascii(name)[1:-1], "the file's name is not UTF-8; rename it") from None
        except OSError as error:
            raise _invalid(name, f"the file cannot be read ({error.strerror}); allow it") from None
        left -= max(size, len(content[name]))
        if left < 0:
            message = (
                f"with this file the catalog has more than {MOST_BYTES} bytes; move what is no part of it"
            )
            raise _invalid(name, message)
    return KeptFiles(files.key, content)


def content_hash(files: KeptFiles) -> str:
    """SHA-256 (64 hex digits) over names and contents, however they were compressed."""
    digest = hashlib.sha256()
    for name in files.names():
        for part in (name.encode(), files.read(name)):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def pack(files: KeptFiles) -> bytes:
    """A ZIP archive."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in files.names():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), files.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def unpack(key: str, packed: bytes) -> KeptFiles:
    """The files of the catalog of that key. Raises PackUnreadable, also for more than ``pack`` ever takes."""
    try:
        with zipfile.ZipFile(BytesIO(packed)) as archive:
            found = archive.infolist()
            if sum(one.file_size for one in found) > MOST_BYTES:
                raise PackUnreadable
            return KeptFiles(key, {one.filename: archive.read(one) for one in found})
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError, OSError):
        raise PackUnreadable from None


def _invalid(name: str, message: str) -> CatalogInvalid:
    return CatalogInvalid([Problem(name, 1, "", message)])
