"""What a PDF says of itself, read in a process of its own; and in which words it differs from another."""

import json
import os
import subprocess
import sys
import threading
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import ClassVar, Final

from app.errors import Outside, Refused

TIMEOUT_SECONDS: Final = 30
MOST_SPOTS: Final = 50

_READ = Path(__file__).with_name("read_pdf.py")
_AT_ONCE = threading.BoundedSemaphore(2)
_PASSED_ON = ("LD_LIBRARY_PATH", "PATH")
_MOST_COMPARED: Final = 2_000


class DocumentUnreadable(Refused):
    code: ClassVar[str] = "document_unreadable"


class ReadersBusy(Outside):
    code: ClassVar[str] = "readers_busy"


@dataclass(frozen=True, slots=True)
class ReadDocument:
    keywords: str
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Words that stand in one text where others stand in the other; either may be empty."""

    offered: str
    found: str


def read_document(document: bytes) -> ReadDocument:
    """Raises DocumentUnreadable, ReadersBusy. At most two files are read at a time; others wait a little."""
    if b"%PDF-" not in document[:1024]:
        raise _unreadable()
    if not _AT_ONCE.acquire(timeout=5):
        raise ReadersBusy("Too many documents are being checked. Try again in a moment.")
    try:
        return _read(document)
    finally:
        _AT_ONCE.release()


def _read(document: bytes) -> ReadDocument:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(folder for folder in sys.path if folder)
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_READ)],
            input=document,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise _unreadable()
        said = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise _unreadable() from None
    return ReadDocument(said["keywords"], said["text"])


def spots(offered: str, found: str) -> tuple[Spot, ...]:
    """Where two texts differ, word by word, however their lines break; the first fifty.

    Texts that differ in very much are compared by which words they have, not by where.
    """
    before, after = _without_common_ends(offered.split(), found.split())
    if max(len(before), len(after)) > _MOST_COMPARED:
        return _by_words(before, after)
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return tuple(
        Spot(_joined(before[a:b]), _joined(after[c:d])) for kind, a, b, c, d in blocks if kind != "equal"
    )[:MOST_SPOTS]


def _without_common_ends(one: list[str], other: list[str]) -> tuple[list[str], list[str]]:
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    start = min(len(one), len(other)) if start is None else start
    one, other = one[start:], other[start:]
    backwards = zip(reversed(one), reversed(other), strict=False)
    end = next((n for n, (a, b) in enumerate(backwards) if a != b), min(len(one), len(other)))
    return one[: len(one) - end], other[: len(other) - end]


def _by_words(before: list[str], after: list[str]) -> tuple[Spot, ...]:
    one, other = Counter(before), Counter(after)
    gone = [Spot(word[:200], "") for word in one - other]
    come = [Spot("", word[:200]) for word in other - one]
    return tuple((gone[: MOST_SPOTS // 2] + come)[:MOST_SPOTS])


def digits(text: str) -> str:
    """Its digits alone, of any script: ``1.234,50 €`` as ``123450``."""
    return "".join(str(unicodedata.digit(one)) for one in text if unicodedata.digit(one, None) is not None)


def _joined(words: Sequence[str]) -> str:
    return " ".join(words)[:200]


def _unreadable() -> DocumentUnreadable:
    return DocumentUnreadable("This file cannot be read as a PDF. Send the document as you got it.")
