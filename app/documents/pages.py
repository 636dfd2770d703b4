"""Pages of a document as pictures. Whoever looks at one looks at its neighbours next: they are made together.

The last documents are kept for that, packed, within a bound: what is shown is what was typeset, because a
document is found by everything that it was made from.
"""

import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from app.documents.content import DocumentContent
from app.documents.pdf import job_of, typeset

KEPT_BYTES: Final = 16_000_000
"""Of packed pages in a process; fifty pages take three million."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as SVG, the ``n``-th of ``of``."""

    svg: bytes
    n: int
    of: int


def render_page(content: DocumentContent, page: int, *, fonts: Path, at: datetime) -> Page:
    """As the PDF has it; the last page for a number beyond it, which counts from 1. Raises DocumentFailed."""
    job = job_of(content, fonts=fonts, at=at, form="svg")
    key = sha256(job).digest()
    pages = _shelf.find(key)
    if pages is None:
        pages = _parted(typeset(job))
        _shelf.keep(key, pages)
    n = min(max(1, page), len(pages))
    return Page(zlib.decompress(pages[n - 1]), n, len(pages))


def _parted(answer: bytes) -> tuple[bytes, ...]:
    head, _, packed = answer.partition(b"\n")
    pages, at = [], 0
    for length in map(int, head.split()):
        pages.append(packed[at : at + length])
        at += length
    return tuple(pages)


class _Shelf:
    """The documents that were looked at last. What alone is larger than the bound is not kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[bytes, tuple[bytes, ...]] = OrderedDict()
        self._size = 0

    def find(self, key: bytes) -> tuple[bytes, ...] | None:
        with self._lock:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, key: bytes, pages: tuple[bytes, ...]) -> None:
        size = sum(map(len, pages))
        with self._lock:
            if key in self._kept or size > KEPT_BYTES:
                return
            while self._size + size > KEPT_BYTES:
                _, gone = self._kept.popitem(last=False)
                self._size -= sum(map(len, gone))
            self._kept[key] = pages
            self._size += size


_shelf = _Shelf()
