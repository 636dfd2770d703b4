"""Content to PDF, or to pictures of its pages, by a typesetting process that lives for one document."""

import json
import os
import re
import subprocess
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Literal

from app.documents.content import DocumentContent
from app.documents.fonts import coverage_of
from app.documents.printable import printable
from app.errors import Outside

TIMEOUT_SECONDS = 60

_STARTS = re.compile(rb"%PDF-|[0-9 ]+\n\x78")
_RENDER = Path(__file__).with_name("render.py")
_AT_ONCE = threading.BoundedSemaphore(2)
# The child gets no secrets; a Python built elsewhere may need its library path.
_PASSED_ON = ("LD_LIBRARY_PATH", "PATH")
# A thread a core would reserve more address space than the child may have, on a machine of many cores.
_FEW_THREADS = {"RAYON_NUM_THREADS": "2", "MALLOC_ARENA_MAX": "4"}


class DocumentFailed(Outside):
    """The document could not be typeset. ``facts`` say how it ended, never what was in it."""

    code: ClassVar[str] = "document_failed"


def render_pdf(content: DocumentContent, *, fonts: Path, at: datetime) -> bytes:
    """A PDF/A-2a and PDF/UA-1 file (a plain PDF if the typesetter refuses those: no quote is lost to it).

    The same content, fonts and ``at`` give the same bytes.

    ``fonts`` is a folder of OpenType files, Noto Sans preferred; without it the built-in fonts serve.
    Characters that no font shows are replaced by a mark, and a note on the document says so. At most two
    documents are made at a time; others wait. Raises DocumentFailed.
    """
    return typeset(job_of(content, fonts=fonts, at=at, form="pdf"))


def job_of(content: DocumentContent, *, fonts: Path, at: datetime, form: Literal["pdf", "svg"]) -> bytes:
    """What the process is given. Raises DocumentFailed for fonts that cannot be read."""
    try:
        return _job(content, fonts=fonts, at=at, form=form)
    except (OSError, ValueError):
        raise _failed("fonts") from None


def typeset(job: bytes) -> bytes:
    """What the process answers; others wait while two are made. Raises DocumentFailed."""
    if not _AT_ONCE.acquire(timeout=TIMEOUT_SECONDS):
        raise _failed("busy")
    try:
        return _in_a_child(job)
    finally:
        _AT_ONCE.release()


def _job(
    content: DocumentContent, *, fonts: Path, at: datetime, form: Literal["pdf", "svg"] = "pdf"
) -> bytes:
    job = {
        "content": json.dumps(printable(content, coverage_of(fonts))),
        "fonts": str(fonts.resolve()),
        "at": int(at.timestamp()),
        "cpu_seconds": TIMEOUT_SECONDS,
        "form": form,
    }
    return json.dumps(job).encode()


def _in_a_child(job: bytes) -> bytes:
    """`-P` keeps the modules beside the script from hiding others of the same name."""
    environment = _FEW_THREADS | {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(folder for folder in sys.path if folder)
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(_RENDER)],
            input=job,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failed("timeout") from None
    except OSError:
        raise _failed("not started") from None
    if done.returncode != 0 or not _STARTS.match(done.stdout):
        raise _failed(f"exit {done.returncode}")
    return done.stdout


def _failed(how: str) -> DocumentFailed:
    return DocumentFailed(
        "The document could not be made. Try again; if it keeps failing, call support.", facts={"ended": how}
    )
